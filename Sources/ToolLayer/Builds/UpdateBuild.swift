internal import CanonicalJSON
internal import Projections

/// `updateBuild` (contract, section 4.9).
///
/// an absent table has its own message. Q-6, C-5: a build that has only `componentIds` starts from those, and both
/// lists are kept equal. C-6: removing more pieces than there are is an error without any change.
enum UpdateBuild {
    static let buildID = Argument.text(
        "build_id", "Id of the build to change; searchBuilds finds it.", example: "configurator-lopez-1")
    static let name = Argument.text("name", "The new name; left as it is when not given.").optional
    static let added = Argument.texts(
        "add_product_ids", "Ids of parts to add, one per piece.", examples: [["northcore-r7-7700"]]
    ).optional
    static let removed = Argument.texts(
        "remove_product_ids", "Ids of parts to remove, one per piece; removed before parts are added.",
        examples: [["northcore-r5-7600"]]
    ).optional

    static let tool = Tool(
        name: "updateBuild",
        title: "Change a PC build",
        description: """
            Rename a PC build, or add and remove parts. Use it to change a saved parts list; check the result with \
            validateBuildCompatibility, this tool does not. Orders made from the build stay as they are. Returns the \
            whole build.
            """,
        effect: .edits,
        arguments: [buildID, name, added, removed],
        answer: .entity(.build),
        events: ["build.changed"],
        policy: ["R-GEN-6", "R-BUILD-1", "R-BUILD-2"],
        quirks: ["Q-1", "Q-6", "C-5", "C-6"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        try state.requireTable(.build)
        let build = try state.find(.build, arguments[buildID], orThrow: ToolError.notFound)
        let added = try arguments[added] ?? []
        let unknown = state.unknownProducts(added)
        guard unknown.isEmpty else { throw .unknownProducts(unknown) }

        let current = build["productIds"] ?? build["componentIds"]
        var pieces: [Text: Int] = [:]
        let parts = current?.elements?.compactMap(\.text) ?? []
        for part in parts { pieces[part, default: 0] += 1 }
        var missing: [Text] = []
        for part in try arguments[removed] ?? [] {
            if let count = pieces[part], count > 0 { pieces[part] = count - 1 } else { missing.append(part) }
        }
        guard missing.isEmpty else {
            throw ToolError("Products not in build: \(missing.list)", hint: "The build has: \(parts.list).")
        }
        for part in added { pieces[part, default: 0] += 1 }

        let sorted = pieces.keys.sorted().flatMap { Array(repeating: $0, count: pieces[$0] ?? 0) }
        let event = Event.buildChanged(
            build: build.id, name: try arguments[name], parts: sorted, at: state.clock.text)
        let outcome = ToolOutcome.writing([event], to: state, answering: build.key)
        // A build that was already brought to this state at this time stays as it is: nothing happened.
        return outcome.result == build.bytes ? .answering(build) : outcome
    }
}
