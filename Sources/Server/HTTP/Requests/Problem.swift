internal import CanonicalJSON
internal import HTTPTypes
internal import Hummingbird
internal import NIOHTTP1

/// An error of the control API as RFC 9457 problem details.
struct Problem: Error, Sendable, Hashable {
    /// One of several things that are wrong.
    struct Item: Sendable, Hashable {
        /// Where: a path into the body such as `calls[2].name`, or the name of a parameter.
        let path: String
        /// What is wrong and what would be right.
        let message: String
    }

    /// What a client can switch on; the last part of the `type` URN.
    enum Kind: String, Sendable, CaseIterable {
        case malformed
        case unauthorized
        case forbidden
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case unknownMethod = "unknown-method"
        case notAcceptable = "not-acceptable"
        case conflict
        case tooLarge = "too-large"
        case headTooLarge = "head-too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case upgradeRequired = "upgrade-required"
        case misdirected
        case invalid
        case limit
        case timeout
        /// A snapshot's folder was altered.
        case altered
        /// What is stored cannot be read, or has other bytes than it should.
        case damaged
        case `internal`
        case unavailable

        var status: HTTPResponse.Status {
            switch self {
            case .malformed: .badRequest
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .unknownMethod: .notImplemented
            case .notAcceptable: .notAcceptable
            case .conflict, .altered: .conflict
            case .tooLarge: .contentTooLarge
            case .headTooLarge: .requestHeaderFieldsTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .upgradeRequired: .upgradeRequired
            case .misdirected: .misdirectedRequest
            case .invalid: .unprocessableContent
            case .limit: .tooManyRequests
            case .timeout: .requestTimeout
            case .internal, .damaged: .internalServerError
            case .unavailable: .serviceUnavailable
            }
        }

        var title: String {
            switch self {
            case .malformed: "The request is malformed"
            case .unauthorized: "A bearer token is needed"
            case .forbidden: "The request is not allowed from there"
            case .notFound: "There is no such thing"
            case .methodNotAllowed: "The method is not served here"
            case .unknownMethod: "There is no such method"
            case .notAcceptable: "No acceptable representation"
            case .conflict: "The state of the episode does not allow it"
            case .tooLarge: "The request is too large"
            case .headTooLarge: "The head of the request is too large"
            case .unsupportedMediaType: "The media type is not understood"
            case .upgradeRequired: "Another protocol is spoken here"
            case .misdirected: "The request was meant for another host"
            case .invalid: "The request cannot be carried out as it is"
            case .limit: "A limit of the operator is reached"
            case .timeout: "The request did not arrive in time"
            case .altered: "The snapshot's folder was altered"
            case .damaged: "What is stored is damaged"
            case .internal: "The server failed"
            case .unavailable: "The server cannot do it now"
            }
        }
    }

    let kind: Kind
    let detail: String
    let errors: [Item]
    /// The methods that are served instead, for `methodNotAllowed`.
    var allow: String?

    init(_ kind: Kind, _ detail: String, errors: [Item] = []) {
        self.kind = kind
        self.detail = detail
        self.errors = errors
    }

    /// What an unknown path and a token that is no token (any more) answer alike.
    static let nothingHere = Problem(.notFound, "There is nothing at this address.")

    static func methodNotAllowed(allow: String) -> Problem {
        var problem = Problem(.methodNotAllowed, "This address serves \(allow).")
        problem.allow = allow
        return problem
    }

    /// One member or parameter that is wrong.
    static func invalid(_ path: String, _ message: String) -> Problem {
        Problem(.invalid, "\(path): \(message)", errors: [Item(path: path, message: message)])
    }

    /// Something that a member of the body names and that is not there.
    static func missing(_ path: String, _ message: String) -> Problem {
        Problem(.notFound, "\(path): \(message)", errors: [Item(path: path, message: message)])
    }

    var json: JSONValue {
        var object: JSONObject = [
            "detail": .string(Text(detail)), "status": .number(JSONNumber(Int32(kind.status.code))),
            "title": .string(Text(kind.title)), "type": .string(Text("urn:corecraft:problem:\(kind.rawValue)")),
        ]
        if !errors.isEmpty {
            object["errors"] = .array(
                errors.map { ["message": .string(Text($0.message)), "path": .string(Text($0.path))] })
        }
        return .object(object)
    }

    var response: Response {
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let allow { headers[.allow] = allow }
        if kind == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if kind == .unavailable { headers[.retryAfter] = "1" }
        if kind == .upgradeRequired {
            headers[.upgrade] = "websocket"
            headers[.connection] = "Upgrade"
            headers[.secWebSocketVersion] = "13"
        }
        return Response(
            status: kind.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.canonicalBytes))
        )
    }
}

extension Problem {
    /// What the decoder says of bytes that are no request.
    init(_ error: HTTPParserError) {
        switch error {
        case .invalidMethod:
            self.init(.unknownMethod, "No such method is served; the usual ones are GET, HEAD, POST and DELETE.")
        case .headerOverflow: self.init(.headTooLarge, "The path and the headers take more than 80 KiB.")
        default: self.init(.malformed, "This is no HTTP/1.1 request: \(error.debugDescription).")
        }
    }
}
