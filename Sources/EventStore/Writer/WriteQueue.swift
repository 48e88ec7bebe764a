internal import Synchronization

/// What waits for the writer: bounded, first come first served.
final class WriteQueue: Sendable {
    /// What becomes of a request.
    enum Admission {
        /// It waits, and somebody takes groups.
        case waits
        /// It waits, and nobody takes groups: whoever added it sees to that.
        case waitsAlone
        case isFull
        case isClosed
    }

    private struct State {
        var waiting: [WriteRequest] = []
        var isClosed = false
        /// Whether somebody takes groups until there is none.
        var isServed = false
    }

    private let state = Mutex(State())
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

    func add(_ request: WriteRequest) -> Admission {
        state.withLock { state in
            if state.isClosed { return .isClosed }
            if state.waiting.count >= limit { return .isFull }
            state.waiting.append(request)
            defer { state.isServed = true }
            return state.isServed ? .waits : .waitsAlone
        }
    }

    /// Takes no more requests; those that wait are still handed out.
    func close() { state.withLock { $0.isClosed = true } }

    /// The next group; nil when nothing waits.
    func next() -> [WriteRequest]? {
        state.withLock { $0.waiting.isEmpty ? nil : WriteQueue.takeGroup(from: &$0.waiting) }
    }

    /// To be asked behind each group, by whoever takes them: where there is no next one, nobody takes groups any more.
    ///
    /// - Returns: Whether there is a next one.
    func goesOn() -> Bool {
        state.withLock { state in
            state.isServed = !state.waiting.isEmpty
            return state.isServed
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
