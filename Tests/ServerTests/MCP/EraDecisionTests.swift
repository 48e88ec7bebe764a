import CanonicalJSON
import Testing

@testable import Server

/// The whole table of headers, envelopes, methods and kinds against the rules of mcp-server.md section 5, written down
/// a second time as the page has them.
@Suite("The era decision")
struct EraDecisionTests {
    enum Header: String, CaseIterable {
        case none = ""
        case handshake = "2025-06-18"
        case modern = "2026-07-28"
        case unknown = "1999-01-01"
    }

    enum Meta: CaseIterable {
        case none, empty, complete, foreignVersion, handshakeVersion, noCapabilities, noVersion, versionNoString

        var value: JSONValue? {
            let version: Text = "io.modelcontextprotocol/protocolVersion"
            let capabilities: Text = "io.modelcontextprotocol/clientCapabilities"
            func meta(_ versionValue: JSONValue?, capable: Bool = true) -> JSONValue {
                var object: JSONObject = [:]
                object[version] = versionValue
                if capable { object[capabilities] = [:] }
                return .object(object)
            }
            return switch self {
            case .none: nil
            case .empty: [:]
            case .complete: meta("2026-07-28")
            case .foreignVersion: meta("2031-01-01")
            case .handshakeVersion: meta("2025-11-25")
            case .noCapabilities: meta("2026-07-28", capable: false)
            case .noVersion: meta(nil)
            case .versionNoString: meta(7)
            }
        }

        /// Whether a field of the envelope is there.
        var isEnvelope: Bool { self != .none && self != .empty }
        var isComplete: Bool { [.complete, .foreignVersion, .handshakeVersion].contains(self) }
        var version: String? {
            switch self {
            case .complete, .noCapabilities: "2026-07-28"
            case .foreignVersion: "2031-01-01"
            case .handshakeVersion: "2025-11-25"
            default: nil
            }
        }
    }

    static let methods: [Text] = [
        "initialize", "ping", "server/discover", "tools/list", "logging/setLevel", "nonsense",
    ]

    private func params(_ meta: Meta) -> JSONRPCMessage.Params {
        meta.value.map { .object(["_meta": $0]) } ?? .absent
    }

    private func code(_ decision: EraDecision) -> Int32? {
        if case .refuse(_, let error, _) = decision { error.code.rawValue } else { nil }
    }

    @Test("requests over HTTP", arguments: Header.allCases, Meta.allCases)
    func requestsOverHTTP(header: Header, meta: Meta) {
        for method in Self.methods {
            for hasSessionID in [false, true] {
                for mirrorsMethod in [false, true] {
                    var headers = MCPHeaders()
                    headers.protocolVersion = header == .none ? nil : header.rawValue
                    headers.method = mirrorsMethod ? method.string : nil
                    headers.hasSessionID = hasSessionID
                    let message = JSONRPCMessage.request(id: .string("1"), method: method, params: params(meta))
                    let decision = EraDecision.decide(message, from: .http(headers))
                    let (code, era) = expected(header, meta, method, hasSessionID, mirrorsMethod)
                    #expect(self.code(decision) == code, "\(method) \(headers)")
                    switch decision {
                    case .dispatch(let request):
                        #expect(request.era == era)
                        #expect(Text(request.method.rawValue) == method)
                    case .refuse(_, _, let refusedAs): #expect(refusedAs == era, "\(method) \(headers)")
                    case .accept: Issue.record("a request needs an answer")
                    }
                }
            }
        }
    }

    /// The page, step by step: nil stands for dispatch.
    private func expected(
        _ header: Header, _ meta: Meta, _ method: Text, _ hasSessionID: Bool, _ mirrorsMethod: Bool
    ) -> (code: Int32?, era: Era) {
        if meta.isEnvelope || header == .modern {
            guard meta.isComplete else { return (-32602, .modern) }
            guard header.rawValue == meta.version, mirrorsMethod else { return (-32020, .modern) }
            guard meta.version == "2026-07-28" else { return (-32022, .modern) }
            return (["server/discover", "tools/list"].contains(method) ? nil : -32601, .modern)
        }
        if header == .unknown {
            return hasSessionID || method == "initialize" ? (-32600, .handshake) : (-32022, .modern)
        }
        return (["initialize", "ping", "tools/list"].contains(method) ? nil : -32601, .handshake)
    }

