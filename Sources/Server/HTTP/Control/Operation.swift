internal import CanonicalJSON

/// What openapi.json says of a route beyond its method and path.
struct Operation: Sendable {
    /// A parameter of the query.
    struct QueryParameter: Sendable {
        let name: Text
        let schema: JSONValue
        let description: Text
        var isRequired = false

        static func text(_ name: Text, _ description: Text, isRequired: Bool = false) -> Self {
            Self(name: name, schema: ["type": "string"], description: description, isRequired: isRequired)
        }

        /// An episode, or a record of it.
        static func position(_ name: Text) -> Self {
            Self(
                name: name,
                schema: ["pattern": "^ep-[0-9a-f]{12}-[1-9][0-9]{0,14}(@[0-9]|@[1-9][0-9]{1,8})?$", "type": "string"],
                description: "An episode's id, or id@seq.", isRequired: true)
        }

        static func oneOf(_ name: Text, _ choices: [Text], _ description: Text) -> Self {
            Self(
                name: name, schema: ["enum": .array(choices.map(JSONValue.string)), "type": "string"],
                description: description)
        }

        static func seq(_ name: Text, _ description: Text) -> Self {
            Self(
                name: name, schema: ["maximum": .number(JSONNumber(Int32.max)), "minimum": 0, "type": "integer"],
                description: description)
        }

        static func flag(_ name: Text, _ description: Text) -> Self {
            Self(name: name, schema: ["type": "boolean"], description: description)
        }

        /// The most entries of any page.
        static let largestPage = 1_000

        static func page(standard: Int = 100) -> [Self] {
            [
                Self(
                    name: "limit",
                    schema: [
                        "default": .number(JSONNumber(Int32(standard))),
                        "maximum": .number(JSONNumber(Int32(largestPage))),
                        "minimum": 1, "type": "integer",
                    ], description: "The most entries of a page."),
                .text("cursor", "The next_cursor of the page before."),
            ]
        }
    }

    /// Unique; also the name of the operation in generated clients.
    let id: Text
    /// One sentence.
    let summary: Text
    var query: [QueryParameter] = []
    /// The name of the body's schema in ``OpenAPISchemas``.
    var request: Text?
    /// The media type of a body that is not described by a schema.
    var requestType: Text?
    /// The status of a success and the name of its answer's schema; nil for an answer that is not JSON.
    var status = 200
    var response: Text?
    /// The media type of an answer that is not described by a schema.
    var responseType: Text?
    /// The statuses of the errors that are special to it; 400, 401, 403, 413, 415 and 421 come with the server.
    var errors: [Int] = []
}
