internal import Crypto

/// A SHA-256 digest: 32 bytes, shown as 64 lower-case hexadecimal digits.
public struct Digest: Sendable, Hashable {
    // Big-endian words, so that their order is the order of the bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of these bytes.
    public init(of content: [UInt8]) {
        self.init(hash: SHA256.hash(data: content))
    }

    /// The digest of a value's canonical text: `D(x)` of the format.
    public init(of value: JSONValue) {
        self.init(of: value.canonicalBytes)
    }

    fileprivate init(hash: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in hash.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(hash: bytes)
    }

    /// - Returns: nil unless the text is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in hex.utf8 {
            guard let value = Digest.value(ofHexDigit: digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.init(hash: bytes)
    }

    private static func value(ofHexDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// The 64 hexadecimal digits.
    public var hex: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in bytes {
            digits.append(hexDigits[Int(byte >> 4)])
            digits.append(hexDigits[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The digest as a JSON string of hexadecimal digits.
    public var json: JSONValue { .string(Text(hex)) }

    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension Digest: Comparable, CustomStringConvertible {
    /// Orders by bytes, which is also the order of the hexadecimal texts.
    public static func < (left: Digest, right: Digest) -> Bool {
        left.words < right.words
    }

    public var description: String { hex }
}

extension Digest {
    /// Computes a digest over bytes that come piece by piece.
    public struct Accumulator {
        private var hasher = SHA256()

        public init() {}

        /// Takes the next piece.
        public mutating func update(_ content: [UInt8]) {
            hasher.update(data: content)
        }

        /// The digest of all pieces so far.
        public func digest() -> Digest {
            Digest(hash: hasher.finalize())
        }
    }
}
