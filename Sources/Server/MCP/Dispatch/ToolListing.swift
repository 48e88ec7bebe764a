/// The tools of one profile as `tools/list` shows them: canonical bytes, made once and copied into every answer.
public struct ToolListing: Sendable {
    /// The array of definitions, ordered by name (format.md section 4).
    let bytes: [UInt8]

    /// - Parameter definitions: The canonical array that a `tools` blob holds.
    public init(definitions: [UInt8]) {
        bytes = definitions
    }
}
