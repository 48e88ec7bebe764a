/// An answer kept for a key, so that the same request does its work once.
public struct IdempotencyEntry: Sendable, Hashable {
    /// Where the key belongs, such as a branch's number; with the key at most 509 bytes.
    public var scope: [UInt8]
    public var key: [UInt8]
    /// Whatever the caller needs to answer again.
    public var value: [UInt8]

    public init(scope: [UInt8], key: [UInt8], value: [UInt8]) {
        self.scope = scope
        self.key = key
        self.value = value
    }
}
