internal import CanonicalJSON
internal import Projections

extension Condition {
    /// As the registry writes it.
    var json: JSONValue {
        switch self {
        case .value(let key, let pointer, let test):
            return .object(test.adding(to: ["entity": .string(key.text), "pointer": .text(pointer)]))
        case .selection(let selection, let test):
            return .object(test.adding(to: ["select": selection.json]))
        case .days(let from, let to, let least, let most):
            var object: JSONObject = ["days_from": from.json, "days_to": to.json]
            if let least { object["at_least"] = .whole(least) }
            if let most { object["at_most"] = .whole(most) }
            return .object(object)
        case .sum(let selection, let pointer, let test):
            return .object(test.adding(to: ["sum_of": selection.json, "pointer": .text(pointer)]))
        case .tool(let name, let arguments, let pointer, let test):
            return .object(
                test.adding(to: ["tool": .text(name), "arguments": arguments, "pointer": .text(pointer)]))
        }
    }
}

extension Condition.Selection {
    var json: JSONValue {
        var object: JSONObject = ["type": .string(type.name)]
        if !members.isEmpty {
            var values = JSONObject()
            for member in members { values[Text(member.pointer)] = member.value }
            object["where"] = .object(values)
        }
        if let since { object["since"] = ["pointer": .text(since.pointer), "at": .text(since.at)] }
        if let until { object["until"] = ["pointer": .text(until.pointer), "at": .text(until.at)] }
        if let mentioning {
            object["mentioning"] = ["pointer": .text(mentioning.pointer), "text": .text(mentioning.text)]
        }
        if let holding {
            var values = JSONObject()
            for member in holding.members { values[Text(member.name)] = member.value }
            object["holding"] = ["pointer": .text(holding.pointer), "where": .object(values)]
        }
        return .object(object)
    }
}

extension Condition.MomentSource {
    var json: JSONValue {
        switch self {
        case .member(let key, let pointer): ["entity": .string(key.text), "pointer": .text(pointer)]
        case .at(let text): .text(text)
        case .clock: "clock"
        }
    }
}

extension Condition.Test {
    func adding(to object: JSONObject) -> JSONObject {
        var object = object
        switch self {
        case .equals(let value): object["is"] = value
        case .differs(let value): object["is_not"] = value
        case .oneOf(let values): object["in"] = .array(values)
        case .absent: object["absent"] = true
        case .present: object["absent"] = false
        case .contains(let value): object["contains"] = value
        case .lacks(let value): object["lacks"] = value
        case .atLeast(let value): object["at_least"] = value
        case .atMost(let value): object["at_most"] = value
        case .counts(let count): object["count"] = .whole(count)
        case .countsAtLeast(let count): object["count_at_least"] = .whole(count)
        case .countsAtMost(let count): object["count_at_most"] = .whole(count)
        case .ids(let ids): object["ids"] = .array(ids.map { .text($0) })
        }
        return object
    }
}
