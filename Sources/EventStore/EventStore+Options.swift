extension EventStore {
    /// What a committed write survives.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// The loss of power: a write returns after the disk has it.
        case durable
        /// The death of the process, and not of the machine: nothing is synced.
        case scratch
    }

    /// How a store is opened.
    public enum Access: Sendable, Hashable {
        /// Takes the lock; makes the store when there is none. The URL may be published later.
        case readWrite(url: String? = nil)
        /// Reads beside whoever writes.
        case readOnly
        /// As `readOnly`, and also when a scratch store was left in doubt: for `verify`.
        case inspection
    }

    /// Limits and what comes from outside.
    public struct Options: Sendable {
        /// Fixed when the store is made.
        public var mode: Mode
        /// Bytes of address space at first; halved while the machine refuses, doubled when the store fills it.
        public var mapSize: Int
        /// Read transactions at once, over all processes.
        public var maxReaders: Int
        /// Writes waiting for the writer.
        public var queueLimit: Int
        /// Bytes that must stay free on the disk for writes to be taken.
        public var freeSpaceFloor: Int
        /// Says how many bytes are free for the directory; nil asks the file system.
        public var freeSpace: (@Sendable (_ directory: String) -> Int)?
        /// Milliseconds since 1970.
        public var wallClock: @Sendable () -> UInt64
        /// Six bytes that no other store has; asked once, when the store is made. nil asks the system's random source.
        public var storeIDBytes: (@Sendable () -> [UInt8])?
        /// Told of each commit, on the thread that wrote: it must be quick.
        public var onCommit: (@Sendable (CommitObservation) -> Void)?
        /// For tests: an error number with which the next commit fails.
        package var commitFault: @Sendable () -> Int32? = { nil }
        /// For tests: another name for this run of the machine.
        package var bootID: String?

        public init(
            mode: Mode = .durable, mapSize: Int = 64 << 30, maxReaders: Int = 1024, queueLimit: Int = 16384,
            freeSpaceFloor: Int = 256 << 20, freeSpace: (@Sendable (_ directory: String) -> Int)? = nil,
            storeIDBytes: (@Sendable () -> [UInt8])? = nil, wallClock: @escaping @Sendable () -> UInt64
        ) {
            self.mode = mode
            self.mapSize = mapSize
            self.maxReaders = maxReaders
            self.queueLimit = queueLimit
            self.freeSpaceFloor = freeSpaceFloor
            self.freeSpace = freeSpace
            self.storeIDBytes = storeIDBytes
            self.wallClock = wallClock
        }
    }
}
