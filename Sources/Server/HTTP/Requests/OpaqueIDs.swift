internal import Synchronization

/// Ids that are unique within a process and do not tell how many were drawn before: an agent that looks at those of its
/// own answers must not learn how busy the server is.
final class OpaqueIDs: Sendable {
    private let count = Atomic<UInt64>(0)
    private let cipher: Speck64

    /// - Parameter key: 128 bits; drawn anew for each process, since asking the system for each id would cost too much.
    init(key: SIMD4<UInt32> = .random(in: .min ... .max)) {
        cipher = Speck64(key: key)
    }

    /// Sixteen hexadecimal digits.
    func next() -> String {
        let text = String(cipher.encrypt(count.wrappingAdd(1, ordering: .relaxed).newValue), radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}

/// The block cipher Speck64/128 (Beaulieu and others, 2013): every number of 64 bits becomes another one, in some
/// nanoseconds. It hides counters; it is not there to protect secrets.
struct Speck64 {
    private let roundKeys: [UInt32]

    /// - Parameter key: The lowest word first.
    init(key: SIMD4<UInt32>) {
        var words = [key[1], key[2], key[3]]
        var roundKey = key[0]
        roundKeys = (0..<27 as Range<UInt32>).map { round in
            defer {
                let index = Int(round) % 3
                (words[index], roundKey) = Self.round(words[index], roundKey, key: round)
            }
            return roundKey
        }
    }

    func encrypt(_ number: UInt64) -> UInt64 {
        var (high, low) = (UInt32(truncatingIfNeeded: number >> 32), UInt32(truncatingIfNeeded: number))
        for key in roundKeys { (high, low) = Self.round(high, low, key: key) }
        return UInt64(high) << 32 | UInt64(low)
    }

    private static func round(_ high: UInt32, _ low: UInt32, key: UInt32) -> (UInt32, UInt32) {
        let mixed = ((high >> 8 | high << 24) &+ low) ^ key
        return (mixed, (low << 3 | low >> 29) ^ mixed)
    }
}
