internal import CanonicalJSON
internal import Projections

/// One argument of a tool, declared once: its schema, the check of its shape, and the value that the tool reads.
///
/// A tool holds it in a constant, lists it, and reads it with ``Arguments/subscript(_:)``:
///
///     static let paymentID = Argument.text("payment_id", "Id of the payment to refund; searchPayments finds it.")
///     static let reason = Argument.choice("reason", "Why money goes back.", from: RefundReason.values)
///
/// Shapes of all arguments are checked before the tool runs. Meaning (an enum, a date) is checked when the tool reads
/// the argument, so that a tool reads them in the order in which the contract lists its checks.
struct Argument<Value: Sendable>: DeclaredArgument {
    typealias Reader = @Sendable (JSONValue?) throws(ToolError) -> Value

    var declaration: ArgumentDeclaration
    /// Turns a value of the declared shape, or nil when none was given, into what the tool works with.
    let read: Reader

    init(_ declaration: ArgumentDeclaration, read: @escaping Reader) {
        self.declaration = declaration
        self.read = read
    }

    var name: Text { declaration.name }

    /// The same argument, read as nil when it is absent or null.
    var optional: Argument<Value?> {
        var declaration = declaration
        declaration.isRequired = false
        let read = read
        return Argument<Value?>(declaration) { value throws(ToolError) in
            guard let value else { return nil }
            return try read(value)
        }
    }

    /// The same argument, with a value for when it is absent or null.
    func defaulting(to fallback: Value, shown: JSONValue) -> Argument<Value> {
        var declaration = declaration
        declaration.isRequired = false
        declaration.defaultValue = shown
        let read = read
        return Argument(declaration) { value throws(ToolError) in
            guard let value else { return fallback }
            return try read(value)
        }
    }
}

extension Argument where Value == Text {
    /// Any text.
    static func text(_ name: Text, _ description: String, example: Text? = nil) -> Argument<Text> {
        var declaration = ArgumentDeclaration(name: name, description: description, shape: .text)
        if let example { declaration.examples = [.string(example)] }
        return Argument(declaration) { $0?.text ?? "" }
    }

    /// A text with a list of values that is advertised but not enforced.
    static func advertised(
        _ name: Text, _ description: String, _ choices: Vocabulary, example: Text? = nil
    ) -> Argument<Text> {
        var argument = text(name, description, example: example)
        argument.declaration.choices = choices
        return argument
    }

    /// One of a list of texts; reading another is refused with the contract's message, in which the list stands.
    static func choice(_ name: Text, _ description: String, from choices: Vocabulary) -> Argument<Text> {
        let declaration = ArgumentDeclaration(name: name, description: description, shape: .text, choices: choices)
        return Argument(declaration) { value throws(ToolError) in
            let text = value?.text ?? ""
            guard choices.contains(text) else { throw .invalid(name, text, choices: choices) }
            return text
        }
    }

    /// The same argument with a default from among its choices.
    func defaulting(to fallback: Text) -> Argument<Text> {
        defaulting(to: fallback, shown: .string(fallback))
    }

    /// The same argument, read as nil also when it is the empty text.
    var optionalWhenEmpty: Argument<Text?> {
        let argument = optional
        return Argument<Text?>(argument.declaration) { value throws(ToolError) in
            guard let text = try argument.read(value), !text.isEmpty else { return nil }
            return text
        }
    }

    /// The same argument, refused as `<name> is required` when it is absent, null or empty (contract, section 2.2).
    var refusedWhenEmpty: Argument<Text> {
        var declaration = declaration
        declaration.refusesAbsenceItself = true
        return Argument(declaration) { [declaration] value throws(ToolError) in
            guard let text = value?.text, !text.isEmpty else {
                throw ToolError("\(declaration.name) is required", hint: declaration.description)
            }
            return text
        }
    }
}

