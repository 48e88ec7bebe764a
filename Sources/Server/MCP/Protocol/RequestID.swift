internal import CanonicalJSON

/// The id of a JSON-RPC request: a string or an integer, echoed with the same type and value.
enum RequestID: Sendable, Hashable {
    case string(Text)
    case integer(JSONNumber)

    /// - Returns: nil for anything else: null, fractions, integers beyond ±(2^53-1), structures.
    init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .number(let number) where number.integer != nil: self = .integer(number)
        default: return nil
        }
    }

    /// The value to put into the answer.
    var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .number(number)
        }
    }
}
