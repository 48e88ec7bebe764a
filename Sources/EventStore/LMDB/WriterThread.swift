internal import Dispatch
internal import Glibc

/// One thread of the operating system: LMDB's write lock belongs to the thread that took it.
final class WriterThread: Sendable {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        let ended = DispatchSemaphore(value: 0)

        init(body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private let work: Work

    init(_ body: @escaping @Sendable () -> Void) throws {
        work = Work(body: body)
        var thread = pthread_t()
        // The thread owns one reference to its work and gives it back when it ends.
        let retained = unsafe Unmanaged.passRetained(work)
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                work.body()
                work.ended.signal()
                return nil
            }, retained.toOpaque())
        guard result == 0 else {
            unsafe retained.release()
            throw LMDBError(result, in: "pthread_create")
        }
        pthread_detach(thread)
    }

    /// Waits until the body has returned; to be called once.
    func join() {
        work.ended.wait()
    }
}
