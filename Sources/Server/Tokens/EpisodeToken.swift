/// What the URL of an episode names: a branch and the attempt at it.
///
/// A token is base64url of the branch (8 bytes), the generation (4 bytes), both big-endian, and the first 16 bytes of
/// an HMAC-SHA256 over the store's id and both under the server's key. It is computed, never stored, so that a backup
/// leaks none and a restart keeps them (design section 4).
public struct EpisodeToken: Sendable, Hashable {
    /// The branch's number.
    public let branch: UInt64
    /// Raised by each `attach`; tokens of earlier generations are refused.
    public let generation: UInt32

    public init(branch: UInt64, generation: UInt32) {
        self.branch = branch
        self.generation = generation
    }

    static let macByteCount = 16
    static let byteCount = 8 + 4 + macByteCount

    var payload: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: branch >> UInt64(shift)))
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: generation >> UInt32(shift)))
        }
        return bytes
    }

    /// - Parameter payload: 12 bytes.
    init(payload: ArraySlice<UInt8>) {
        branch = payload.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        generation = payload.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
