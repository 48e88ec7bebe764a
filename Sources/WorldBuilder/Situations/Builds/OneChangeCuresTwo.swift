internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P40
    static let oneChangeCuresTwo = Situation(
        "P40", count: 7,
        meaning: "A build with two errors that the exchange of one part cures, while another's cures only one.",
        falseWhen: "the build changed, or a cheaper part in stock cures it",
        kinds: ["RE13", "WF16"]
    ) { plan, index, generator in
        let list = try FaultyList.draw(errors: 2, plan, &generator)
        let owned = plan.addOwnedBuild(list.parts, &generator)
        return PlantedInstance(
            entities: owned.entities + list.entities, facts: list.facts, conditions: owned.conditions + list.conditions)
    }
}
