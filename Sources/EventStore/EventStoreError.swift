/// Why the store could not do what was asked. Nothing of a failed write is in the log.
public struct EventStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// The branch has moved on: the record states `expected`, and the next one is `actual`.
        case conflict(BranchID, expected: Int, actual: Int)
        /// The record's `prev` is not the branch's head, although its seq is the next.
        case headMismatch(BranchID)
        /// The branch was attached anew: the request is of generation `expected`, the branch has `actual`.
        case staleGeneration(BranchID, expected: UInt32, actual: UInt32)
        /// The branch takes no more records.
        case closed(BranchID, BranchStatus)
        case notFound(BranchID)
        /// A note that makes a branch names one that is there already.
        case branchExists(BranchID)
        /// The fork point is no record of the parent.
        case badForkPoint(parent: BranchID, at: Int)
        /// At `submitted` there is nothing to go on from; fork one record earlier.
        case forkAtSubmitted(parent: BranchID, at: Int)
        /// The write does not make sense by itself; the description says why.
        case invalidWrite
        /// The key has an answer already: look it up.
        case idempotencyKeyTaken
        case queueFull(limit: Int)
        case diskFull
        case mapFull
        case readersFull
        /// A commit failed; nothing more is written until the store was closed and opened again.
        case poisoned
        case closedStore
        /// Another process writes to the store.
        case locked(pid: Int, url: String?)
        case alreadyOpen
        case newerFormat(found: UInt32, supported: UInt32)
        /// ``EventStore/upgrade(_:into:options:progress:)`` makes a copy that opens.
        case olderFormat(found: UInt32, supported: UInt32)
        case notAStore
        /// The store was made in the other durability mode.
        case modeMismatch
        /// A scratch store of another boot that was neither closed cleanly nor verifies.
        case unclean
        case corrupt
        case readOnly
        case io
    }

    public let code: Code
    /// What happened and what to do about it.
    public let description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
