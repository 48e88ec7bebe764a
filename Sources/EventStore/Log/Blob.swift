public import CanonicalJSON

/// Bytes under their SHA-256.
public struct Blob: Sendable, Hashable {
    public let digest: Digest
    public let bytes: [UInt8]

    /// Hashes the bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        digest = Digest(of: bytes)
    }

    /// Takes a digest that the caller has computed over these very bytes, so as not to hash them twice.
    ///
    /// A wrong one is found by `verify`, not here.
    package init(_ bytes: [UInt8], trusting digest: Digest) {
        self.bytes = bytes
        self.digest = digest
    }
}
