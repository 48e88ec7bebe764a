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

extension IdempotencyEntry {
    /// The database's key: the scope's length (two bytes), the scope, the key.
    static func storedKey(scope: [UInt8], key: [UInt8]) throws(EventStoreError) -> [UInt8] {
        guard scope.count + key.count <= 509 else {
            throw EventStoreError(.invalidWrite, "an idempotency key and its scope have more than 509 bytes")
        }
        var stored: [UInt8] = []
        stored.append(bigEndian: UInt16(scope.count))
        stored.append(contentsOf: scope)
        stored.append(contentsOf: key)
        return stored
    }
}
