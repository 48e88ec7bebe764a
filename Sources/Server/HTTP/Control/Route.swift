internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes

/// One operation of the control API.
struct Route: Sendable {
    typealias Handler = @Sendable (ControlRequest) async throws(Problem) -> ControlReply

    /// What the route wants in the request's body.
    enum Body: Sendable, Hashable {
        case none
        /// A JSON object; an absent body counts as an empty one.
        case object
        /// Bytes of whatever kind, up to the limit for imports.
        case imported
        /// A JSON object up to the limit for imports.
        case importedObject
    }

    let method: HTTPRequest.Method
    /// As in OpenAPI: `/v1/episodes/{id}/calls`.
    let template: String
    let body: Body
    /// Whether a configured bearer token is demanded.
    let isOpen: Bool
    /// Whether `Idempotency-Key` is taken: the route writes.
    let takesKey: Bool
    /// What openapi.json says of it; nil for what is not part of the API, such as a route for benchmarks.
    let operation: Operation?
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ template: String, body: Body = .none, isOpen: Bool = false,
        takesKey: Bool = false, _ operation: Operation?, handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.body = body
        self.isOpen = isOpen
        self.takesKey = takesKey
        self.operation = operation
        self.handler = handler
    }
}

/// What a handler gets: everything that was checked and decoded.
struct ControlRequest: Sendable {
    /// The values of the template's variables.
    let parameters: [String: Text]
    let query: QueryParameters
    /// The body's members, none when the route takes no object.
    let object: JSONObject
    /// The body as it came, for routes that import.
    let bytes: [UInt8]
    /// Under which the work is done once; nil when the client named none.
    var key: RequestKey?
    /// The door that the log names for what is written.
    var via = Via.control
    /// Whom to tell what the answer is of, for the case that it cannot be written.
    var exchange = Exchange()

    /// The value of a variable of the route's own template.
    func parameter(_ name: String) -> Text {
        guard let value = parameters[name] else { preconditionFailure("the route has no variable \(name)") }
        return value
    }
}

/// What a handler answers.
struct ControlReply: Sendable {
    let status: HTTPResponse.Status
    let contentType: String
    let bytes: [UInt8]

    init(_ answer: AnswerJSON) {
        self.init(.ok, answer)
    }

    init(_ status: HTTPResponse.Status, _ answer: AnswerJSON) {
        self.init(status, contentType: "application/json", bytes: answer.bytes)
    }

    /// Done, and nothing to say.
    static let nothing = ControlReply(.noContent, contentType: "", bytes: [])

    init(_ status: HTTPResponse.Status = .ok, contentType: String, bytes: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.bytes = bytes
    }
}