    @Test("requests over stdio", arguments: Meta.allCases)
    func requestsOverStdio(meta: Meta) {
        for method in Self.methods {
            let decision = EraDecision.decide(
                .request(id: .string("1"), method: method, params: params(meta)), from: .stdio)
            let expected: Int32? =
                if meta.isEnvelope || method == "server/discover" {
                    !meta.isComplete
                        ? -32602
                        : meta != .complete
                            ? -32022 : ["server/discover", "tools/list"].contains(method) ? nil : -32601
                } else {
                    ["initialize", "ping", "tools/list"].contains(method) ? nil : -32601
                }
            #expect(code(decision) == expected, "\(method)")
        }
    }

    @Test("notifications never get a result", arguments: Header.allCases, Meta.allCases)
    func notifications(header: Header, meta: Meta) {
        var headers = MCPHeaders()
        headers.protocolVersion = header == .none ? nil : header.rawValue
        let message = JSONRPCMessage.notification(method: "notifications/cancelled", params: params(meta))
        let decision = EraDecision.decide(message, from: .http(headers))
        if header == .unknown, !meta.isEnvelope {
            #expect(code(decision) == -32600)
        } else {
            #expect(decision == .accept)
        }
        #expect(EraDecision.decide(message, from: .stdio) == .accept)
    }

    @Test("posted responses", arguments: Header.allCases)
    func responses(header: Header) {
        var headers = MCPHeaders()
        headers.protocolVersion = header == .none ? nil : header.rawValue
        let decision = EraDecision.decide(.response, from: .http(headers))
        switch header {
        case .none, .handshake: #expect(decision == .accept)
        case .modern, .unknown: #expect(code(decision) == -32600)
        }
        #expect(EraDecision.decide(.response, from: .stdio) == .accept)
    }

    @Test(
        "Mcp-Name must equal the name or uri of the body (M-50, M-51)",
        arguments: [
            ("echo", "echo", true), ("écho", "=?base64?w6ljaG8=?=", true), ("echo", "=?base64?ZWNobw==?=", true),
            ("echo", "Echo", false), ("echo", "=?base64?ZWNobw=?=", false), ("echo", "=?base64??=", false),
            ("echo", "=?base64?/w==?=", false), ("=?base64?x?=", "=?base64?x?=", false), ("echo", nil, false),
        ] as [(String, String?, Bool)])
    func nameIsMirrored(body: String, header: String?, agrees: Bool) {
        for (method, member) in [("tools/call", "name"), ("prompts/get", "name"), ("resources/read", "uri")] {
            var headers = MCPHeaders(protocolVersion: "2026-07-28", method: method, name: header)
            headers.hasSessionID = true
            let message = JSONRPCMessage.request(
                id: .string("1"), method: Text(method),
                params: .object(["_meta": Meta.complete.value ?? .null, Text(member): .string(Text(body))]))
            #expect((code(EraDecision.decide(message, from: .http(headers))) == nil) == agrees)
        }
    }

    @Test func malformedParamsAreTheClientsFaultInBothEras() {
        let message = JSONRPCMessage.request(id: .string("1"), method: "tools/list", params: .malformed)
        #expect(code(EraDecision.decide(message, from: .http(MCPHeaders()))) == -32602)
        #expect(code(EraDecision.decide(message, from: .stdio)) == -32602)
        let headers = MCPHeaders(protocolVersion: "2026-07-28", method: "tools/list")
        #expect(code(EraDecision.decide(message, from: .http(headers))) == -32602)
    }
}
