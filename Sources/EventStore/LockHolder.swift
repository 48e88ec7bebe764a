/// Who writes to a store.
public struct LockHolder: Sendable, Hashable {
    public let pid: Int
    /// Where its server listens; nil before it is published, or when it is no server.
    public let url: String?
    /// Where it serves agents, when that is another address.
    public let agentURL: String?
    /// Milliseconds since 1970.
    public let sinceMilliseconds: UInt64
}
