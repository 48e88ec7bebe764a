import CanonicalJSON
import Episodes

/// Replays and audits as text, and those of files as the control API words them.
enum AuditTexts {
    static func replay(_ answer: JSONValue) -> String {
        let records = "\(answer.shown("records")) records replayed"
        guard let divergence = answer["divergence"], !divergence.isNull else {
            return "ok: \(records) without a difference"
        }
        return "DIFFERS: \(records), then \(self.divergence(divergence))"
    }

    static func audit(_ answer: JSONValue) -> String {
        func verdict(_ value: JSONValue?) -> String {
            switch value {
            case true: "ok"
            case false: "WRONG"
            default: "none"
            }
        }
        let commands = answer["commands"] ?? .null
        var lines = [
            answer["ok"] == true ? "ok: everything comes out as recorded" : "NOT OK",
            "  chain     \(verdict(answer["chain"]))",
            "  facts     \(verdict(answer["facts"]))",
            "  reward    \(answer["reward"] == .null ? "none, ungraded" : verdict(answer["reward"]))",
        ]
        if commands["ran"] != true {
            lines.append("  commands  not run")
        } else if let divergence = commands["divergence"], !divergence.isNull {
            lines.append("  commands  DIFFER: \(self.divergence(divergence))")
        } else {
            lines.append("  commands  ok")
        }
        let via = (answer["via"]?.object?.members ?? []).map { "\($0.value.shown) by \($0.name)" }
        if !via.isEmpty { lines.append("  records   \(via.joined(separator: ", "))") }
        for problem in answer.list("problems") { lines.append("  problem   \(problem.shown)") }
        return lines.joined(separator: "\n")
    }

    private static func divergence(_ value: JSONValue) -> String {
        "record \(value.shown("seq")) has another \(value.shown("what")):"
            + " recorded \((value["expected"] ?? .null).excerpt(100)), now \((value["found"] ?? .null).excerpt(100))"
    }
}

extension ReplayReport {
    /// As `POST /v1/episodes/{id}/replay` answers.
    var json: JSONValue {
        ["ok": .bool(ok), "records": .integer(records), "divergence": divergence?.json ?? .null]
    }
}

extension Divergence {
    var json: JSONValue {
        ["seq": .integer(seq), "what": .string(Text(what)), "expected": expected, "found": found]
    }
}

extension AuditReport {
    /// As `POST /v1/episodes/{id}/audit` answers, with the problems in words.
    var json: JSONValue {
        var doors: JSONObject = [:]
        for entry in via { doors[Text(entry.door)] = .integer(entry.records) }
        return [
            "ok": .bool(ok), "chain": .bool(chain), "facts": .bool(facts),
            "reward": reward.map(JSONValue.bool) ?? .null,
            "commands": ["ran": .bool(commands.ran), "divergence": commands.divergence?.json ?? .null],
            "via": .object(doors), "problems": .array(problems.map { .string(Text($0)) }),
        ]
    }
}
