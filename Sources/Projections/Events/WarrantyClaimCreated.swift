public import CanonicalJSON

/// `warranty_claim.created`: a warranty claim was filed.
public struct WarrantyClaimCreated: EventPayload {
    static let type: Text = "warranty_claim.created"
    static let documentation = EventDocumentation(
        "A warranty claim was filed.",
        effect: "adds the entity, unless its id is taken.",
        members: [
            .init(name: "claim", kind: .entity(.warrantyClaim), meaning: "The entity as it was stored.")
        ])

    /// The whole entity, its `id` included.
    public let claim: JSONObject

    public init(claim: JSONObject) {
        self.claim = claim
    }

    init(from reader: inout EventReader) throws(EventError) {
        claim = try reader.entity("claim")
    }

    var members: JSONObject { ["claim": .object(claim)] }

    var event: Event { .warrantyClaimCreated(self) }

    /// Adds the entity, unless its id is taken.
    func apply(to world: inout WorldDraft) {
        world.create(.warrantyClaim, claim)
    }
}

extension Event {
    public static func warrantyClaimCreated(_ claim: JSONObject) -> Event {
        .warrantyClaimCreated(WarrantyClaimCreated(claim: claim))
    }
}
