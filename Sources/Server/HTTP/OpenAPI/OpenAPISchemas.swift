internal import CanonicalJSON
internal import ToolLayer

/// The schemas that openapi.json refers to by name.
enum OpenAPISchemas {
    static let all: JSONObject = {
        var schemas = requests
        for answer in answers.members { schemas[answer.name] = answer.value }
        return schemas
    }()

    // Small words of the schema language, so that the lists below read as tables.
    private static let text: JSONValue = ["type": "string"]
    private static let bool: JSONValue = ["type": "boolean"]
    private static let any: JSONValue = [:]
    private static let digest: JSONValue = ["pattern": "^[0-9a-f]{64}$", "type": "string"]
    private static let timestamp: JSONValue = [
        "description": "RFC 3339 with offset, whole seconds or 1 to 6 digits of a fraction.", "format": "date-time",
        "type": "string",
    ]
    private static let count: JSONValue = ["minimum": 0, "type": "integer"]
    private static let seqInput: JSONValue = [
        "maximum": .number(JSONNumber(Int32.max)), "minimum": 0, "type": "integer",
    ]
    /// 2^53-1.
    private static let largestInteger: JSONValue = JSONNumber(exactly: (1 << 53) - 1).map(JSONValue.number) ?? .null
    private static let labels: JSONValue = [
        "additionalProperties": ["type": "string"], "propertyNames": ["pattern": "^[^:]*$"], "type": "object",
    ]
    private static let texts: JSONValue = ["additionalProperties": ["type": "string"], "type": "object"]
    private static let counts: JSONValue = ["additionalProperties": ["type": "integer"], "type": "object"]
    private static let map: JSONValue = ["type": "object"]

    private static func orNull(_ type: Text) -> JSONValue { ["type": [.string(type), "null"]] }
    private static func oneOf(_ choices: [JSONValue]) -> JSONValue { ["enum": .array(choices)] }
    private static func list(_ element: JSONValue) -> JSONValue { ["items": element, "type": "array"] }
    private static func named(_ name: Text) -> JSONValue { ["$ref": .string(Text("#/components/schemas/\(name)"))] }
    private static func namedOrNull(_ name: Text) -> JSONValue { ["anyOf": [named(name), ["type": "null"]]] }

    /// An object with these members; requests take no others, and null for a member that may be left out.
    ///
    /// - Parameter strict: Members that may be left out and must not be null.
    private static func object(
        _ members: JSONObject, required: [Text]? = nil, strict: [Text] = [], isRequest: Bool = false
    ) -> JSONValue {
        let names = required ?? members.members.map(\.name)
        var properties = members
        if isRequest {
            for member in members.members where !names.contains(member.name) && !strict.contains(member.name) {
                properties[member.name] = ["anyOf": [member.value, ["type": "null"]]]
            }
        }
        var schema: JSONObject = ["properties": .object(properties), "type": "object"]
        if !names.isEmpty { schema["required"] = .array(names.map(JSONValue.string)) }
        if isRequest { schema["additionalProperties"] = false }
        return .object(schema)
    }

    private static let groupSize: JSONValue = ["default": 1, "maximum": 4_096, "minimum": 1, "type": "integer"]

    private static let requests: JSONObject = {
        var schemas: JSONObject = [:]
        schemas["Calls"] = [
            "oneOf": [
                object(
                    ["arguments": map, "calls": ["type": "null"], "expected_seq": seqInput, "name": text],
                    required: ["name"], strict: ["arguments"], isRequest: true),
                object(
                    [
                        "calls": [
                            "items": object(
                                ["arguments": map, "name": text], required: ["name"], strict: ["arguments"],
                                isRequest: true),
                            "maxItems": 1_024, "minItems": 1, "type": "array",
                        ],
                        "expected_seq": seqInput,
                    ], required: ["calls"], isRequest: true),
            ]
        ]
        schemas["Empty"] = object([:], isRequest: true)
        schemas["Fork"] = object(["at": seqInput, "count": groupSize, "labels": labels], required: [], isRequest: true)
        schemas["GradeRequest"] = object(
            ["at": seqInput, "grader": oneOf(["checks", "judge", "hybrid"])], required: [], isRequest: true)
        schemas["Message"] = object(
            ["content": ["not": ["type": "null"]], "role": oneOf(["user", "assistant"])],
            required: ["content", "role"], isRequest: true)
        let opening: JSONObject = [
            "count": groupSize, "labels": labels,
            "profile": oneOf(ToolProfile.allCases.map { .string(Text($0.rawValue)) }),
            "seed": ["default": 0, "maximum": largestInteger, "minimum": 0, "type": "integer"],
        ]
        schemas["OpenEpisodes"] = [
            "oneOf": .array(
                ([("snapshot", "task"), ("task", "snapshot")] as [(Text, Text)]).map { named, other in
                    var members = opening
                    members[named] = text
                    members[other] = ["type": "null"]
                    return object(members, required: [named], isRequest: true)
                })
        ]
        schemas["ReplayRequest"] = object(
            ["kind": oneOf(["facts", "commands", "both"])], required: [], isRequest: true)
        schemas["SnapshotImport"] = object(
            [
                "clock": object(
                    ["now": timestamp, "tick_seconds": oneOf([0])], required: ["now"], isRequest: true),
                "entities": ["additionalProperties": ["type": "object"], "type": "object"],
                "name": ["maxLength": 200, "minLength": 1, "type": "string"],
            ], required: ["name", "clock", "entities"], isRequest: true)
        schemas["Submit"] = object(
            ["grade": bool, "response": any, "stopped": oneOf(["turn_limit", "context_limit"])],
            required: ["response"], isRequest: true)
        return schemas
    }()

