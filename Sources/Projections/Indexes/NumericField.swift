public import CanonicalJSON

/// A number by which the tools filter, indexed by ``RangeIndex``. To index another, add a case, its place and its
/// decimals.
public enum NumericField: Int, CaseIterable, Sendable {
    case productPrice
    case productStock

    /// The entities' type and the names of the members that lead to the number.
    public var place: (type: EntityType, path: [Text]) {
        switch self {
        case .productPrice: (.product, ["price"])
        case .productStock: (.product, ["inventory", "inStock"])
        }
    }

    /// How many decimals an import lets the number have; it is counted in units of the last.
    public var decimals: Int {
        switch self {
        case .productPrice: 4
        case .productStock: 0
        }
    }

    /// The type of the entities that the field belongs to.
    public var type: EntityType { place.type }

    /// The number in units of its last decimal; nil when it is absent or none.
    func value(of document: Document) -> Int64? {
        let path = place.path
        let value = path.dropFirst().reduce(path.first.flatMap { document[$0] }) { $0?[$1] }
        return value?.number?.scaled(places: decimals).map(Int64.init)
    }
}

/// Bounds that a number must keep. Compared are exact decimals, whatever the number of decimals of a bound.
public struct NumberSpan: Sendable, Hashable {
    public let field: NumericField
    let interval: Interval

    private init(_ field: NumericField, _ interval: Interval) {
        self.field = field
        self.interval = interval
    }

    /// - Parameters:
    ///   - low: The lowest number, nil for none.
    ///   - high: The highest number, nil for none.
    public init(_ field: NumericField, from low: JSONNumber?, through high: JSONNumber?) {
        let low = low.map { Int64($0.scaled(places: field.decimals, rounded: .up)) }
        let high = high.map { Int64($0.scaled(places: field.decimals, rounded: .down)) }
        self.init(field, Interval(from: low ?? .min, through: high ?? .max, admitsAbsent: false))
    }

    /// Whether the entity's number lies within the bounds. An absent one never does.
    public func contains(_ document: Document) -> Bool { interval.contains(field.value(of: document)) }

    /// The bounds of both.
    func intersection(_ other: NumberSpan) -> NumberSpan { NumberSpan(field, interval.intersection(other.interval)) }
}
