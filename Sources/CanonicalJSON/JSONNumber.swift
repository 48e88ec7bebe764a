/// A JSON number: the IEEE double whose shortest text (RFC 8785, section 3.2.2.3) is the number's canonical form.
///
/// The world never computes with it: money and quantities are taken from it as exact integers.
public struct JSONNumber: Sendable, Hashable {
    /// The double; never NaN or infinite, and never negative zero.
    public let double: Double

    /// - Returns: nil for NaN and infinities, which JSON cannot express.
    public init?(_ double: Double) {
        guard double.isFinite else { return nil }
        self.double = double == 0 ? 0 : double
    }

    /// Every integer of 32 bits is exact.
    public init(_ integer: Int32) {
        double = Double(integer)
    }

    /// - Returns: nil beyond ±2^53-1, where a double no longer tells neighbours apart.
    public init?(exactly integer: Int) {
        guard integer.magnitude < 1 << 53 else { return nil }
        double = Double(integer)
    }

    /// The value as an integer, when it is one of magnitude below 2^53.
    public var integer: Int? {
        guard double.magnitude < 9_007_199_254_740_992 else { return nil }
        return Int(exactly: double)
    }

    /// The value times ten to the `places`, when that is an integer that fits.
    ///
    /// It is read off the canonical decimal text, so 33.333 with four places is exactly 333330.
    public func scaled(places: Int) -> Int? {
        ExactDecimal(of: double).scaled(places: places)
    }

    /// The value times ten to the `places`, rounded to an integer; what does not fit becomes the nearest that does.
    public func scaled(places: Int, rounded rule: ExactRounding) -> Int {
        ExactDecimal(of: double).scaled(places: places, rounded: rule)
    }

    /// The canonical text.
    public var canonicalText: String {
        var writer = CanonicalWriter(capacity: 25)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// To which of the two integers around it an exact decimal is rounded.
public enum ExactRounding: Sendable, Hashable {
    /// To the one that is not smaller.
    case up
    /// To the one that is not larger.
    case down
}

extension JSONNumber: CustomStringConvertible {
    public var description: String { canonicalText }
}
