internal import CanonicalJSON

/// What an argument's value must look like, before anything is asked about its meaning.
///
/// The same value gives the argument's schema and refuses what does not fit it, so the two cannot differ.
indirect enum Shape: Sendable {
    case text
    case number
    case integer(ClosedRange<Int>)
    case boolean
    case list(of: Shape)
    /// An object with these members; others are let through.
    case object([Member])
    /// What is advertised while any value is let through, because the tool words the refusal itself.
    case unchecked(Shape)
    /// What may also be `null`, where that says something else than leaving the argument out.
    case nullable(Shape)

    /// One member that a shape of object knows.
    struct Member: Sendable {
        let name: Text
        let shape: Shape
        let description: String
    }

    /// The first place where a value differs from this shape.
    struct Mismatch {
        /// Where: empty for the value itself, else like `[2].qty`.
        let path: String
        /// What should be there.
        let expected: String
        /// What is there instead.
        let found: String
        /// What to do about it, where that is not plain from what is expected.
        var advice: String?
    }

    /// Looks for the first difference, depth first; nil when the value fits.
    func mismatch(_ value: JSONValue, at path: String = "") -> Mismatch? {
        switch (self, value) {
        case (.text, .string), (.number, .number), (.boolean, .bool), (.nullable, .null), (.unchecked, _):
            return nil
        case (.integer(let range), .number(let number)):
            if let integer = number.integer, range.contains(integer) { return nil }
            return Mismatch(path: path, expected: expectation, found: number.canonicalText)
        case (.list(let element), .array(let elements)):
            guard elements.count <= maximumItems else {
                return Mismatch(
                    path: path, expected: "\(expectation) with at most \(maximumItems) items",
                    found: "\(elements.count)", advice: "Split the work into several calls.")
            }
            for (index, value) in elements.enumerated() {
                if let mismatch = element.mismatch(value, at: "\(path)[\(index)]") { return mismatch }
            }
            return nil
        case (.object(let members), .object(let object)):
            for member in members {
                guard let value = object[member.name], !value.isNull else { continue }
                let place = path.isEmpty ? member.name.string : "\(path).\(member.name)"
                if let mismatch = member.shape.mismatch(value, at: place) { return mismatch }
            }
            return nil
        case (.nullable(let shape), _):
            guard let mismatch = shape.mismatch(value, at: path) else { return nil }
            return Mismatch(
                path: mismatch.path, expected: mismatch.expected + " or null", found: mismatch.found,
                advice: mismatch.advice)
        default:
            return Mismatch(path: path, expected: expectation, found: value.kind)
        }
    }

    /// What fits, in words.
    var expectation: String {
        switch self {
        case .text: "a string"
        case .number: "a number"
        case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .list(.text): "an array of strings"
        case .list(.object): "an array of objects"
        case .list: "an array"
        case .object: "an object"
        case .unchecked(let shape): shape.expectation
        case .nullable(let shape): shape.expectation + " or null"
        }
    }

    /// How many elements a list has at most.
    private var maximumItems: Int {
        if case .list(of: .object) = self { Bounds.objectItems } else { Bounds.listItems }
    }

    /// What fits, as a JSON Schema.
    var schema: JSONObject {
        switch self {
        case .text: return ["type": "string", "maxLength": JSONValue(integer: Bounds.textCharacters)]
        case .number: return ["type": "number"]
        case .integer(let range):
            return [
                "type": "integer", "minimum": JSONValue(integer: range.lowerBound),
                "maximum": JSONValue(integer: range.upperBound),
            ]
        case .boolean: return ["type": "boolean"]
        case .list(let element):
            return ["type": "array", "items": .object(element.schema), "maxItems": JSONValue(integer: maximumItems)]
        case .object(let members):
            var properties = JSONObject()
            for member in members {
                var schema = member.shape.schema
                schema["description"] = .string(Text(member.description))
                properties[member.name] = .object(schema)
            }
            return properties.isEmpty ? ["type": "object"] : ["type": "object", "properties": .object(properties)]
        case .unchecked(let shape): return shape.schema
        case .nullable(let shape):
            var schema = shape.schema
            if let type = schema["type"] { schema["type"] = [type, "null"] }
            return schema
        }
    }
}
