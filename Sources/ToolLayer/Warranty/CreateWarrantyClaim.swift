internal import CanonicalJSON
internal import Projections

/// `createWarrantyClaim` (contract, section 4.14).
///
/// not checked are whether the order holds the product, whose order it is, and whether the warranty still runs.
/// C-13: an equal claim is answered as it stands.
enum CreateWarrantyClaim {
    static let productID = Argument.text(
        "product_id", "Id of the defective component; not of a prebuilt or workstation.",
        example: "pyratech-graphforce-4070-16gb")
    static let orderID = Argument.text(
        "order_id", "Id of the order with which it was bought.", example: "ord-250830-001")
    static let customerID = Argument.text("customer_id", "Id of the customer who claims.", example: "maria-lopez-10482")
    static let reason = Argument.choice("reason", "What is wrong with it.", from: .claimReason)
    static let status = Argument.choice(
        "status", "Where the claim stands: pending_review until it is decided.", from: .claimStatus
    ).defaulting(to: "pending_review")
    static let denialReason = Argument.choice(
        "denial_reason", "Why the claim is denied; give it with status denied.", from: .denialReason
    ).optional
    static let notes = Argument.text("notes", "What was observed.").optional

    static let tool = Tool(
        name: "createWarrantyClaim",
        title: "File a warranty claim",
        description: """
            File a warranty claim for one component. Use it after checkWarrantyStatus; for a prebuilt or workstation \
            name the defective component inside. Returns the claim; an equal one (product, order, customer, reason, \
            status) is not made twice but returned as it stands.
            """,
        effect: .creates,
        arguments: [productID, orderID, customerID, reason, status, denialReason, notes],
        answer: .entity(.warrantyClaim),
        events: ["warranty_claim.created"],
        policy: ["R-GEN-6", "R-WARR-1", "R-WARR-2", "R-WARR-3", "R-WARR-4", "R-WARR-5"],
        quirks: ["Q-15", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let status = try arguments[status]
        let reason = try arguments[reason]
        let denialReason = try arguments[denialReason]
        let product = try state.find(.product, arguments[productID], orThrow: ToolError.notFound)
        let category = product.text("category") ?? ""
        guard category != "prebuilt", category != "workstation" else { throw wholeMachine(category) }
        let order = try state.find(.order, arguments[orderID], orThrow: ToolError.notFound).id
        let customer = try state.find(.customer, arguments[customerID], orThrow: ToolError.notFound).id

        let id = DerivedID.make("warranty_claim_", [product.id, order, customer, reason, status])
        if let existing = state.document(.warrantyClaim, id) { return .answering(existing) }
        let claim: JSONObject = [
            "id": .string(id), "productId": .string(product.id), "orderId": .string(order),
            "customerId": .string(customer), "reason": .string(reason), "status": .string(status),
            "denialReason": .text(denialReason), "notes": .text(try arguments[notes]),
            "createdAt": state.now, "updatedAt": state.now,
        ]
        return .writing([.warrantyClaimCreated(claim)], to: state, answering: EntityKey(.warrantyClaim, id))
    }

    private static func wholeMachine(_ category: Text) -> ToolError {
        ToolError(
            """
            Cannot create warranty claim for \(category) products. Warranty claims must be filed for individual \
            components within the build. Please identify the specific component that is defective and create a claim \
            for that part.
            """,
            hint: "The product's specs name its base build; searchBuilds shows the components.")
    }
}
