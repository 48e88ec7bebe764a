internal import CanonicalJSON
internal import HTTPTypes
internal import Projections

extension ControlPlane {
    /// `GET /openapi.json`, made once from the routes themselves.
    static func openAPIRoute(describing routes: [Route]) -> Route {
        let operation = Operation(
            id: "openAPI", summary: "This description.", responseType: "application/json")
        let itself = Route(.get, "/openapi.json", isOpen: true, operation) { _ throws(Problem) in .nothing }
        let bytes = OpenAPIDocument(routes: routes + [itself]).json.canonicalBytes
        return Route(.get, "/openapi.json", isOpen: true, operation) { _ throws(Problem) in
            ControlReply(contentType: "application/json", bytes: bytes)
        }
    }
}

/// OpenAPI 3.1 of some routes.
struct OpenAPIDocument: Sendable {
    let routes: [Route]
    var title: Text = "Corecraft"
    var version: Text = "1"
    var description: Text = "Episodes of the customer-support desk: open, act, fork, grade, replay, audit."
    /// What stands before the paths.
    var base: Text?
    /// What the operations refer to by name.
    var schemas = OpenAPISchemas.all

    var json: JSONValue {
        var paths: JSONObject = [:]
        for route in routes {
            guard let operation = route.operation else { continue }
            let path = Text(route.template)
            var item = paths[path]?.object ?? [:]
            item[Text(route.method.rawValue.lowercased())] = json(operation, route)
            paths[path] = .object(item)
        }
        var document: JSONObject = [
            "components": [
                "responses": [
                    "Problem": [
                        "content": ["application/problem+json": ["schema": Self.reference("Problem")]],
                        "description": "What is wrong (RFC 9457).",
                    ]
                ],
                "schemas": .object(schemas),
                "securitySchemes": ["operator": ["scheme": "bearer", "type": "http"]],
            ],
            "info": [
                "description": .string(description),
                "license": ["identifier": "Apache-2.0", "name": "Apache-2.0"], "title": .string(title),
                "version": .string(version),
            ],
            "openapi": "3.1.0", "paths": .object(paths),
        ]
        if let base { document["servers"] = [["url": .string(base)]] }
        return .object(document)
    }

    private static func reference(_ name: Text) -> JSONValue {
        ["$ref": .string(Text("#/components/schemas/\(name)"))]
    }

    private func json(_ operation: Operation, _ route: Route) -> JSONValue {
        var object: JSONObject = [
            "operationId": .string(operation.id), "parameters": .array(Self.parameters(operation, route)),
            "responses": .object(Self.responses(operation, route)), "summary": .string(operation.summary),
        ]
        if !route.isOpen { object["security"] = [["operator": []], [:]] }
        if let request = operation.request {
            object["requestBody"] = [
                "content": ["application/json": ["schema": Self.reference(request)]],
                "required": .bool(needsBody(request)),
            ]
        } else if let type = operation.requestType {
            let content = JSONObject(uniqueMembers: [
                JSONObject.Member(name: type, value: ["schema": ["type": "string"]])
            ])
            object["requestBody"] = ["content": .object(content), "required": true]
        }
        return .object(object)
    }

    /// Whether a request with this schema has members that must be there.
    private func needsBody(_ name: Text) -> Bool {
        schemas[name]?["oneOf"] != nil || schemas[name]?["required"] != nil
    }

    private static func parameters(_ operation: Operation, _ route: Route) -> [JSONValue] {
        let variables = route.template.split(separator: "/").filter { $0.hasPrefix("{") }.map { part -> JSONValue in
            let name = Text(String(part.dropFirst().dropLast()))
            return [
                "in": "path", "name": .string(name), "required": true,
                "schema": name == "type" ? entityTypes : ["minLength": 1, "type": "string"],
            ]
        }
        let headers = route.takesKey ? [idempotencyKey, via] : []
        return variables + headers
            + operation.query.map { parameter in
                [
                    "description": .string(parameter.description), "in": "query", "name": .string(parameter.name),
                    "required": .bool(parameter.isRequired), "schema": parameter.schema,
                ]
            }
    }

    private static let entityTypes: JSONValue = [
        "enum": .array(EntityType.importable.map { .string($0.name) }), "type": "string",
    ]

    private static let idempotencyKey: JSONValue = [
        "description": "The same request with the same key does its work once and gets the first answer again.",
        "in": "header", "name": "Idempotency-Key", "required": false,
        "schema": ["maxLength": 200, "minLength": 1, "pattern": "^[!-~]+$", "type": "string"],
    ]

    private static let via: JSONValue = [
        "description": "The door that the log names for what is written; the command line says cli.",
        "in": "header", "name": "Corecraft-Via", "required": false,
        "schema": ["default": "control", "enum": ["control", "cli"], "type": "string"],
    ]

    private static func responses(_ operation: Operation, _ route: Route) -> JSONObject {
        var success: JSONObject = ["description": "Done."]
        if let response = operation.response {
            success["content"] = ["application/json": ["schema": reference(response)]]
        } else if let type = operation.responseType {
            success["content"] = .object(
                JSONObject(uniqueMembers: [JSONObject.Member(name: type, value: ["schema": [:]])]))
        }
        var responses: JSONObject = [:]
        responses[Text(String(operation.status))] = .object(success)
        let always = [400, 403, 421, 500, 503] + (route.isOpen ? [] : [401])
        let withBody = (route.body == .none ? [] : [408, 413, 415, 422]) + (route.takesKey ? [422] : [])
        for status in always + withBody + operation.errors {
            responses[Text(String(status))] = ["$ref": "#/components/responses/Problem"]
        }
        return responses
    }
}
