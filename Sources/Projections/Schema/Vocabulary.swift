public import CanonicalJSON

/// The values that an enum field may have, in the order in which the contract lists them.
///
/// The tools take their enums and the order of the values in messages from here. Each list stands in the file of its
/// entity.
public struct Vocabulary: Sendable, Hashable {
    public let values: [Text]

    public init(_ values: [Text]) {
        self.values = values
    }

    /// Whether the text is one of the values; case counts.
    public func contains(_ value: Text) -> Bool { values.contains(value) }

    /// The values joined by comma and space, as error messages list them.
    public var list: String { values.map(\.string).joined(separator: ", ") }

    /// The same list without some values, such as what a tool does not take.
    public func without(_ excluded: Text...) -> Vocabulary {
        Vocabulary(values.filter { !excluded.contains($0) })
    }

    /// The values as a JSON array, as schemas want them.
    public var json: JSONValue { .array(values.map { .string($0) }) }
}

extension Vocabulary: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Text...) {
        self.init(elements)
    }
}
