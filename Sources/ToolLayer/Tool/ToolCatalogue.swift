public import CanonicalJSON
public import Projections

/// A set of tools, ordered by name: what an episode offers.
public struct ToolCatalogue: Sendable {
    /// Every tool of this build.
    public static let standard = ToolCatalogue(Tool.all)

    /// By name, in the order of UTF-8 bytes.
    public let tools: [Tool]
    /// The array of definitions that format.md, section 4, digests: `{annotations, description, inputSchema, name,
    /// outputSchema}` each, ordered by name.
    public let definitions: JSONValue
    /// The digest of ``definitions``: `tools` of an opening record.
    public let definitionsDigest: Digest

    private let positions: [Text: Int]

    /// - Precondition: No name stands twice.
    public init(_ tools: [Tool]) {
        self.tools = tools.sorted { $0.name < $1.name }
        positions = Dictionary(uniqueKeysWithValues: self.tools.enumerated().map { ($1.name, $0) })
        definitions = .array(self.tools.map(\.definition))
        definitionsDigest = Digest(of: definitions)
    }

    /// The tool of that name.
    public subscript(name: Text) -> Tool? {
        positions[name].map { tools[$0] }
    }

    /// Those of these names that there are, in catalogue order: what an episode's opening record offers.
    public func named(_ names: some Sequence<Text>) -> ToolCatalogue {
        let names = Set(names)
        return ToolCatalogue(tools.filter { names.contains($0.name) })
    }

    /// The tools of a profile.
    public func profile(_ profile: ToolProfile) -> ToolCatalogue {
        switch profile {
        case .all, .allAndSubmit: self
        case .core, .coreAndSubmit: ToolCatalogue(tools.filter(\.isPublished))
        }
    }

    /// The definitions that a profile offers, ordered by name: those of its tools, and `submitResponse` where it is among
    /// them.
    public func definitions(of profile: ToolProfile) -> JSONValue {
        let tools = self.profile(profile).tools
        guard profile.offersSubmission else { return .array(tools.map(\.definition)) }
        let before = tools.prefix { $0.name < SubmitResponse.name }
        return .array(
            before.map(\.definition) + [SubmitResponse.definition] + tools.dropFirst(before.count).map(\.definition))
    }

    /// Runs a tool.
    ///
    /// - Returns: nil for an unknown tool; otherwise what the agent gets, with what happened.
    public func run(_ name: Text, _ arguments: JSONValue, on state: WorldState) -> ToolResult? {
        guard let tool = self[name] else { return nil }
        do {
            let outcome = try tool.run(state, arguments)
            return ToolResult(bytes: outcome.result, isError: false, events: outcome.events)
        } catch {
            return ToolResult(bytes: error.json.canonicalBytes, isError: true, events: [])
        }
    }
}

/// A named choice of tools (control API, "Profiles").
public enum ToolProfile: String, Sendable, Hashable, CaseIterable {
    /// Every tool that acts on the world.
    case all
    /// The 28 of the published world.
    case core
    /// Every tool, and `submitResponse` to finish with.
    case allAndSubmit = "all+submit"
    /// The 28, and `submitResponse`.
    case coreAndSubmit = "core+submit"

    /// Whether `submitResponse` is offered.
    public var offersSubmission: Bool { self == .allAndSubmit || self == .coreAndSubmit }
}
