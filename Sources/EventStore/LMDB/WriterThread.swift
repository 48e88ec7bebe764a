internal import Dispatch
internal import Glibc
internal import Synchronization

/// One thread of the operating system, for work that waits for the disk.
final class WriterThread: Sendable {
    private final class Work: Sendable {
        private struct State {
            var waiting: [@Sendable () -> Void] = []
            var hasEnded = false
        }

        private let state = Mutex(State())
        private let signal = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)

        func add(_ body: @escaping @Sendable () -> Void) {
            state.withLock { $0.waiting.append(body) }
            signal.signal()
        }

        func end() {
            state.withLock { $0.hasEnded = true }
            signal.signal()
        }

        func run() {
            while true {
                signal.wait()
                let (waiting, hasEnded) = state.withLock { state in
                    defer { state.waiting = [] }
                    return (state.waiting, state.hasEnded)
                }
                for body in waiting { body() }
                guard !hasEnded else { break }
            }
            ended.signal()
        }
    }

    private let work = Work()

    init() throws {
        var thread = pthread_t()
        // The thread owns one reference to its work and gives it back when it ends.
        let retained = unsafe Unmanaged.passRetained(work)
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, retained.toOpaque())
        guard result == 0 else {
            unsafe retained.release()
            throw LMDBError(result, in: "pthread_create")
        }
        pthread_detach(thread)
    }

    /// Runs the body on the thread, behind what was given to it before.
    func run(_ body: @escaping @Sendable () -> Void) { work.add(body) }

    /// Waits until everything has run, and ends the thread; to be called once.
    func end() {
        work.end()
        work.ended.wait()
    }
}
