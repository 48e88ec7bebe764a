internal import CanonicalJSON
internal import Projections

/// What a tool says of one argument: everything but the Swift type that it is read as.
struct ArgumentDeclaration: Sendable {
    let name: Text
    /// What it means, for a model that has never seen the world; with units and what leaving it out does.
    let description: String
    var shape: Shape
    /// Whether the call is refused without it.
    var isRequired = true
    /// Whether `null` reaches the tool, which then tells it from absence. Otherwise `null` is absence.
    var distinguishesNull = false
    /// Whether the tool words the refusal of an absent value itself, so that decoding lets it pass.
    var refusesAbsenceItself = false
    /// The values to advertise; whether others are refused is decided where the argument is read.
    var choices: Vocabulary = []
    var defaultValue: JSONValue?
    var examples: [JSONValue] = []

    /// The argument's place under `properties` of the tool's input schema.
    var schema: JSONObject {
        var schema = shape.schema
        schema["description"] = .string(Text(description))
        if !choices.values.isEmpty {
            schema["enum"] = choices.json
            schema["maxLength"] = nil
        }
        if let defaultValue { schema["default"] = defaultValue }
        if !examples.isEmpty { schema["examples"] = .array(examples) }
        return schema
    }
}

/// What a tool can list among its arguments, whatever type its value is read as.
protocol DeclaredArgument: Sendable {
    var declaration: ArgumentDeclaration { get }
}

extension ArgumentDeclaration: DeclaredArgument {
    var declaration: ArgumentDeclaration { self }
}
