public import CanonicalJSON

/// A timestamp of the world: the text as it came, and the instant that it names.
///
/// Results show the text; comparisons use the instant (contract 1.2 and 2.3).
public struct Timestamp: Sendable, Hashable {
    public let text: Text
    public let instant: Instant

    /// Reads `YYYY-MM-DD`, `T` or a space, `hh:mm[:ss[.f]]` with 1 to 6 digits of fraction, `Z` or `±hh:mm`.
    ///
    /// - Returns: nil for anything else: no offset, a leap second, a day that the calendar lacks.
    public init?(_ text: Text) {
        guard case .timestamp(let timestamp) = Timestamp.reading(of: text) else { return nil }
        self = timestamp
    }

    /// What a text is that should be a timestamp; the tools name the two faults differently (contract 2.3).
    public enum Reading: Sendable, Hashable {
        case timestamp(Timestamp)
        /// A valid date or date-time that lacks the offset.
        case withoutOffset
        case invalid
    }

    /// Reads a text and says what it is.
    public static func reading(of text: Text) -> Reading {
        var reader = TimestampReader(text)
        guard let date = reader.date() else { return .invalid }
        if reader.isAtEnd { return .withoutOffset }
        guard reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: " ")), let time = reader.timeOfDay() else {
            return .invalid
        }
        if reader.isAtEnd { return .withoutOffset }
        guard let offset = reader.offset(), reader.isAtEnd else { return .invalid }
        let day = Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay
        return .timestamp(Timestamp(text: text, instant: Instant(microseconds: day + time - offset)))
    }

    private init(text: Text, instant: Instant) {
        self.text = text
        self.instant = instant
    }
}

/// Reads the pieces of dates and times off a text, from left to right.
struct TimestampReader {
    private let utf8: String.UTF8View
    private var position: String.UTF8View.Index

    init(_ text: Text) {
        utf8 = text.string.utf8
        position = utf8.startIndex
    }

    var isAtEnd: Bool { position == utf8.endIndex }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < utf8.endIndex, utf8[position] == byte else { return false }
        utf8.formIndex(after: &position)
        return true
    }

    private mutating func digit() -> Int? {
        guard position < utf8.endIndex, UInt8(ascii: "0")...UInt8(ascii: "9") ~= utf8[position] else { return nil }
        defer { utf8.formIndex(after: &position) }
        return Int(utf8[position] - UInt8(ascii: "0"))
    }

    private mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func number(digits: Int, upTo limit: Int) -> Int? {
        guard let value = number(digits: digits), value <= limit else { return nil }
        return value
    }

    /// `YYYY-MM-DD`
    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), take(UInt8(ascii: "-")),
            let month = number(digits: 2), take(UInt8(ascii: "-")),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `hh:mm[:ss[.f]]` as microseconds since midnight.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(digits: 2, upTo: 23), take(UInt8(ascii: ":")),
            let minute = number(digits: 2, upTo: 59)
        else { return nil }
        var microseconds = Int64(hour * 3600 + minute * 60) * 1_000_000
        guard take(UInt8(ascii: ":")) else { return microseconds }
        guard let second = number(digits: 2, upTo: 59) else { return nil }
        microseconds += Int64(second) * 1_000_000
        guard take(UInt8(ascii: ".")) else { return microseconds }
        guard let first = digit() else { return nil }
        var weight: Int64 = 100_000
        microseconds += Int64(first) * weight
        while weight > 1, let digit = digit() {
            weight /= 10
            microseconds += Int64(digit) * weight
        }
        return microseconds
    }

    /// `Z` or `±hh:mm` as microseconds east of UTC.
    mutating func offset() -> Int64? {
        if take(UInt8(ascii: "Z")) { return 0 }
        let sign: Int
        if take(UInt8(ascii: "+")) {
            sign = 1
        } else if take(UInt8(ascii: "-")) {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(digits: 2, upTo: 23), take(UInt8(ascii: ":")),
            let minutes = number(digits: 2, upTo: 59)
        else { return nil }
        return Int64(sign * (hours * 3600 + minutes * 60)) * 1_000_000
    }
}
