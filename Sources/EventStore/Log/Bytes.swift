internal import CanonicalJSON

extension [UInt8] {
    /// Appends a number with its most significant byte first.
    mutating func append(bigEndian number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Writes a number over the bytes at `offset`.
    mutating func overwrite(at offset: Int, bigEndian number: some FixedWidthInteger) {
        var position = offset
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            self[position] = UInt8(truncatingIfNeeded: number >> shift)
            position += 1
        }
    }
}

/// Takes fixed-width fields off the front of some bytes; nil once they end too early.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type = Number.self) -> Number? {
        let count = Number.bitWidth / 8
        guard position + count <= bytes.count else { return nil }
        var number: Number = 0
        for byte in bytes[position..<(position + count)] {
            number = number << 8 | Number(byte)
        }
        position += count
        return number
    }

    mutating func digest() -> Digest? {
        guard position + 32 <= bytes.count else { return nil }
        defer { position += 32 }
        return Digest(bytes: bytes[position..<(position + 32)])
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, position + count <= bytes.count else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    mutating func rest() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[position...])
    }
}
