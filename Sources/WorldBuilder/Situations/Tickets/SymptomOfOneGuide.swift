internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P79
    static let symptomOfOneGuide = Situation(
        "P79",
        meaning:
            "An open ticket that tells a symptom which exactly one current guide covers; an older guide may differ.",
        falseWhen: "the ticket was settled, or the guide is deprecated",
        kinds: ["CO14"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        for symptom in ["no-display", "usb-dropouts", "wifi-slow", "coil-whine", "nvme-missing", "flicker"] {
            let guides = plan.company.content.articles.filter {
                $0.front.symptom == symptom && $0.front.deprecated != true
            }
            guard guides.count == 1, let guide = guides.first else {
                throw ContentError("Articles/Guides", "must have one current guide for the symptom \(symptom)")
            }
            let product = try plan.pickStoryProduct("P79", variant: symptom, &generator)
            // Some are symptoms of the first days: the part was bought a short while ago.
            let isOfFirstDays = ["no-display", "wifi-slow", "nvme-missing"].contains(symptom)
            let story = try plan.addDeliveredStory(
                "P79", variant: symptom, product: product,
                daysAgo: generator.number(in: isOfFirstDays ? 12...28 : 14...120), type: "troubleshooting", &generator)
            let old = plan.articlePairs.first { $0.current.key == guide.key }?.old
            var facts: JSONObject = ["symptom": .text(symptom)]
            facts.put("guide_asks_for", guide.front.asks)
            facts.put("guide", try plan.company.filled(guide.front.title, guide.key, [:]))
            instances.append(
                PlantedInstance(
                    variant: symptom,
                    entities: story.entities + [("guide", .knowledgeBaseArticle, guide.key)]
                        + (old.map { [("old guide", .knowledgeBaseArticle, $0.key)] } ?? []),
                    facts: facts,
                    conditions: plan.conditions(of: story) + [
                        .field(.knowledgeBaseArticle, guide.key, "/isDeprecated", is: false)
                    ] + (old.map { [.field(.knowledgeBaseArticle, $0.key, "/isDeprecated", is: true)] } ?? [])))
        }
        return instances
    }
}
