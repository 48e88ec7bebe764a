public import CanonicalJSON
public import Projections

/// A tool: what it says of itself, and a pure function from state and arguments to a result and events.
///
/// Everything said is derived from the one declaration: the input schema from the arguments, the annotations from the
/// effect. A tool knows nothing of JSON-RPC, of the log or of episodes.
public struct Tool: Sendable {
    /// What runs once the arguments have the declared shapes.
    typealias Body = @Sendable (WorldState, Arguments) throws(ToolError) -> ToolOutcome

    /// 1 to 128 of `A-Z a-z 0-9 _ . -`, unique within the catalogue.
    public let name: Text
    /// What it is called where people choose among tools; short.
    public let title: Text
    /// What it does, when to use it, what it returns, in plain words.
    public let description: String
    /// JSON Schema 2020-12: an object without additional properties.
    public let inputSchema: JSONValue
    /// JSON Schema 2020-12 of the result as it travels: arrays of searches as `{"result": [...]}`.
    public let outputSchema: JSONValue
    /// What it may do to the world.
    public let effect: Effect
    /// Ids of the policy rules that it enforces or leaves to the agent (contract, section 6).
    public let policyRules: [String]
    /// Ids of the quirks kept as written and of the choices made (contract, section 7).
    public let quirks: [String]
    /// Types of the events it can emit, such as `order.created`; empty exactly for reads.
    public let eventTypes: [String]
    /// Whether it is one of the 28 tools of the published world.
    public let isPublished: Bool
    /// Whether the result is an array, which travels as `{"result": [...]}`.
    public let answersArray: Bool

    private let declarations: [ArgumentDeclaration]
    private let body: Body

    /// Declares a tool that answers an object.
    init(
        name: Text, title: Text, description: String, effect: Effect, arguments: [any DeclaredArgument],
        answer: Schema, events: [String] = [], policy: [String], quirks: [String] = [], isPublished: Bool = true,
        run: @escaping Body
    ) {
        self.init(
            name: name, title: title, description: description, effect: effect, arguments: arguments, output: answer,
            answersArray: false, events: events, policy: policy, quirks: quirks, isPublished: isPublished, body: run)
    }

    /// Declares a tool that answers an array.
    init(
        name: Text, title: Text, description: String, effect: Effect, arguments: [any DeclaredArgument],
        rows: Schema, policy: [String], quirks: [String] = [], isPublished: Bool = true, run: @escaping Body
    ) {
        self.init(
            name: name, title: title, description: description, effect: effect, arguments: arguments,
            output: .object([("result", .list(of: rows, "The rows found, in order."))]), answersArray: true,
            events: [], policy: policy, quirks: quirks, isPublished: isPublished, body: run)
    }

    private init(
        name: Text, title: Text, description: String, effect: Effect, arguments: [any DeclaredArgument],
        output: Schema, answersArray: Bool, events: [String], policy: [String], quirks: [String], isPublished: Bool,
        body: @escaping Body
    ) {
        precondition(events.isEmpty == (effect == .reads), "\(name): exactly the tools that read emit no events")
        self.name = name
        self.title = title
        self.description = description
        self.effect = effect
        declarations = arguments.map(\.declaration)
        inputSchema = Tool.inputSchema(declarations)
        outputSchema = output.value
        policyRules = policy
        self.quirks = quirks
        eventTypes = events
        self.isPublished = isPublished
        self.answersArray = answersArray
        self.body = body
    }

    /// The names of the arguments, in the order in which the tool declares them.
    var argumentNames: [Text] { declarations.map(\.name) }

    /// Decides: looks at the state and answers, without changing anything.
    ///
    /// - Parameter arguments: An object; other values are refused.
    /// - Throws: ``ToolError`` for everything that the caller can put right.
    public func run(_ state: WorldState, _ arguments: JSONValue) throws(ToolError) -> ToolOutcome {
        let outcome = try body(state, Arguments(arguments, declaredAs: declarations, tool: name))
        try Bounds.check(outcome)
        return outcome
    }

    /// The tool as format.md, section 4, has it in the digest of tools, and as `tools/list` shows it.
    public var definition: JSONValue {
        [
            "annotations": effect.annotations(titled: title),
            "description": .string(Text(description)),
            "inputSchema": inputSchema,
            "name": .string(name),
            "outputSchema": outputSchema,
        ]
    }

    private static func inputSchema(_ declarations: [ArgumentDeclaration]) -> JSONValue {
        var properties = JSONObject()
        var required: [JSONValue] = []
        for declaration in declarations {
            precondition(properties[declaration.name] == nil, "argument \(declaration.name) is declared twice")
            properties[declaration.name] = .object(declaration.schema)
            if declaration.isRequired { required.append(.string(declaration.name)) }
        }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }
}