    private static let receipt: JSONValue = object([
        "head": digest, "is_error": bool, "result": any, "root": digest, "seq": count,
    ])

    private static let answers: JSONObject = {
        var schemas: JSONObject = [:]
        schemas["Attached"] = object(["mcp_url": text])
        schemas["Audit"] = object([
            "chain": bool, "commands": object(["divergence": namedOrNull("Divergence"), "ran": bool]),
            "facts": bool, "ok": bool, "problems": list(text), "reward": orNull("boolean"), "via": counts,
        ])
        schemas["CallReceipt"] = receipt
        schemas["CallReceipts"] = ["anyOf": [named("CallReceipt"), object(["calls": list(named("CallReceipt"))])]]
        schemas["Criterion"] = object([
            "assertion": orNull("string"), "decided_by": text, "dimension": orNull("string"), "expected": any,
            "found": any, "id": text, "satisfied": bool,
        ])
        schemas["Diff"] = object([
            "entities": map,
            "first_difference": ["anyOf": [object(["a": any, "b": any, "seq": count]), ["type": "null"]]],
        ])
        schemas["Divergence"] = object(["expected": any, "found": any, "seq": count, "what": text])
        schemas["EntityList"] = object(["entities": list(map), "next_cursor": orNull("string")])
        schemas["Episode"] = object([
            "claimed": bool,
            "created_at": ["format": "date-time", "type": "string"], "forked_at": orNull("integer"),
            "group": text, "head": digest, "id": text, "invalid": orNull("string"), "labels": texts,
            "parent": orNull("string"), "passed": orNull("boolean"), "profile": text,
            "reward": orNull("number"), "root": digest, "satisfied": orNull("integer"), "seq": count,
            "snapshot": digest, "status": oneOf(["open", "submitted", "ended", "invalid"]),
            "task": orNull("string"), "task_digest": orNull("string"), "total": orNull("integer"),
            "truncated": bool,
        ])
        schemas["EpisodeList"] = object(["episodes": list(named("Episode")), "next_cursor": orNull("string")])
        schemas["Grade"] = object([
            "criteria": list(named("Criterion")), "passed": bool, "reward": orNull("number"),
            "satisfied": count, "total": count,
        ])
        schemas["ImportedSnapshot"] = object(["counts": counts, "snapshot": digest])
        schemas["OpenedEpisode"] = object([
            "head": digest, "id": text, "mcp_url": text, "prompt": orNull("string"), "root": digest,
            "system_prompt": orNull("string"),
        ])
        schemas["OpenedGroup"] = object(["episodes": list(named("OpenedEpisode")), "group": text])
        schemas["Position"] = object(["head": digest, "root": digest, "seq": count])
        schemas["Problem"] = object(
            [
                "detail": text, "errors": list(object(["message": text, "path": text])), "status": count,
                "title": text, "type": text,
            ], required: ["detail", "status", "title", "type"])
        schemas["Record"] = object([
            "at": ["format": "date-time", "type": "string"], "blobs": map, "hash": digest, "latency_us": count,
            "record": map, "result": any, "seq": count, "via": oneOf(["mcp", "control", "openenv", "cli"]),
        ])
        schemas["RecordList"] = object(["records": list(named("Record"))])
        schemas["Replay"] = object(["divergence": namedOrNull("Divergence"), "ok": bool, "records": count])
        schemas["Snapshot"] = object([
            "clock": object(["now": text, "tick_seconds": count]), "counts": counts, "digest": digest,
            "name": text,
        ])
        schemas["SnapshotList"] = object(["next_cursor": orNull("string"), "snapshots": list(named("Snapshot"))])
        schemas["State"] = object(["at": count, "entities": map, "root": digest])
        schemas["Status"] = object(["status": text])
        schemas["Submitted"] = object([
            "grade": namedOrNull("Grade"), "head": digest, "root": digest, "seq": count, "truncated": bool,
        ])
        schemas["Task"] = map
        schemas["TaskList"] = object([
            "next_cursor": orNull("string"),
            "tasks": list(
                object([
                    "category": text, "difficulty": text, "grader": text, "id": text, "prompt": text,
                    "snapshot": object(["digest": digest, "name": text]), "split": text,
                ])),
        ])
        return schemas
    }()
}
