internal import CanonicalJSON

/// One thing that is wrong with an import.
public struct ImportProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where it is: `entities.order.ord-1.lineItems[0].qty`.
    public let path: String
    /// What is wrong and what would be right.
    public let message: String

    public var description: String { "\(path): \(message)" }
}

extension EntitySchema {
    /// Checks an entity of an import, `id` put in; appends whatever is wrong.
    func validate(_ object: JSONObject, at path: String, into problems: inout [ImportProblem]) {
        EntitySchema.validate(object, fields, at: path, into: &problems)
    }

    private static func validate(
        _ object: JSONObject, _ fields: [FieldSchema], at path: String, into problems: inout [ImportProblem]
    ) {
        for field in fields {
            let fieldPath = "\(path).\(field.name)"
            switch object[field.name] {
            case nil:
                if field.isRequired { problems.append(ImportProblem(path: fieldPath, message: "is required")) }
            case .null? where field.isNullable: break
            case let value?: validate(value, field.kind, at: fieldPath, into: &problems)
            }
        }
    }

    private static func validate(
        _ value: JSONValue, _ kind: FieldKind, at path: String, into problems: inout [ImportProblem]
    ) {
        switch (kind, value) {
        case (.array(let element), .array(let elements)):
            for (index, value) in elements.enumerated() {
                validate(value, element, at: "\(path)[\(index)]", into: &problems)
            }
        case (.object(let fields), .object(let object)): validate(object, fields, at: path, into: &problems)
        default:
            if let message = fault(of: value, kind) { problems.append(ImportProblem(path: path, message: message)) }
        }
    }

    /// What is wrong with a value; nil when nothing is. The parts of arrays and objects are not looked at.
    private static func fault(of value: JSONValue, _ kind: FieldKind) -> String? {
        switch (kind, value) {
        case (.string, .string), (.reference, .string), (.boolean, .bool), (.number, .number), (.money, .number),
            (.array, .array), (.object, .object), (.anyObject, .object):
            return nil
        case (.integer(let minimum), .number(let number)):
            guard let integer = number.integer else { return "must be a whole number, not \(number.canonicalText)" }
            guard let minimum, integer < minimum else { return nil }
            return "must be at least \(minimum), not \(integer)"
        case (.unitPrice, .number(let number)):
            guard UnitPrice(number) == nil else { return nil }
            return "must be a price of 0 to 1000000000 dollars with at most four decimals, not \(number.canonicalText)"
        case (.timestamp, .string(let text)):
            switch Timestamp.reading(of: text) {
            case .timestamp: return nil
            case .withoutOffset: return "must have an offset, such as 2025-08-01T00:00:00Z; \"\(text)\" has none"
            case .invalid: return "must be a timestamp such as 2025-08-01T00:00:00Z, not \"\(text)\""
            }
        case (.date, .string(let text)):
            return CivilDate(text) == nil ? "must be a date such as 2025-08-01, not \"\(text)\"" : nil
        case (.enumeration(let vocabulary), .string(let text)):
            return vocabulary.contains(text) ? nil : "must be one of \(vocabulary.list), not \"\(text)\""
        default: return "must be \(kind.phrase), not \(value.phrase)"
        }
    }
}

extension FieldKind {
    /// What a value of this kind is, for messages.
    var phrase: String {
        switch self {
        case .string, .enumeration: "a string"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .money, .unitPrice: "a number of dollars"
        case .timestamp: "a timestamp such as \"2025-08-01T00:00:00Z\""
        case .date: "a date such as \"2025-08-01\""
        case .reference(let type): "the id of a \(type.rawValue)"
        case .array: "an array"
        case .object, .anyObject: "an object"
        }
    }
}

extension JSONValue {
    /// What this value is, for messages.
    var phrase: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
