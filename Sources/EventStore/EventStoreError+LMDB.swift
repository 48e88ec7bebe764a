extension EventStoreError {
    /// Any error of the inner layers as one of the store's.
    init(wrapping error: any Error) {
        switch error {
        case let error as EventStoreError: self = error
        case let error as LMDBError: self.init(EventStoreError.code(of: error), EventStoreError.text(of: error))
        case let failure as CommitFailure:
            self.init(EventStoreError.code(of: failure.cause), EventStoreError.text(of: failure.cause))
        default: self.init(.io, "\(error)")
        }
    }

    static var closedStore: EventStoreError { EventStoreError(.closedStore, "the store is closed; open it again") }

    private static func code(of error: LMDBError) -> Code {
        switch error.code {
        case .mapFull: .mapFull
        case .readersFull: .readersFull
        case .corrupted, .pageNotFound, .invalid, .panic: .corrupt
        default: error.isClosed ? .closedStore : .io
        }
    }

    private static func text(of error: LMDBError) -> String {
        switch error.code {
        case .readersFull: "too many reads at once (\(error)); open the store with more readers"
        case .corrupted, .pageNotFound, .invalid, .panic: "the store's file is damaged (\(error)); run verify"
        default: error.isClosed ? "the store is closed; open it again" : "\(error)"
        }
    }
}
