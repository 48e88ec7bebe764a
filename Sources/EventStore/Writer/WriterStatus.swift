internal import Synchronization

/// Whether writes are taken, for the writer and for whoever asks.
final class WriterStatus: Sendable {
    private let options: EventStore.Options
    private let directory: String
    /// Why nothing more is written.
    private let poison = Mutex<EventStoreError?>(nil)

    init(options: EventStore.Options, directory: String) {
        self.options = options
        self.directory = directory
    }

    /// After a commit that failed nothing more is written.
    func poison(with error: EventStoreError) { poison.withLock { $0 = error } }

    /// Why a write of so many bytes is refused; nil when it is not.
    func refusal(ofBytes needed: Int) -> EventStoreError? {
        if let poison = poison.withLock({ $0 }) { return poison }
        let free = options.freeSpace.map { $0(directory) } ?? FileSystem.freeSpace(directory) ?? .max
        guard free < options.freeSpaceFloor + needed else { return nil }
        return EventStoreError(
            .diskFull,
            "\(free) bytes are free for the store, which needs \(needed) and keeps \(options.freeSpaceFloor) back;"
                + " nothing is lost, make room and try again")
    }
}
