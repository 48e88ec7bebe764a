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
        let at = plan.moment(daysAgo: generator.number(in: 4...450), &generator)
        let customer = plan.addCustomer(
            CustomerRequest(before: at, past: .open(before: plan.clock.adding(days: -200))), &generator)
        let build = plan.addBuild(
            customer: customer, name: plan.buildName(customer, &generator), parts: list.parts.map(\.id), at: at,
            &generator)
        return PlantedInstance(
            entities: [("customer", .customer, customer), ("build", .build, build)] + list.entities,
            facts: list.facts,
            conditions: Condition.build(build, of: customer, holds: list.parts, among: [build]) + list.conditions)
    }
}
