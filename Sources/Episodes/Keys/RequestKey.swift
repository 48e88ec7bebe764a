public import CanonicalJSON

/// A key under which a request does its work once (control API, "Idempotency-Key").
public struct RequestKey: Sendable, Hashable {
    /// What the client named.
    public let name: Text
    /// The digest of everything the client asked for: another request under the same name is refused.
    public let request: Digest

    /// How long a key lasts that belongs to no episode: 24 hours.
    static let lifetimeMilliseconds: UInt64 = 24 * 3_600_000

    /// - Parameter name: 1 to 200 visible characters of ASCII, so that a header carries it as it is.
    /// - Returns: nil for any other name.
    public init?(_ name: Text, request: Digest) {
        guard 1...200 ~= name.byteCount, name.string.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        self.name = name
        self.request = request
    }

    /// What a key must be like, for the error that says so.
    public static let rule = "must be 1 to 200 visible characters of ASCII"
}
