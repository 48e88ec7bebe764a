internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P05
    static let holdersOfPermission = Situation(
        "P05",
        meaning: """
            A permission that one to three members of a department hold and people of other departments too; titles \
            suggest others.
            """,
        falseWhen: "a permission, a department or a manager of one of them changes",
        kinds: ["IR04"]
    ) { plan, generator in
        let choices = generator.shuffle(plan.permissionChoices)
        // Titles that mislead first: they are what the situation is about.
        let ordered = choices.filter { !$0.misleading.isEmpty } + choices.filter(\.misleading.isEmpty)
        return ordered.prefix(8).map { choice in
            PlantedInstance(
                variant: choice.misleading.isEmpty ? "plain" : "misleading title",
                entities: choice.holders.map { ("holder", .employee, $0.id) }
                    + choice.holders.compactMap { holder in holder.managerID.map { ("manager", .employee, $0) } }
                    + choice.misleading.map { ("misleading title", .employee, $0.id) }
                    + choice.elsewhere.map { ("holder elsewhere", .employee, $0.id) },
                facts: [
                    "permission": .text(choice.permission), "department": .text(choice.department),
                    "department_as_spoken": .text(PermissionChoice.spoken[choice.department] ?? choice.department),
                    "managers": .array(
                        choice.holders.map {
                            ["holder": .text($0.id), "manager": .text($0.managerID ?? ""), "email": .text($0.email)]
                        }),
                ],
                conditions: [
                    .tool(
                        name: "searchEmployees",
                        arguments: [
                            "department": .text(choice.department), "has_permission": .text(choice.permission),
                        ], pointer: "", .counts(choice.holders.count))
                ]
                    + (choice.holders + choice.elsewhere).map {
                        .field(.employee, $0.id, "/permissions", .contains(.text(choice.permission)))
                    }
                    + choice.misleading.map {
                        .field(.employee, $0.id, "/permissions", .lacks(.text(choice.permission)))
                    }
                    + choice.holders.flatMap { holder in
                        [
                            .field(.employee, holder.id, "/department", is: .text(choice.department)),
                            .field(
                                .employee, holder.id, "/managerId",
                                holder.managerID.map { .equals(.text($0)) } ?? .absent),
                        ]
                    })
        }
    }
}

/// A department and a permission that few of its members hold.
private struct PermissionChoice {
    let department: String
    let permission: String
    let holders: [StaffMember]
    let elsewhere: [StaffMember]
    /// Members without it whose titles sound as if they had it.
    let misleading: [StaffMember]

    /// What people call a department; none of these is a value of the directory.
    static let spoken = [
        "operations": "logistics", "order_processing": "the orders team", "engineering": "the lab",
        "help_desk": "the help desk people", "it_systems": "IT", "product_management": "the product people",
        "finance": "accounting", "support": "customer service",
    ]
    /// Words of titles that suggest a permission.
    static let suggestions: [(permission: String, words: [String])] = [
        ("issue_refund", ["Refund", "Billing", "Returns", "Financial"]),
        ("edit_order", ["Order", "Changes", "Carrier", "Operations"]),
        ("cancel_order", ["Cancellations", "Order", "Returns"]),
        ("escalate", ["Senior", "Director", "Manager", "Lead"]),
        ("kb_edit", ["Product Manager", "Senior", "Director", "Engineer"]),
        ("policy_override", ["Director", "Chief", "Manager", "Lead", "Administrator"]),
    ]
}

extension WorldPlan {
    fileprivate var permissionChoices: [PermissionChoice] {
        var choices: [PermissionChoice] = []
        for department in PermissionChoice.spoken.keys.sorted() {
            let members = staff.members(of: department)
            for (permission, words) in PermissionChoice.suggestions {
                let holders = members.filter { $0.may(permission) }
                let elsewhere = staff.members.filter { $0.may(permission) && $0.post.department != department }
                guard (1...3).contains(holders.count), holders.count < members.count, !elsewhere.isEmpty else {
                    continue
                }
                let misleading = members.filter { member in
                    !member.may(permission) && words.contains { member.post.title.contains($0) }
                }
                choices.append(
                    PermissionChoice(
                        department: department, permission: permission, holders: holders, elsewhere: elsewhere,
                        misleading: misleading))
            }
        }
        return choices
    }
}
