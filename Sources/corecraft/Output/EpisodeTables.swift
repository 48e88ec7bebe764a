import CanonicalJSON

/// Answers of the control API as text.
enum EpisodeTables {
    /// Episodes that were opened or forked.
    static func opened(_ answer: JSONValue) -> String {
        var table = Table("EPISODE", "HEAD", "ROOT", "MCP URL")
        for episode in answer.list("episodes") {
            table.add(
                episode.shown("id"), episode.shortDigest("head"), episode.shortDigest("root"), episode.shown("mcp_url"))
        }
        return "group \(answer.shown("group"))\n\(table.text)"
    }

    /// Episodes of a store.
    static func list(_ episodes: [JSONValue]) -> String {
        var table = Table("EPISODE", "GROUP", "TASK", "STATUS", "SEQ>", "REWARD>", "PASSED", "HEAD", "LABELS")
        for episode in episodes {
            let labels = (episode["labels"]?.object?.members ?? []).map { "\($0.name)=\($0.value.shown)" }
            table.add(
                episode.shown("id"), episode.shown("group"), episode.shown("task"), episode.shown("status"),
                episode.shown("seq"), reward(episode), episode.shown("passed"), episode.shortDigest("head"),
                labels.joined(separator: " "))
        }
        return table.text
    }

    private static func reward(_ value: JSONValue) -> String {
        guard let reward = value["reward"]?.number else { return "" }
        let thousandths = Int((reward.double * 1_000).rounded())
        let fraction = "\(thousandths % 1_000)"
        return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }

    /// One line a record.
    static func records(_ records: [JSONValue]) -> String {
        var table = Table("SEQ>", "KIND", "WHAT", "ERROR", "CHANGES>", "HASH", "ROOT", "VIA", "MICROSECONDS>")
        for entry in records {
            let record = entry["record"] ?? .null
            let isError = record["is_error"] == true
            table.add(
                entry.shown("seq"), record.shown("kind"), what(record, entry), isError ? "error" : "",
                "\(changeCount(record))", entry.shortDigest("hash"), record.shortDigest("root"), entry.shown("via"),
                entry.shown("latency_us"))
        }
        return table.text
    }

    private static func changeCount(_ record: JSONValue) -> Int {
        record["changes"]?.elements?.count ?? record["changes"]?.object?.count ?? 0
    }

    private static func what(_ record: JSONValue, _ entry: JSONValue) -> String {
        switch record["kind"] {
        case "call": "\(record.shown("name")) \((record["arguments"] ?? .null).excerpt(60))"
        case "opened": "snapshot \(record.shortDigest("snapshot")), task \(record.shortDigest("task"))"
        case "message": "\(record.shown("role")): \((blob(record["content"], entry)).excerpt(60))"
        case "submitted": blob(record["response"], entry).excerpt(60)
        default: ""
        }
    }

    private static func blob(_ digest: JSONValue?, _ entry: JSONValue) -> JSONValue {
        digest?.text.flatMap { entry["blobs"]?[$0] } ?? .null
    }

    /// A grade with each criterion.
    static func grade(_ grade: JSONValue) -> String {
        var table = Table("CRITERION", "DIMENSION", "SATISFIED", "ASSERTION")
        for criterion in grade.list("criteria") {
            table.add(
                criterion.shown("id"), criterion.shown("dimension"), criterion["satisfied"] == true ? "yes" : "NO",
                criterion.shown("assertion"))
        }
        var text =
            "reward \(reward(grade)): \(grade.shown("satisfied")) of \(grade.shown("total")) criteria satisfied, "
        text += grade["passed"] == true ? "passed\n" : "not passed\n"
        text += table.text
        for criterion in grade.list("criteria") where criterion["satisfied"] != true {
            text += "\n\(criterion.shown("id")): expected \((criterion["expected"] ?? .null).excerpt(200)),"
            text += " found \((criterion["found"] ?? .null).excerpt(200))"
        }
        return text
    }

    /// The first records that differ, and the entities that do.
    static func diff(_ diff: JSONValue) -> String {
        var lines: [String] = []
        if let first = diff["first_difference"], !first.isNull {
            lines.append("records differ from \(first.shown("seq")) on")
            lines.append("  a: \(side(first["a"]))")
            lines.append("  b: \(side(first["b"]))")
        } else {
            lines.append("the records are the same")
        }
        var table = Table("ENTITY", "MEMBER", "A", "B")
        for type in diff["entities"]?.object?.members ?? [] {
            for entity in type.value.object?.members ?? [] {
                let key = "\(type.name)/\(entity.name)"
                for (member, a, b) in members(entity.value["a"] ?? .null, entity.value["b"] ?? .null) {
                    table.add(key, member, a, b)
                }
            }
        }
        lines.append(diff["entities"]?.object?.isEmpty == false ? table.text : "the entities are the same")
        return lines.joined(separator: "\n")
    }

    private static func side(_ record: JSONValue?) -> String {
        guard let record, !record.isNull else { return "no record of that number" }
        return "\(record.shown("kind")) \(record.shown("name")) \((record["arguments"] ?? .null).excerpt(100))"
    }

    /// The members in which two entities differ; one line for an entity that is on one side alone.
    private static func members(_ a: JSONValue, _ b: JSONValue) -> [(member: String, a: String, b: String)] {
        guard let left = a.object, let right = b.object else {
            return [("", a.isNull ? "absent" : a.excerpt(60), b.isNull ? "absent" : b.excerpt(60))]
        }
        let names = Set(left.members.map(\.name)).union(right.members.map(\.name)).sorted()
        return names.filter { left[$0] != right[$0] }.map { name in
            (name.string, (left[name] ?? .null).excerpt(60), (right[name] ?? .null).excerpt(60))
        }
    }
}
