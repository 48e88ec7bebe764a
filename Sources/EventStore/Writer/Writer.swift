/// The one thread that writes: it drains what is queued, commits once, and answers all.
///
/// There is no timer: while a commit runs, the next group gathers by itself.
final class Writer: Sendable {
    private let queue: WriteQueue
    private let queueLimit: Int
    private let thread: WriterThread
    private let status: WriterStatus

    init(
        start: WriterStart, environment: Environment, databases: Databases, options: EventStore.Options,
        directory: String
    ) throws {
        let queue = WriteQueue(limit: options.queueLimit)
        self.queue = queue
        queueLimit = options.queueLimit
        let status = WriterStatus(options: options, directory: directory)
        self.status = status
        thread = try WriterThread {
            var state = WriterState(
                start: start, environment: environment, databases: databases, options: options, status: status)
            while let group = queue.next() {
                let answers = state.process(group)
                for (request, answer) in zip(group, answers) {
                    request.continuation.resume(returning: answer)
                }
            }
        }
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

    func write(_ write: StoreWrite) async throws(EventStoreError) -> WriteReceipt {
        let answer = await withCheckedContinuation { (continuation: CheckedContinuation<WriteRequest.Answer, Never>) in
            switch queue.add(WriteRequest(write, continuation)) {
            case nil: break
            case .full:
                continuation.resume(returning: .failure(queueIsFull))
            case .closed: continuation.resume(returning: .failure(.closedStore))
            }
        }
        return try answer.get()
    }

    /// Answers what waits, and ends the thread. To be called once.
    func close() {
        queue.close()
        thread.join()
    }
}
