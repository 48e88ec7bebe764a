internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P83
    static let noMemberOfTheChannel = Situation(
        "P83",
        meaning: "An employee who is no member of the channel for shipping incidents, but of one of similar purpose.",
        falseWhen: "the employee joins the expected channel or leaves the other one",
        kinds: ["CO09"]
    ) { plan, generator in
        let expected = try plan.company.channel("shipping-incidents")
        let accepted = try plan.company.channel("carrier-watch")
        let outside = plan.staff.members.filter {
            !expected.holds($0.post) && accepted.holds($0.post) && $0.post.key != "ceo"
        }
        return generator.draw(4, from: outside).map { member in
            let reference: JSONValue = ["id": .text(member.id)]
            return PlantedInstance(
                entities: [
                    ("employee", .employee, member.id), ("expected channel", .slackChannel, expected.key),
                    ("accepted channel", .slackChannel, accepted.key),
                ],
                facts: [
                    "channels": .array(
                        plan.company.content.company.channels.filter { $0.holds(member.post) }.map { .text($0.key) })
                ],
                conditions: [
                    .field(.slackChannel, expected.key, "/members/connect", .lacks(reference)),
                    .field(.slackChannel, accepted.key, "/members/connect", .contains(reference)),
                ])
        }
    }
}
