public import CanonicalJSON

/// A snapshot as the store keeps it: the object of the format's section 3, and its table files as blobs.
public struct StoredSnapshot: Sendable, Hashable {
    /// SHA-256 of `object`.
    public var digest: Digest
    /// An alias outside the digest.
    public var name: Text
    /// The canonical text of the snapshot object.
    public var object: [UInt8]
    /// The table files that the object names; empty in what the store returns, where ``EventStore/table(_:)`` has them.
    public var tables: [Blob]

    public init(digest: Digest, name: Text, object: [UInt8], tables: [Blob]) {
        self.digest = digest
        self.name = name
        self.object = object
        self.tables = tables
    }
}