extension Argument where Value == JSONNumber {
    /// Any number, kept as given and never computed with.
    static func number(_ name: Text, _ description: String, examples: [JSONValue] = []) -> Argument<JSONNumber> {
        Argument(ArgumentDeclaration(name: name, description: description, shape: .number, examples: examples)) {
            $0?.number ?? JSONNumber(0)
        }
    }
}

extension Argument where Value == Bool {
    static func boolean(_ name: Text, _ description: String) -> Argument<Bool> {
        Argument(ArgumentDeclaration(name: name, description: description, shape: .boolean)) { $0?.bool ?? false }
    }
}

extension Argument where Value == [Text] {
    /// A list of texts.
    static func texts(_ name: Text, _ description: String, examples: [JSONValue] = []) -> Argument<[Text]> {
        let declaration = ArgumentDeclaration(
            name: name, description: description, shape: .list(of: .text), examples: examples)
        return Argument(declaration) { ($0?.elements ?? []).compactMap(\.text) }
    }

    /// The same argument, refused with `message` when it is absent, null or empty.
    func refusedWhenEmpty(_ message: String) -> Argument<[Text]> {
        var declaration = declaration
        declaration.refusesAbsenceItself = true
        let read = read
        return Argument(declaration) { [declaration] value throws(ToolError) in
            let texts = try read(value)
            guard !texts.isEmpty else { throw ToolError(message, hint: declaration.description) }
            return texts
        }
    }
}

extension Argument where Value == [Int] {
    /// A list of integers within a range.
    static func integers(
        _ name: Text, _ description: String, in range: ClosedRange<Int>, examples: [JSONValue] = []
    ) -> Argument<[Int]> {
        let declaration = ArgumentDeclaration(
            name: name, description: description, shape: .list(of: .integer(range)), examples: examples)
        return Argument(declaration) { ($0?.elements ?? []).compactMap { $0.number?.integer } }
    }
}

extension Argument where Value == [JSONObject] {
    /// A list of objects; the members named are described and must fit, others are let through.
    static func objects(
        _ name: Text, _ description: String, members: [Shape.Member], examples: [JSONValue] = []
    ) -> Argument<[JSONObject]> {
        let declaration = ArgumentDeclaration(
            name: name, description: description, shape: .list(of: .object(members)), examples: examples)
        return Argument(declaration) { ($0?.elements ?? []).compactMap(\.object) }
    }
}

extension Argument where Value == JSONObject {
    /// An object; the members named are described and must fit, others are let through.
    static func object(
        _ name: Text, _ description: String, members: [Shape.Member], examples: [JSONValue] = []
    ) -> Argument<JSONObject> {
        let declaration = ArgumentDeclaration(
            name: name, description: description, shape: .object(members), examples: examples)
        return Argument(declaration) { $0?.object ?? [:] }
    }
}

/// A value for which "not given", "given as null" and "given" are three different wishes.
enum Assignment: Sendable {
    case unchanged
    case null
    case set(Text)

    /// What to store, or nil to leave what is there.
    var stored: JSONValue? {
        switch self {
        case .unchanged: nil
        case .null: .null
        case .set(let text): .string(text)
        }
    }
}

extension Argument where Value == Assignment {
    /// An optional text where `null` is stored as null.
    static func assignment(_ name: Text, _ description: String, example: Text) -> Argument<Assignment> {
        let declaration = ArgumentDeclaration(
            name: name, description: description, shape: .nullable(.text), isRequired: false,
            distinguishesNull: true, examples: [.string(example)])
        return Argument(declaration) { value in
            switch value {
            case .string(let text): .set(text)
            case .null: .null
            default: .unchanged
            }
        }
    }
}

extension ToolError {
    /// A value outside an enum, in the contract's words; matching is case-sensitive.
    static func invalid(_ name: Text, _ value: Text, choices: Vocabulary) -> ToolError {
        ToolError(
            "Invalid \(name): '\(value)'. Must be one of: \(choices.list)",
            hint: "Give \(name) exactly as listed; case counts.")
    }
}
