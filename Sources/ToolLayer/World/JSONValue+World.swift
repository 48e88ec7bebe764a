internal import CanonicalJSON
internal import Projections

extension JSONValue {
    /// An integer of magnitude below 2^53; the schemas and results of the tools hold no other.
    init(integer: Int) {
        self = JSONNumber(exactly: integer).map { .number($0) } ?? .null
    }

    /// A text, or null where there is none.
    static func text(_ text: Text?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }

    /// An amount with two decimals, for examples: 19990 hundredths are 199.9.
    static func decimal(hundredths: Int32) -> JSONValue {
        Money(cents: hundredths).json
    }
}
