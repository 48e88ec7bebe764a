internal import CanonicalJSON
internal import Projections

/// `validateBuildCompatibility` (contract, section 4.7).
///
/// Prebuilts and bundles are not taken apart; no part is required. The checks are in ``CompatibilityCheck``.
enum ValidateBuildCompatibility {
    static let productIDs = Argument.texts(
        "product_ids", "Ids of the parts, one per piece; searchProducts finds them.",
        examples: [["northcore-r7-7700", "vertex-b650-atx"]]
    ).refusedWhenEmpty("product_ids array is required")

    static let tool = Tool(
        name: "validateBuildCompatibility",
        title: "Check whether parts fit",
        description: """
            Check whether PC parts fit together: sockets, form factor, memory, drives, lengths and heights in mm, \
            power in W. Use it for every statement about compatibility. Returns is_compatible (true when there are no \
            errors), errors that make the build impossible, and warnings to pass on. Unknown product ids are one of \
            the errors.
            """,
        effect: .reads,
        arguments: [productIDs],
        answer: .object([
            ("is_compatible", .boolean.described("Whether there are no errors.")),
            ("errors", .list(of: .text, "What makes the build impossible.")),
            ("warnings", .list(of: .text, "What works, but not as well as it could.")),
        ]),
        policy: ["R-BUILD-1", "R-BUILD-2"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let ids = try arguments[productIDs]
        let unknown = state.unknownProducts(ids)
        guard unknown.isEmpty else { return answer(errors: ["Products not found: \(unknown.list)"], warnings: []) }
        var check = CompatibilityCheck(parts: ids.compactMap { state.document(.product, $0) })
        check.run()
        return answer(errors: check.errors, warnings: check.warnings)
    }

    private static func answer(errors: [String], warnings: [String]) -> ToolOutcome {
        .answering([
            "is_compatible": .bool(errors.isEmpty),
            "errors": .array(errors.map { .string(Text($0)) }),
            "warnings": .array(warnings.map { .string(Text($0)) }),
        ])
    }
}
