internal import CanonicalJSON

/// The shapes that `/openenv/schema` publishes and that its `openapi.json` refers to.
enum OpenEnvSchemas {
    private static let text: JSONValue = ["type": "string"]
    private static let textOrNull: JSONValue = ["type": ["string", "null"]]
    private static let integer: JSONValue = ["type": "integer"]
    private static let count: JSONValue = ["minimum": 0, "type": "integer"]
    private static let map: JSONValue = ["type": "object"]
    private static let any: JSONValue = [:]
    private static let digestOrNull: JSONValue = ["pattern": "^[0-9a-f]{64}$", "type": ["string", "null"]]

    private static func object(_ members: JSONObject, required: [Text] = [], isOpen: Bool = false) -> JSONValue {
        var schema: JSONObject = ["properties": .object(members), "type": "object"]
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        if !isOpen { schema["additionalProperties"] = false }
        return .object(schema)
    }

    private static func list(_ element: JSONValue) -> JSONValue { ["items": element, "type": "array"] }

    private static func constant(_ text: Text) -> JSONValue { ["const": .string(text)] }

    // MARK: /schema

    static let action: JSONValue = [
        "oneOf": [
            object(["metadata": map, "type": constant("list_tools")], required: ["type"]),
            object(
                ["arguments": map, "metadata": map, "tool_name": text, "type": constant("call_tool")],
                required: ["tool_name", "type"]),
            object(
                [
                    "content": any, "metadata": map,
                    "stopped": ["enum": ["turn_limit", "context_limit", .null]], "type": constant("respond"),
                ], required: ["content", "type"]),
        ]
    ]

    /// An observation as OpenEnv's types see it: its members with `reward` and `done`.
    private static func observation(_ members: JSONObject) -> JSONValue {
        var all = members
        all["done"] = ["type": "boolean"]
        all["reward"] = ["maximum": 1, "minimum": 0, "type": ["number", "null"]]
        return object(all, required: all.members.map(\.name))
    }

    private static let toolError: JSONValue = object(
        [
            "error_type": ["enum": ["execution_error", "invalid_args", "tool_not_found"]], "message": text,
        ], required: ["error_type", "message"])

    private static let resetObservation = observation([
        "prompt": textOrNull, "system_prompt": textOrNull, "task": textOrNull,
    ])

    private static let stepObservation: JSONValue = [
        "oneOf": [
            observation([
                "tools": list(
                    object(
                        ["description": text, "input_schema": map, "name": text],
                        required: ["description", "input_schema", "name"]))
            ]),
            observation(["error": ["anyOf": [toolError, ["type": "null"]]], "result": any, "tool_name": text]),
            observation(["submitted": constantTrue]),
        ]
    ]

    private static let constantTrue: JSONValue = ["const": true]

    private static let state: JSONValue = object(
        [
            "episode": text, "episode_id": textOrNull, "head": digestOrNull, "invalid": textOrNull,
            "reward": ["type": ["number", "null"]], "root": digestOrNull, "seq": count, "snapshot": text,
            "status": text, "step_count": count, "task": textOrNull,
        ], required: ["episode_id", "head", "root", "step_count"])

    /// What `/schema` answers; nothing in it refers elsewhere.
    static let published: JSONValue = [
        "action": action, "observation": stepObservation, "reset_observation": resetObservation, "state": state,
    ]

    // MARK: openapi.json

    private static let reset: JSONValue = {
        let seed: JSONValue = ["minimum": 0, "type": ["integer", "null"]]
        let index: JSONValue = ["minimum": 0, "type": ["integer", "null"]]
        let entities: JSONValue = [
            "additionalProperties": ["additionalProperties": map, "type": "object"],
            "description": "Entities by type and id, put over the snapshot before the episode begins.",
            "type": ["object", "null"],
        ]
        return object([
            "episode_id": ["maxLength": 255, "type": ["string", "null"]], "index": index, "injected_state": entities,
            "profile": textOrNull, "seed": seed, "snapshot": textOrNull, "split": textOrNull, "task": textOrNull,
        ])
    }()

    static let all: JSONObject = [
        "EpisodeState": state,
        "Health": object(["status": constant("healthy")], required: ["status"]),
        "Metadata": object(["description": text, "name": text, "version": text], required: ["description", "name"]),
        "Names": list(text),
        "Observation": object(
            [
                "done": ["type": "boolean"], "metadata": map, "observation": map,
                "reward": ["type": ["number", "null"]],
            ], required: ["done", "metadata", "observation", "reward"]),
        "OneTask": object(["task": map], required: ["task"]),
        "Problem": OpenAPISchemas.all["Problem"] ?? any,
        "RPCResponse": object(
            ["error": map, "id": ["type": ["string", "number", "null"]], "jsonrpc": constant("2.0"), "result": any],
            required: ["id", "jsonrpc"]),
        "RangeRequest": object(
            ["split": text, "start": ["type": ["integer", "null"]], "stop": ["type": ["integer", "null"]]],
            required: ["split"]),
        "Reset": reset,
        "Schemas": object(
            ["action": map, "observation": map, "reset_observation": map, "state": map],
            required: ["action", "observation", "state"]),
        "SplitRequest": object(["split": text], required: ["split"]),
        "Splits": list(object(["name": text, "type": text], required: ["name", "type"])),
        "Step": object(
            [
                "action": action, "episode_id": textOrNull, "request_id": textOrNull,
                "timeout_s": ["type": ["number", "null"]],
            ], required: ["action"]),
        "TaskCount": object(["num_tasks": count], required: ["num_tasks"]),
        "TaskRequest": object(["index": integer, "split": text], required: ["index", "split"]),
        "Tasks": object(["env_name": text, "tasks": list(map)], required: ["tasks"]),
    ]
}
