public import CanonicalJSON

/// `submitResponse`: how an agent of a plain MCP host finishes (control API, "Profiles").
///
/// It acts on the episode and not on the world, so it is no ``Tool``: only its definition stands here, beside the others
/// that `tools/list` shows.
public enum SubmitResponse {
    public static let name: Text = "submitResponse"

    /// What it does, in a sentence.
    public static let purpose = "Submit the final response and finish."

    /// As ``Tool/definition``.
    public static let definition: JSONValue = [
        "annotations": [
            "destructiveHint": true, "idempotentHint": false, "openWorldHint": false, "readOnlyHint": false,
        ],
        "description": .string(
            Text("\(purpose) Call it once, when everything is done: no other tool works afterwards.")),
        "inputSchema": [
            "additionalProperties": false,
            "properties": [
                "response": [
                    "description": "The final answer, as the customer or the requester should read it.",
                    "type": "string",
                ]
            ],
            "required": ["response"], "type": "object",
        ],
        "name": .string(name),
        "outputSchema": [
            "properties": [
                "submitted": ["description": "Always true: the episode is finished.", "type": "boolean"]
            ],
            "required": ["submitted"], "type": "object",
        ],
    ]
}
