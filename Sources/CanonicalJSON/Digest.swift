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

    /// - Parameter hash: Exactly 32 bytes.
    fileprivate init(hash: some Sequence<UInt8>) {
        var words = InlineArray<4, UInt64>(repeating: 0)
        var index = 0
        for byte in hash {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
            index += 1
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(hash: bytes)
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        self.init(bytes: Array(bytes))
    }

    /// - Returns: nil unless the text is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        self.init(hex: hex.utf8Span.span)
    }

    /// - Returns: nil unless there are 64 lower-case hexadecimal digits.
    package init?(hex: Span<UInt8>) {
        guard hex.count == 64 else { return nil }
        var isValid = true
        func word(from start: Int) -> UInt64 {
            var word: UInt64 = 0
            var worst: UInt8 = 0
            for index in start..<(start + 16) {
                let digit = hex[index]
                let isLetter = digit >= UInt8(ascii: "a")
                let value = digit &- (isLetter ? UInt8(ascii: "a") - 10 : UInt8(ascii: "0"))
                worst = max(worst, isLetter || value < 10 ? value : 16)
                word = word << 4 | UInt64(value & 15)
            }
            isValid = isValid && worst < 16
            return word
        }
        words = (word(from: 0), word(from: 16), word(from: 32), word(from: 48))
        guard isValid else { return nil }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [UInt8](capacity: 32) { output in
            for word in inlineWords.indices {
                var rest = inlineWords[word].byteSwapped
                for _ in 0..<8 {
                    output.append(UInt8(truncatingIfNeeded: rest))
                    rest >>= 8
                }
            }
        }
    }

    /// The 64 hexadecimal digits.
    public var hex: String {
        let digits = [UInt8](capacity: 64) { output in appendHex(to: &output) }
        return String(decoding: digits, as: UTF8.self)
    }

    fileprivate func appendHex(to output: inout OutputSpan<UInt8>) {
        for word in inlineWords.indices {
            var rest = inlineWords[word]
            for _ in 0..<16 {
                output.append(hexDigit(UInt8(truncatingIfNeeded: rest >> 60)))
                rest <<= 4
            }
        }
    }

    private var inlineWords: [4 of UInt64] { [words.0, words.1, words.2, words.3] }

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

extension CanonicalWriter {
    /// Appends the 64 hexadecimal digits of a digest, without quotes.
    package mutating func write(hexOf digest: Digest) {
        append(64) { output in digest.appendHex(to: &output) }
    }
}
