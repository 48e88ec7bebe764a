public import CanonicalJSON
import ToolLayer

/// The tools an episode offers: what the blob named by `opened.tools` says.
///
/// An episode keeps offering what it was opened with, whatever a later build has.
public struct ToolOffer: Sendable {
    /// The blob's digest.
    public let digest: Digest
    /// The definitions, canonical JSON: an array ordered by name.
    public let definitions: [UInt8]
    /// The names in it.
    public let names: Set<Text>

    init(definitions: JSONValue) {
        self.definitions = definitions.canonicalBytes
        digest = Digest(of: self.definitions)
        names = Set((definitions.elements ?? []).compactMap { $0["name"]?.text })
    }

    /// - Throws: ``EpisodeError`` with code `.unknownTool`.
    func require(_ name: Text) throws(EpisodeError) {
        guard names.contains(name) else {
            throw EpisodeError(.unknownTool, "unknown tool \(name); tools/list names the tools of this episode")
        }
    }
}
