public import CanonicalJSON

/// What a tool may do to the world, from which its MCP annotations follow (MCP, section 6 of the server's page).
public enum Effect: Sendable, Hashable {
    /// Only looks.
    case reads
    /// Adds an entity whose id follows from the arguments: the same call again changes nothing (C-13).
    case creates
    /// Adds something each time it is called.
    case appends
    /// Overwrites values with those given: the same call again changes nothing.
    case overwrites
    /// Overwrites values depending on what was there: the same call again may change it further.
    case edits

    /// The title, which MCP has among them, and the hints, all four, since what is left out counts as the worst.
    public func annotations(titled title: Text) -> JSONValue {
        [
            "title": .string(title),
            "readOnlyHint": .bool(self == .reads),
            "destructiveHint": .bool(self == .overwrites || self == .edits),
            "idempotentHint": .bool(self != .appends && self != .edits),
            "openWorldHint": false,
        ]
    }
}
