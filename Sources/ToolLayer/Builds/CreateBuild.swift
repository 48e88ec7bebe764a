internal import CanonicalJSON
internal import Projections

/// `createBuild` (contract, section 4.8).
///
/// the parts are stored as `productIds`, sorted. C-13: an equal build is answered as it stands. Compatibility is
/// not checked.
enum CreateBuild {
    static let name = Argument.text("name", "What to call the build.", example: "Quiet gaming PC")
    static let customerID = Argument.text(
        "customer_id", "Id of the customer who owns it; searchCustomers finds it.", example: "maria-lopez-10482")
    static let productIDs = Argument.texts(
        "product_ids", "Ids of the parts, one per piece; may be empty.", examples: [["northcore-r7-7700"]])

    static let tool = Tool(
        name: "createBuild",
        title: "Save a PC build",
        description: """
            Save a PC build (parts list) for a customer. Use it to keep a recommendation; check the parts with \
            validateBuildCompatibility first, this tool does not. Orders nothing. Returns the build with its parts \
            sorted; an equal one (name, customer, parts) is not made twice but returned as it stands.
            """,
        effect: .creates,
        arguments: [name, customerID, productIDs],
        answer: .entity(.build),
        events: ["build.created"],
        policy: ["R-GEN-6", "R-BUILD-1", "R-BUILD-2"],
        quirks: ["Q-6", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let customer = try state.find(.customer, arguments[customerID], orThrow: ToolError.notFound).id
        let ids = try arguments[productIDs]
        let unknown = state.unknownProducts(ids)
        guard unknown.isEmpty else { throw .unknownProducts(unknown) }
        let name = try arguments[name]
        let parts = ids.sorted()

        let id = DerivedID.make("build_", [name, customer] + (parts.isEmpty ? [""] : parts))
        if let existing = state.document(.build, id) { return .answering(existing) }
        let build: JSONObject = [
            "id": .string(id), "name": .string(name), "customerId": .string(customer),
            "productIds": .array(parts.map { .string($0) }), "createdAt": state.now, "updatedAt": state.now,
        ]
        return .writing([.buildCreated(build)], to: state, answering: EntityKey(.build, id))
    }
}
