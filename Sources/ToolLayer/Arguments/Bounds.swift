internal import CanonicalJSON

/// How much a tool takes and gives at most, so that no call's work is without end.
///
/// All limits stand here. Those that a client can keep are in the input schemas too (`maxLength`, `maxItems`). Larger
/// arguments as a whole (256 KiB) are refused before they reach a tool (format, section 4).
enum Bounds {
    /// Unicode code points of one text, wherever it stands in the arguments: what `maxLength` counts.
    static let textCharacters = 16_384
    /// Elements of an array, wherever it stands.
    static let listItems = 1_000
    /// Elements of an array of objects that a tool declares: lines of an order or a refund.
    static let objectItems = 200
    /// Members of an object, wherever it stands.
    static let objectMembers = 200
    /// The deepest nesting let in: what is stored must still be read back from within a document, an event and a
    /// record, all of them parsed with the depth limit of 64.
    static let nesting = 32
    /// Bytes of a result.
    static let resultBytes = 4 * 1_024 * 1_024

    /// Refuses arguments of which a part is too large; which limit and where is in the message, what to do in the hint.
    static func check(_ arguments: JSONObject) throws(ToolError) {
        for member in arguments.members { try check(member.value, at: member.name.string, depth: 1) }
    }

    private static func check(_ value: JSONValue, at path: String, depth: Int) throws(ToolError) {
        switch value {
        case .string(let text):
            guard !isTooLong(text) else {
                throw .tooMuch(path, "\(text.string.unicodeScalars.count) characters", limit: textCharacters)
            }
        case .array(let elements):
            guard depth < nesting else { throw .tooDeep }
            guard elements.count <= listItems else {
                throw .tooMuch(path, "\(elements.count) items", limit: listItems)
            }
            for (index, element) in elements.enumerated() {
                try check(element, at: "\(path)[\(index)]", depth: depth + 1)
            }
        case .object(let object):
            guard depth < nesting else { throw .tooDeep }
            guard object.count <= objectMembers else {
                throw .tooMuch(path, "\(object.count) members", limit: objectMembers)
            }
            for member in object.members {
                guard !isTooLong(member.name) else {
                    throw .tooMuch(path, "a member's name of \(member.name.byteCount) bytes", limit: textCharacters)
                }
                try check(member.value, at: "\(path).\(member.name)", depth: depth + 1)
            }
        case .null, .bool, .number: break
        }
    }

    private static func isTooLong(_ text: Text) -> Bool {
        text.byteCount > textCharacters && text.string.unicodeScalars.count > textCharacters
    }

    /// Refuses a result that is too large to give.
    static func check(_ outcome: ToolOutcome) throws(ToolError) {
        guard outcome.result.count > resultBytes else { return }
        throw ToolError(
            "The result would take \(outcome.result.count) bytes, at most \(resultBytes) are given",
            hint: outcome.events.isEmpty
                ? "Ask for less: fewer rows with limit, or narrower filters and dates."
                : "The entity has grown too large to add to; nothing was changed.")
    }
}

extension ToolError {
    static var tooDeep: ToolError {
        ToolError("arguments are nested too deeply", hint: "At most \(Bounds.nesting) levels.")
    }

    fileprivate static func tooMuch(_ path: String, _ found: String, limit: Int) -> ToolError {
        ToolError(
            "\(path) has \(found), at most \(limit) are taken",
            hint: "Shorten it, or split the work into several calls.")
    }
}
