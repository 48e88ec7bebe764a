/// The one thread that writes: it drains what is queued, commits once, and answers all.
///
/// There is no timer: while a commit runs, the next group gathers by itself.
final class Writer: Sendable {
    private let queue: WriteQueue
    private let queueLimit: Int
    private let thread: WriterThread

    init(
        start: WriterStart, environment: Environment, databases: Databases, options: EventStore.Options,
        directory: String
    ) throws {
        let queue = WriteQueue(limit: options.queueLimit)
        self.queue = queue
        queueLimit = options.queueLimit
        thread = try WriterThread {
            var state = WriterState(
                start: start, environment: environment, databases: databases, options: options, directory: directory)
            while let group = queue.next() {
                let answers = state.process(group)
                for (request, answer) in zip(group, answers) {
                    request.continuation.resume(returning: answer)
                }
            }
        }
    }

    func write(_ write: StoreWrite) async throws(EventStoreError) -> WriteReceipt {
        let answer = await withCheckedContinuation { (continuation: CheckedContinuation<WriteRequest.Answer, Never>) in
            switch queue.add(WriteRequest(write, continuation)) {
            case nil: break
            case .full:
                continuation.resume(
                    returning: .failure(
                        EventStoreError(
                            .queueFull(limit: queueLimit), "\(queueLimit) writes wait already; try again later")))
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
