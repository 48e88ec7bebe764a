internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P61
    static let partOfPrebuilt = Situation(
        "P61",
        meaning: "A prebuilt computer with a symptom that a current guide pins on one part of its base build.",
        falseWhen: "a claim was filed, the guide is deprecated, the base build changed, or the part's warranty ended",
        kinds: ["WF10"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        // Each of another computer, since tasks tell them apart by its base build.
        var taken: Set<String> = []
        for (index, kind) in ["storage", "memory", "psu", "cooling"].enumerated() {
            let product = try plan.pickStoryProduct("P61", variant: kind, &generator) { computer in
                let parts = plan.baseParts(of: computer).filter { $0.category == kind }
                // Of two drives nobody could tell which one it is; memory is pulled one stick of two at a time.
                return parts.count == 1 && parts[0].warrantyMonths != 12
                    && (kind != "memory" || parts[0].number("modules") == 2) && !taken.contains(computer.id)
            }
            taken.insert(product.id)
            let days = index.isMultiple(of: 2) ? generator.number(in: 385...530) : generator.number(in: 85...300)
            let story = try plan.addDeliveredStory(
                "P61", variant: kind, product: product, daysAgo: days, type: "troubleshooting", &generator)
            instances.append(try instance(kind, story, plan))
        }
        return instances
    }

    private static func instance(
        _ kind: String, _ story: DeliveredStory, _ plan: WorldPlan
    ) throws(ContentError) -> PlantedInstance {
        let guides = plan.company.content.articles.filter { $0.front.pins == kind && $0.front.deprecated != true }
        guard guides.count == 1, let line = story.product.line.baseBuild else {
            throw ContentError("Articles/Guides", "must have one current guide that pins \(kind)")
        }
        let parts = plan.baseParts(of: story.product)
        guard let part = parts.first(where: { $0.category == kind }) else {
            throw ContentError("Catalogue/prebuilt.yaml", "\(line.name) has no part of the kind \(kind)")
        }
        let build = CatalogueDrawing.baseBuildID(story.product.line)
        let bought = plan.orders[story.receipt.orderID].createdAt
        let verdict = WarrantyVerdict(part, bought: bought, clock: plan.clock)
        return PlantedInstance(
            variant: kind,
            entities: story.entities + [
                ("base build", .build, build), ("faulty part", .product, part.id),
                ("guide", .knowledgeBaseArticle, guides[0].key),
            ],
            facts: [
                "part_warranty_end": .text(verdict.end), "part_is_covered": .bool(verdict.isCovered),
                "part_months": .whole(part.warrantyMonths),
            ],
            conditions: plan.conditions(of: story)
                + Condition.warranty(product: part.id, bought: bought, is: verdict) + [
                    .field(.product, story.product.id, "/specs/prebuilt/baseBuildId", is: .text(build)),
                    .field(.build, build, "/componentIds", is: .array(parts.map { .text($0.id) })),
                    .field(.product, part.id, "/warrantyMonths", .differs(12)),
                    .field(.knowledgeBaseArticle, guides[0].key, "/isDeprecated", is: false),
                ])
    }
}

extension WorldPlan {
    /// The parts of a computer's base build.
    func baseParts(of computer: CatalogueProduct) -> [CatalogueProduct] {
        (computer.line.baseBuild?.parts ?? []).compactMap { key in catalogue.products.first { $0.key == key } }
    }
}
