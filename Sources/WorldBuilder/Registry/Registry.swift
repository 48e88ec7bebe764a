public import CanonicalJSON
internal import Projections

/// What was planted in a world, for those who make and audit tasks; never served to agents.
///
/// Kept as `snapshots/<name>.registry.json`, beside the snapshot and outside its digest (docs/registry.md).
public struct Registry: Sendable {
    /// The registry's file.
    public let json: JSONValue

    init(
        name: String, seed: Int, scale: Int, split: WorldSplit, snapshot: Snapshot, figures: HouseFigures,
        planted: [PlantedSituation]
    ) {
        var situations = JSONObject()
        var exceptions: [JSONValue] = []
        var instances: [JSONValue] = []
        for (situation, found) in planted {
            situations[Text(situation.id)] = [
                "meaning": .text(situation.meaning), "false_when": .text(situation.falseWhen),
                "kinds": .array(situation.kinds.map { .text($0) }), "count": .whole(found.count),
            ]
            for (index, instance) in found.enumerated() {
                let id = "\(situation.id)-\(twoDigits(index + 1))"
                instances.append(instance.json(id: id, situation: situation, split: split))
                for exception in instance.breaks {
                    exceptions.append([
                        "rule": .text(exception.rule),
                        "entity": .text("\(exception.type.name)/\(exception.id)"), "instance": .text(id),
                    ])
                }
            }
        }
        var values = JSONObject()
        for figure in figures.values { values[Text(figure.name)] = .text(figure.value) }
        json = [
            "kind": "registry", "format": 1, "name": .text(name), "snapshot": snapshot.digest.json,
            "seed": .whole(seed),
            "scale": .whole(scale), "split": .text(split.rawValue), "figures": .object(values),
            "situations": .object(situations), "instances": .array(instances), "exceptions": .array(exceptions),
        ]
    }
}

extension PlantedInstance {
    fileprivate func json(id: String, situation: Situation, split: WorldSplit) -> JSONValue {
        var object: JSONObject = [
            "id": .text(id), "situation": .text(situation.id), "split": .text(split.rawValue),
            "kinds": .array(situation.kinds.map { .text($0) }),
            "entities": .array(
                entities.map { ["role": .text($0.role), "entity": .text("\($0.type.name)/\($0.id)")] }),
            "facts": .object(facts), "conditions": .array(conditions.map(\.json)),
        ]
        object.put("variant", variant)
        if !breaks.isEmpty {
            object["breaks"] = .array(
                breaks.map { ["rule": .text($0.rule), "entity": .text("\($0.type.name)/\($0.id)")] })
        }
        return .object(object)
    }
}
