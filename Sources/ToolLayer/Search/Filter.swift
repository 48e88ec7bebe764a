internal import CanonicalJSON
internal import Projections

/// One filter of a search tool: its arguments (two for a span of time), and what it asks of a row (contract, section
/// 2.3).
///
/// A search tool is a list of filters in the order of the contract's table, in which they are also checked.
struct Filter: Sendable {
    let arguments: [ArgumentDeclaration]
    /// Adds the filter to a query, unless its argument was not given.
    let narrow: @Sendable (inout Query, Arguments) throws(ToolError) -> Void
}

extension Filter {
    /// A filter of one optional text; absent, null and empty are no filter.
    static func text(
        _ argument: Argument<Text>, _ narrow: @escaping @Sendable (inout Query, Text) throws(ToolError) -> Void
    ) -> Filter {
        let argument = argument.optionalWhenEmpty
        return Filter(arguments: [argument.declaration]) { query, arguments throws(ToolError) in
            guard let value = try arguments[argument] else { return }
            try narrow(&query, value)
        }
    }

    /// `=`: the field equals the argument exactly, case included; a row without the field never matches.
    static func equals(_ name: Text, _ field: Text, _ description: String, example: Text? = nil) -> Filter {
        .text(.text(name, description, example: example)) { query, value in
            query.require(field, equals: value)
        }
    }

    /// `=` with a list of values to advertise.
    ///
    /// - Parameter refusesOthers: Whether a value outside the list is an error; else it matches nothing.
    static func choice(
        _ name: Text, _ field: Text, _ description: String, from choices: Vocabulary, refusesOthers: Bool = false
    ) -> Filter {
        .text(.advertised(name, description, choices)) { query, value throws(ToolError) in
            guard !refusesOthers || choices.contains(value) else { throw .invalid(name, value, choices: choices) }
            query.require(field, equals: value)
        }
    }

    /// `~`: one of the texts contains the argument, ASCII letters compared without case.
    static func contains(
        _ name: Text, in field: SearchedText, _ description: String, example: Text? = nil
    ) -> Filter {
        .text(.text(name, description, example: example)) { query, value in
            query.require(field, contains: value)
        }
    }

    /// `has`: the field is an array in which the argument stands.
    static func has(
        _ name: Text, _ field: Text, _ description: String, from choices: Vocabulary = [], example: Text? = nil
    ) -> Filter {
        .text(.advertised(name, description, choices, example: example)) { query, value in
            query.require(field, equals: value)
            query.require { $0[field]?.elements != nil }
        }
    }

    /// `has` for each of several values; an empty list is no filter.
    static func hasAll(_ name: Text, _ field: Text, _ description: String, example: [Text]) -> Filter {
        let argument = Argument.texts(name, description, examples: [.array(example.map { .string($0) })]).optional
        return Filter(arguments: [argument.declaration]) { query, arguments throws(ToolError) in
            guard let values = try arguments[argument], !values.isEmpty else { return }
            for value in values { query.require(field, equals: value) }
            query.require { $0[field]?.elements != nil }
        }
    }

    /// What a number of the row must be to the number given.
    enum Relation: Sendable {
        case atLeast, atMost, equal
    }

    /// Compares a number; 0 is a filter like any other, and a row without the number never matches.
    static func number(
        _ name: Text, _ relation: Relation, _ field: NumericField, _ description: String, example: JSONValue
    ) -> Filter {
        let argument = Argument.number(name, description, examples: [example]).optional
        return Filter(arguments: [argument.declaration]) { query, arguments throws(ToolError) in
            guard let bound = try arguments[argument] else { return }
            query.require(
                NumberSpan(
                    field, from: relation == .atMost ? nil : bound, through: relation == .atLeast ? nil : bound))
        }
    }
}
