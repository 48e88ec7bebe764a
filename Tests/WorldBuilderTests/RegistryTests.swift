import CanonicalJSON
import Projections
import Testing
import WorldBuilder

@Suite struct RegistryTests {
    let registry: JSONValue

    init() throws {
        registry = try Worlds.build("registry", seed: 12).registry.json
    }

    /// Instances a world must have at least, by situation (scenario catalogue, section 8).
    static let counts: [(String, Int)] = [
        ("P01", 18), ("P02", 4), ("P03", 6), ("P04", 10), ("P05", 8), ("P06", 4), ("P07", 9), ("P08", 10), ("P09", 4),
        ("P10", 4), ("P11", 8), ("P12", 4), ("P13", 12), ("P14", 4), ("P15", 3), ("P16", 2), ("P17", 7), ("P18", 2),
        ("P19", 1), ("P20", 1), ("P21", 8), ("P22", 4), ("P23", 9), ("P24", 5), ("P25", 6), ("P26", 5), ("P27", 13),
        ("P28", 4), ("P29", 5), ("P30", 7), ("P31", 7), ("P32", 4), ("P33", 7), ("P34", 5), ("P35", 8), ("P36", 4),
        ("P37", 8), ("P38", 8), ("P39", 18), ("P40", 7), ("P41", 4), ("P42", 7), ("P43", 8), ("P44", 4), ("P45", 4),
        ("P46", 6), ("P47", 3), ("P48", 4), ("P49", 4), ("P50", 4), ("P51", 4), ("P52", 6), ("P53", 4), ("P54", 5),
        ("P55", 6), ("P56", 8), ("P57", 4), ("P58", 3), ("P59", 7), ("P60", 8), ("P61", 4), ("P62", 7), ("P63", 5),
        ("P64", 4), ("P65", 4), ("P66", 2), ("P67", 7), ("P68", 4), ("P69", 8), ("P70", 7), ("P71", 7), ("P72", 4),
        ("P73", 8), ("P74", 3), ("P75", 4), ("P76", 4), ("P77", 6), ("P78", 4), ("P79", 4), ("P80", 1), ("P81", 4),
        ("P82", 8), ("P83", 4), ("P84", 4), ("P85", 4),
    ]

    @Test func everySituationHasItsInstances() {
        for (situation, count) in Self.counts {
            let found = (registry["instances"]?.elements ?? []).count { $0["situation"]?.text?.string == situation }
            #expect(found >= count, "\(situation): \(found) of \(count)")
        }
    }

    @Test func everyInstanceSaysWhatMakesItTrueAndWhoMayBindIt() {
        for instance in registry["instances"]?.elements ?? [] {
            let id = instance["id"]?.text?.string ?? "?"
            #expect(instance["conditions"]?.elements?.isEmpty == false, "\(id) has no conditions")
            #expect(instance["kinds"]?.elements?.isEmpty == false, "\(id) is bound by no kind")
            #expect(instance["entities"]?.elements?.isEmpty == false, "\(id) names no entities")
        }
    }

    /// A customer, order, ticket, payment or refund belongs to one instance, so that a task's deeds spoil no other's.
    @Test func instancesShareNothingThatTasksChange() {
        var owners: [String: String] = [:]
        for instance in registry["instances"]?.elements ?? [] {
            let id = instance["id"]?.text?.string ?? "?"
            for entity in instance["entities"]?.elements ?? [] {
                guard let key = entity["entity"]?.text?.string,
                    ["order", "payment", "refund", "support_ticket", "build"].contains(
                        String(key.split(separator: "/")[0]))
                else { continue }
                let situation = String(id.prefix(3))
                // Counted windows and backlogs look at the orders and tickets of everybody, and change none.
                if ["P18", "P19", "P80"].contains(situation) { continue }
                if let owner = owners[key], owner != id { Issue.record("\(key) is of \(owner) and of \(id)") }
                owners[key] = id
            }
        }
    }
}
