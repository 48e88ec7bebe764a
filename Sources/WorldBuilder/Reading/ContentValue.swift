internal import CanonicalJSON

/// Any value of a YAML file, as JSON.
struct ContentValue: Decodable, Sendable {
    let json: JSONValue

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Name.self) {
            var object = JSONObject()
            for key in container.allKeys {
                object[Text(key.stringValue)] = try container.decode(ContentValue.self, forKey: key).json
            }
            json = .object(object)
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !container.isAtEnd { elements.append(try container.decode(ContentValue.self).json) }
            json = .array(elements)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            json = .null
        } else if let number = try? container.decode(Double.self), let value = JSONNumber(number) {
            json = .number(value)
        } else if let flag = try? container.decode(Bool.self) {
            json = .bool(flag)
        } else {
            json = .string(Text(try container.decode(String.self)))
        }
    }
}
