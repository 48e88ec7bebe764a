internal import Synchronization

/// What writes: it takes what is queued, commits once, and answers all.
///
/// There is no timer. The first write to come has the group written behind all that is ready to bring more to it. In a
/// durable store a thread of its own does that, and while it waits for the disk the next group gathers by itself. A
/// scratch store waits for nothing and needs none.
final class Writer: Sendable {
    private let queue: WriteQueue
    private let queueLimit: Int
    private let status: WriterStatus
    private let state: Mutex<WriterState>
    /// nil in a scratch store.
    private let thread: WriterThread?

    init(
        start: WriterStart, environment: Environment, databases: Databases, options: EventStore.Options,
        directory: String
    ) throws {
        queue = WriteQueue(limit: options.queueLimit)
        queueLimit = options.queueLimit
        status = WriterStatus(options: options, directory: directory)
        state = Mutex(
            WriterState(start: start, environment: environment, databases: databases, options: options, status: status))
        thread = options.mode == .durable ? try WriterThread() : nil
    }

    /// How many writes wait.
    var waitingCount: Int { queue.count }

    /// - Throws: What a write would be refused with now.
    func requireRoom() throws(EventStoreError) {
        if let refusal = status.refusal(ofBytes: 0) { throw refusal }
        guard queue.count < queueLimit else { throw queueIsFull }
    }

    private var queueIsFull: EventStoreError {
        EventStoreError(.queueFull(limit: queueLimit), "\(queueLimit) writes wait already; try again later")
    }

    /// - Parameter later: Runs something behind what is ready to run now.
    /// - Parameter answer: Called once, perhaps before this returns, on whichever thread comes to it: it must be quick.
    func write(
        _ write: StoreWrite, later: @escaping EventStore.Later,
        answer: @escaping @Sendable (WriteRequest.Answer) -> Void
    ) {
        switch queue.add(WriteRequest(write, answer: answer)) {
        case .waits: break
        case .waitsAlone: serve(later)
        case .isFull: answer(.failure(queueIsFull))
        case .isClosed: answer(.failure(.closedStore))
        }
    }

    /// Sees to it that all groups are written.
    private func serve(_ later: @escaping EventStore.Later) {
        later { [self] in
            if let thread {
                thread.run { while self.writeGroup() {} }
            } else if writeGroup() {
                serve(later)
            }
        }
    }

    /// - Returns: Whether there is a next group.
    private func writeGroup() -> Bool {
        let (requests, answers) = state.withLock { state in
            let requests = queue.next() ?? []
            return (requests, requests.isEmpty ? [] : state.process(requests))
        }
        // What comes meanwhile gathers for the next group.
        for (request, answer) in zip(requests, answers) { request.answer(answer) }
        return queue.goesOn()
    }

    /// Answers what waits. To be called once.
    func close() {
        queue.close()
        while writeGroup() {}
        thread?.end()
    }
}
