/// An answer kept for a key, so that the same request does its work once.
public struct IdempotencyEntry: Sendable, Hashable {
    /// Where the key belongs, such as a branch's number; with the key at most 509 bytes.
    public var scope: [UInt8]
    public var key: [UInt8]
    /// Whatever the caller needs to answer again.
    public var value: [UInt8]
    /// For how long the key holds, in milliseconds; nil is for ever. Only keys without a scope end.
    public var lifetimeMilliseconds: UInt64?

    public init(scope: [UInt8], key: [UInt8], value: [UInt8], lifetimeMilliseconds: UInt64? = nil) {
        self.scope = scope
        self.key = key
        self.value = value
        self.lifetimeMilliseconds = lifetimeMilliseconds
    }
}

extension IdempotencyEntry {
    /// How the keys of the empty scope begin in the database: together, before all others.
    static let unscopedPrefix: [UInt8] = [0, 0]

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

    /// - Throws: ``EventStoreError`` `.invalidWrite` for a key with a scope that would end.
    func check() throws(EventStoreError) {
        guard lifetimeMilliseconds == nil || scope.isEmpty else {
            throw EventStoreError(.invalidWrite, "only idempotency keys without a scope have a lifetime")
        }
    }

    /// The database's value: when it was written, when it ends, the answer.
    func stored(at wallMilliseconds: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + value.count)
        bytes.append(bigEndian: wallMilliseconds)
        let (end, isBeyond) = wallMilliseconds.addingReportingOverflow(lifetimeMilliseconds ?? .max)
        bytes.append(bigEndian: isBeyond ? .max : end)
        bytes.append(contentsOf: value)
        return bytes
    }
}

/// What the database holds for a key.
struct StoredAnswer {
    let wallMilliseconds: UInt64
    /// From when on the key counts as unused; the greatest number is never.
    let endMilliseconds: UInt64
    let value: [UInt8]

    /// - Throws: ``EventStoreError`` `.corrupt`.
    init(_ bytes: [UInt8]) throws(EventStoreError) {
        var reader = ByteReader(bytes)
        guard let wall = reader.number(UInt64.self), let end = reader.number(UInt64.self) else {
            throw EventStoreError(.corrupt, "an idempotency entry is damaged")
        }
        wallMilliseconds = wall
        endMilliseconds = end
        value = reader.rest()
    }

    func hasEnded(at wallMilliseconds: UInt64) -> Bool { endMilliseconds <= wallMilliseconds }
}
