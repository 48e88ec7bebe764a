import CanonicalJSON
import Testing

extension Tag {
    @Tag static var property: Self
}

/// Where a random run starts; as a test's argument it stands in the failure message.
struct Seed: Sendable, CustomTestStringConvertible {
    let value: UInt64

    var testDescription: String { "seed \(value)" }
    var generator: SplitMix { SplitMix(state: value) }

    static func sweep(_ count: UInt64) -> [Seed] { (1...count).map(Seed.init(value:)) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension SplitMix {
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Any finite double, by its bits; or one with few digits, as people write them.
    mutating func number() -> JSONNumber {
        switch below(4) {
        case 0: return JSONNumber(Int32(truncatingIfNeeded: next()))
        case 1: return JSONNumber(Double(below(1_000_000)) / [1, 10, 100, 1000, 10000][below(5)]) ?? number()
        default: return JSONNumber(Double(bitPattern: next())) ?? number()
        }
    }

    /// Characters of every kind that matters: ASCII, controls, what is escaped, and both sides of the surrogates.
    mutating func scalar() -> Unicode.Scalar {
        let range: ClosedRange<UInt32> =
            switch below(10) {
            case 0: 0x00...0x1F
            case 1: 0x7F...0x7FF
            case 2: 0x800...0xD7FF
            case 3: 0xE000...0xFFFF
            case 4: 0x10000...0x10FFFF
            case 5: 0x22...0x22
            case 6: 0x5C...0x5C
            default: 0x61...0x7A
            }
        return Unicode.Scalar(range.lowerBound + UInt32(below(range.count))) ?? "?"
    }

    mutating func text(upTo count: Int) -> Text {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(count + 1) { scalars.append(scalar()) }
        return Text(String(scalars))
    }

    mutating func value(depth: Int) -> JSONValue {
        switch below(depth > 0 ? 10 : 6) {
        case 0: .null
        case 1: .bool(below(2) == 0)
        case 2, 3: .number(number())
        case 4, 5: .string(text(upTo: 12))
        case 6, 7: .array((0..<below(5)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth))
        }
    }

    private mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<below(6) { object[text(upTo: 4)] = value(depth: depth - 1) }
        return object
    }
}

extension SplitMix {
    /// A text that means this value, in one of the many ways that are not canonical.
    mutating func source(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .number(let number): source(of: number)
        case .string(let text): source(of: text)
        case .array(let elements):
            "[" + elements.map { space() + source(of: $0) + space() }.joined(separator: ",") + "]"
        case .object(let object):
            "{"
                + object.members.shuffled(using: &self).map {
                    space() + source(of: $0.name) + space() + ":" + space() + source(of: $0.value) + space()
                }.joined(separator: ",") + "}"
        }
    }

    /// Swift's own text: shortest digits, but another layout than ECMAScript's (1e-05, 1e+16, 100.0).
    private mutating func source(of number: JSONNumber) -> String {
        if let integer = number.integer, below(2) == 0 { return integer.description }
        let text = number.double.description
        return below(2) == 0 ? text : text.uppercased()
    }

    private mutating func source(of text: Text) -> String {
        var result = "\""
        for scalar in text.string.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || below(4) == 0 {
                for unit in String(Character(scalar)).utf16 {
                    let digits = String(unit, radix: 16, uppercase: below(2) == 0)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private mutating func space() -> String {
        below(4) == 0 ? [" ", "\t", "\r", "  "][below(4)] : ""
    }
}
