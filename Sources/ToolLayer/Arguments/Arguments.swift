internal import CanonicalJSON

/// The arguments of one call: names known, nothing required missing, every value of its declared shape.
struct Arguments: Sendable {
    private let values: JSONObject
    private let declarations: [ArgumentDeclaration]

    /// Checks a call's arguments against what the tool declares.
    ///
    /// - Throws: ``ToolError`` for what is first wrong: no object, too large or nested too deeply, an unknown name, a
    ///   required argument missing, a value of another shape (the last two in the order of the declarations).
    init(_ value: JSONValue, declaredAs declarations: [ArgumentDeclaration], tool: Text) throws(ToolError) {
        guard case .object(let values) = value else {
            throw ToolError("arguments must be an object", hint: "\(tool) was given \(value.kind).")
        }
        try Bounds.check(values)
        for member in values.members where !declarations.contains(where: { $0.name == member.name }) {
            throw .unknownArgument(member.name, declarations: declarations, tool: tool)
        }
        for declaration in declarations {
            let value = values[declaration.name] ?? .null
            if value.isNull {
                guard !declaration.isRequired || declaration.refusesAbsenceItself else {
                    throw ToolError(
                        "Missing required argument: \(declaration.name)",
                        hint: "\(declaration.name): \(declaration.shape.expectation). \(declaration.description)")
                }
            } else if let mismatch = declaration.shape.mismatch(value) {
                throw .mismatch(mismatch, in: declaration)
            }
        }
        self.values = values
        self.declarations = declarations
    }

    /// The value of one of the tool's own arguments.
    ///
    /// - Throws: ``ToolError`` when the value means nothing: outside an enum, no date.
    subscript<Value>(_ argument: Argument<Value>) -> Value {
        get throws(ToolError) {
            assert(declarations.contains { $0.name == argument.name }, "\(argument.name) is read but not declared")
            let value = values[argument.name]
            return try argument.read(value == .null && !argument.declaration.distinguishesNull ? nil : value)
        }
    }
}

extension ToolError {
    fileprivate static func unknownArgument(
        _ name: Text, declarations: [ArgumentDeclaration], tool: Text
    ) -> ToolError {
        let names = declarations.map(\.name.string).joined(separator: ", ")
        return ToolError(
            "Unknown argument: \(name)",
            hint: names.isEmpty ? "\(tool) takes no arguments." : "\(tool) takes: \(names).")
    }

    fileprivate static func mismatch(_ mismatch: Shape.Mismatch, in declaration: ArgumentDeclaration) -> ToolError {
        let joint = mismatch.path.isEmpty || mismatch.path.utf8.first == UInt8(ascii: "[") ? "" : "."
        return ToolError(
            "\(declaration.name)\(joint)\(mismatch.path) must be \(mismatch.expected), not \(mismatch.found)",
            hint: mismatch.advice ?? declaration.description)
    }
}
