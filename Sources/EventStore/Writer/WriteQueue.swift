internal import Dispatch
internal import Synchronization

/// What waits for the writer: bounded, first come first served.
final class WriteQueue: Sendable {
    enum Refusal {
        case full
        case closed
    }

    private struct State {
        var waiting: [WriteRequest] = []
        var isClosed = false
        /// Whether the writer sleeps and wants the signal.
        var writerSleeps = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)
    private let limit: Int

    /// The most requests of one group, and the most bytes (one request may be larger alone).
    static let groupLimit = 1024
    static let groupByteLimit = 1 << 20
    /// The most log entries of one group (one request may have more alone): LMDB 0.9 leaks when it spills pages (ITS 9155).
    static let groupEntryLimit = 4096

    init(limit: Int) {
        self.limit = limit
    }

    /// How many requests wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// - Returns: nil when the request waits now.
    func add(_ request: WriteRequest) -> Refusal? {
        let (refusal, wake) = state.withLock { state -> (Refusal?, Bool) in
            if state.isClosed { return (.closed, false) }
            if state.waiting.count >= limit { return (.full, false) }
            state.waiting.append(request)
            defer { state.writerSleeps = false }
            return (nil, state.writerSleeps)
        }
        if wake { signal.signal() }
        return refusal
    }

    /// Takes no more requests; those that wait are still handed out.
    func close() {
        let wake = state.withLock { state in
            state.isClosed = true
            defer { state.writerSleeps = false }
            return state.writerSleeps
        }
        if wake { signal.signal() }
    }

    /// The next group, once there is one; nil when the queue is closed and empty. For the writer's thread alone.
    func next() -> [WriteRequest]? {
        while true {
            let (group, isOver) = state.withLock { state -> ([WriteRequest], Bool) in
                if state.waiting.isEmpty {
                    state.writerSleeps = !state.isClosed
                    return ([], state.isClosed)
                }
                return (WriteQueue.takeGroup(from: &state.waiting), false)
            }
            if !group.isEmpty { return group }
            if isOver { return nil }
            signal.wait()
        }
    }

    private static func takeGroup(from waiting: inout [WriteRequest]) -> [WriteRequest] {
        var count = 0
        var bytes = 0
        var entries = 0
        while count < waiting.count, count < groupLimit {
            bytes += waiting[count].byteCount
            entries += waiting[count].write.entries.count
            if count > 0, bytes > groupByteLimit || entries > groupEntryLimit { break }
            count += 1
        }
        if count == waiting.count {
            defer { waiting = [] }
            return waiting
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting[..<count])
    }
}
