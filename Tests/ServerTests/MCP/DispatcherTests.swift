import CanonicalJSON
import Testing

@testable import Server

@Suite("MCP answers, before any transport")
struct DispatcherTests {
    private let dispatcher = MCPDispatcher(version: "1.2.3", limits: JSONParser.Limits())
    private let episode = FakeEpisode()

    private func answer(_ message: JSONValue) async throws -> JSONValue {
        let transport: EraDecision.Transport = .stdio
        let reply = await dispatcher.respond(to: message.canonicalBytes, from: transport, backend: episode)
        guard case .message(let bytes, _) = reply else { throw ServerError("no message: \(reply)") }
        let answer = try JSONParser.parse(bytes)
        #expect(answer["jsonrpc"] == "2.0")
        #expect((answer["result"] == nil) != (answer["error"] == nil))
        return answer
    }

    private func code(_ message: JSONValue) async throws -> Int? {
        try await answer(message)["error"]?["code"]?.number?.integer
    }

    @Test(
        "initialize answers the version asked for, or its latest (M-6, M-7)",
        arguments: [
            ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
            ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1", "2025-11-25"),
        ])
    func initializeSettlesTheVersion(asked: String, settled: Text) async throws {
        let params: JSONValue = [
            "capabilities": [:], "clientInfo": ["name": "t", "version": "1"], "protocolVersion": .string(Text(asked)),
        ]
        let result = try await answer(request(1, "initialize", params))["result"]
        #expect(result?["protocolVersion"] == .string(settled))
        #expect(result?["serverInfo"]?["name"] == "corecraft")
        #expect(result?["serverInfo"]?["version"] == "1.2.3")
        #expect(result?["capabilities"]?.object != nil)
        #expect(result?["instructions"]?.text?.isEmpty == false)
        #expect(result?["resultType"] == nil)
    }

    @Test(
        "malformed initialize params (M-8)",
        arguments: [
            nil, [:], ["protocolVersion": 7], ["protocolVersion": "2025-11-25", "capabilities": []],
            ["protocolVersion": "2025-11-25", "clientInfo": "me"], [],
        ] as [JSONValue?])
    func malformedInitialize(params: JSONValue?) async throws {
        #expect(try await code(request(1, "initialize", params)) == -32602)
    }

    @Test func pingIsEmpty() async throws {
        #expect(try await answer(request("p", "ping")) == ["id": "p", "jsonrpc": "2.0", "result": [:]])
    }

    @Test func discoverNamesTheModernRevision() async throws {
        let result = try await answer(modernRequest(1, "server/discover"))["result"]
        #expect(result?["supportedVersions"] == ["2026-07-28"])
        #expect(result?["resultType"] == "complete")
        #expect(result?["ttlMs"] == 3_600_000)
        #expect(result?["cacheScope"] == "public")
        #expect(result?["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "corecraft")
        #expect(result?["instructions"]?.text?.isEmpty == false)
    }

    @Test func theToolListIsTheSameInBothEras() async throws {
        let handshake = try await answer(request(1, "tools/list", [:]))["result"]
        let modern = try await answer(modernRequest(1, "tools/list"))["result"]
        #expect(handshake?["tools"] == FakeEpisode.definitions)
        #expect(modern?["tools"] == FakeEpisode.definitions)
        #expect(handshake?.object?.count == 1)
        #expect(modern?["ttlMs"] == 3_600_000)
        #expect(modern?["cacheScope"] == "public")
        #expect(modern?["resultType"] == "complete")
    }

    @Test(
        "invented cursors are refused (M-14)",
        arguments: ["tools/list", "resources/list", "resources/templates/list", "prompts/list"] as [Text])
    func cursors(method: Text) async throws {
        #expect(try await code(request(1, method, ["cursor": "abc"])) == -32602)
        #expect(try await code(request(1, method, ["cursor": ""])) == -32602)
        #expect(try await code(modernRequest(1, method, ["cursor": 7])) == -32602)
        #expect(try await code(request(1, method)) == nil)
    }

    @Test func anObjectIsStructuredContentAsItIs() async throws {
        let arguments: JSONValue = ["text": "ä\u{1F600}\u{1}\"\\", "n": 1]
        let result = try await answer(request(1, "tools/call", ["name": "echo", "arguments": arguments]))["result"]
        #expect(result?["structuredContent"] == arguments)
        #expect(result?["isError"] == false)
        let text = try #require(result?["content"]?.elements?.first?["text"]?.text)
        #expect(try JSONParser.parse(text.string) == arguments)
        #expect(Array(text.string.utf8) == arguments.canonicalBytes)
        #expect(result?["content"]?.elements?.count == 1)
        #expect(result?["resultType"] == nil)
    }

    @Test func anArrayTravelsInAnObject() async throws {
        let result = try await answer(modernRequest(1, "tools/call", ["name": "search"]))["result"]
        let expected: JSONValue = ["result": [["id": "a\"b\\c\n"], 2]]
        #expect(result?["structuredContent"] == expected)
        let text = try #require(result?["content"]?.elements?.first?["text"]?.text)
        #expect(try JSONParser.parse(text.string) == expected)
        #expect(result?["resultType"] == "complete")
        #expect(result?["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil)
        #expect(result?["ttlMs"] == nil)
    }

    @Test func anErrorOfAToolIsAResultWithText() async throws {
        for message in [
            request(1, "tools/call", ["name": "refuse"]), modernRequest(1, "tools/call", ["name": "refuse"]),
        ] {
            let result = try await answer(message)["result"]
            #expect(result?["isError"] == true)
            #expect(result?["structuredContent"] == nil)
            #expect(result?["content"]?.elements?.first?["text"] == #"{"error":"No.","hint":"Ask."}"#)
        }
    }

    @Test(
        "protocol errors of tools/call (M-19, M-20)",
        arguments: [
            [:], ["name": 7], ["name": .null], ["name": "echo", "arguments": []], ["name": "echo", "arguments": .null],
            ["name": "echo", "arguments": "{}"], ["name": "nonsense"],
        ] as [JSONValue])
    func malformedCalls(params: JSONValue) async throws {
        #expect(try await code(request(1, "tools/call", params)) == -32602)
        #expect(try await code(modernRequest(1, "tools/call", params.object ?? [:])) == -32602)
        #expect(episode.callCount == 0)
    }

    @Test func aFailingStoreIsAnInternalError() async throws {
        #expect(try await code(request(1, "tools/call", ["name": "fail"])) == -32603)
    }

    @Test func everyListedResourceReadsBack() async throws {
        let list = try await answer(request(1, "resources/list"))["result"]?["resources"]?.elements ?? []
        #expect(list.count == 4)
        for resource in list {
            #expect(resource["name"]?.text != nil)
            for message in [
                request(1, "resources/read", ["uri": resource["uri"] ?? .null]),
                modernRequest(1, "resources/read", ["uri": resource["uri"] ?? .null]),
            ] {
                let contents = try await answer(message)["result"]?["contents"]?.elements
                #expect(contents?.count == 1)
                #expect(contents?.first?["uri"] == resource["uri"])
                #expect(contents?.first?["mimeType"] == resource["mimeType"])
                #expect(contents?.first?["text"]?.text?.isEmpty == false)
            }
        }
    }

    @Test func policiesAreTheSectionsOfTheSystemPrompt() async throws {
        func read(_ uri: Text) async throws -> JSONValue? {
            try await answer(request(1, "resources/read", ["uri": .string(uri)]))["result"]?["contents"]?.elements?
                .first?["text"]
        }
        #expect(try await read("corecraft://policies/refunds") == "## Refunds\nAt most 30 days.\n\n")
        #expect(try await read("corecraft://policies/ber-uns") == "## Über uns\nText.\n\n")
        let index = try await read("corecraft://policies")?.text?.string ?? ""
        #expect(index.contains("[Refunds](corecraft://policies/refunds)"))
        let templates = try await answer(request(1, "resources/templates/list"))["result"]?["resourceTemplates"]
        #expect(templates?.elements?.first?["uriTemplate"] == "corecraft://policies/{policy}")
    }

    @Test(
        "unknown resources (M-61)",
        arguments: [
            "corecraft://nope", "corecraft://policies/nope", "corecraft://policies/", "file:///etc/passwd",
            "corecraft://policies/../episode", "",
        ] as [Text])
    func unknownResources(uri: Text) async throws {
        let params: JSONObject = ["uri": .string(uri)]
        let handshake = try await answer(request(1, "resources/read", .object(params)))["error"]
        #expect(handshake?["code"]?.number?.integer == -32002)
        #expect(handshake?["data"]?["uri"] == .string(uri))
        #expect(try await code(modernRequest(1, "resources/read", params)) == -32602)
    }

    @Test func thereIsOnePrompt() async throws {
        let prompts = try await answer(request(1, "prompts/list"))["result"]?["prompts"]?.elements
        #expect(prompts?.map { $0["name"] } == ["work_task"])
        let messages = try await answer(request(1, "prompts/get", ["name": "work_task"]))["result"]?["messages"]
        #expect(messages?.elements?.first?["content"]?["text"]?.text?.string.contains("Help Ada.") == true)
        #expect(try await code(request(1, "prompts/get", ["name": "x"])) == -32602)
        #expect(try await code(request(1, "prompts/get", [:])) == -32602)
    }

    @Test func policyNamesComplete() async throws {
        func values(_ reference: JSONValue, _ name: Text, _ value: Text) async throws -> JSONValue? {
            let params: JSONValue = [
                "argument": ["name": .string(name), "value": .string(value)], "ref": reference,
            ]
            return try await answer(request(1, "completion/complete", params))["result"]?["completion"]?["values"]
        }
        let template: JSONValue = ["type": "ref/resource", "uri": "corecraft://policies/{policy}"]
        #expect(try await values(template, "policy", "") == ["refunds", "ber-uns"])
        #expect(try await values(template, "policy", "ref") == ["refunds"])
        #expect(try await values(template, "other", "") == [])
        #expect(try await values(["type": "ref/prompt", "name": "work_task"], "x", "") == [])
        #expect(try await values(["type": "ref/prompt", "name": "nope"], "x", "") == nil)
        #expect(try await values(["type": "ref/resource", "uri": "corecraft://episode"], "x", "") == nil)
    }

    @Test(
        "undeclared and removed methods (M-5, M-11, M-52)",
        arguments: [
            "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "subscriptions/listen", "tasks/get",
            "nope", "", "tools/List",
        ] as [Text])
    func unknownMethods(method: Text) async throws {
        #expect(try await code(request(1, method)) == -32601)
        #expect(try await code(modernRequest(1, method)) == -32601)
        #expect(try await code(modernRequest(1, "ping")) == -32601)
        #expect(try await code(modernRequest(1, "initialize")) == -32601)
    }

    @Test func everyModernResultIsCompleteAndCacheableOnesSaySo() async throws {
        let cacheable: [(Text, JSONObject)] = [
            ("server/discover", [:]), ("tools/list", [:]), ("prompts/list", [:]), ("resources/list", [:]),
            ("resources/templates/list", [:]), ("resources/read", ["uri": "corecraft://episode"]),
            ("resources/read", ["uri": "corecraft://task/prompt"]),
        ]
        for (method, params) in cacheable {
            let result = try await answer(modernRequest(1, method, params))["result"]
            #expect(result?["resultType"] == "complete")
            #expect((result?["ttlMs"]?.number?.integer ?? -1) >= 0)
            #expect(result?["cacheScope"] == "public" || result?["cacheScope"] == "private")
        }
        let got = try await answer(modernRequest(1, "prompts/get", ["name": "work_task"]))["result"]
        #expect(got?["resultType"] == "complete")
        #expect(got?["ttlMs"] == nil)
    }

    /// JSON that is grammatical, but holds what cannot be kept: the request it is in is answered, and nothing is done.
    @Test(
        "what cannot be kept",
        arguments: [
            #"{"limit":9223372036854775808}"#, #"{"limit":0.1234567890123456789}"#, #"{"a":"\ud800"}"#,
            #"{"a":1,"a":2}"#,
            #"{"a":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}",
        ])
    func whatCannotBeKept(arguments: String) async throws {
        func reply(_ method: String, _ more: String = "", id: String = #""id":7,"#) async throws -> JSONValue? {
            let text =
                #"{"jsonrpc":"2.0",\#(id)"method":"\#(method)","params":{"name":"echo","arguments":\#(arguments)\#(more)}}"#
            let reply = await dispatcher.respond(to: Array(text.utf8), from: .stdio, backend: episode)
            guard case .message(let bytes, _) = reply else { return nil }
            return try JSONParser.parse(bytes)
        }
        let handshake = try #require(try await reply("tools/call"))
        #expect(handshake["id"] == 7)
        #expect(handshake["result"]?["isError"] == true)
        let said = try JSONParser.parse(handshake["result"]?["content"]?.elements?.first?["text"]?.text?.string ?? "")
        #expect(said["error"]?.text?.string.contains("at byte") == true)
        #expect(said["hint"]?.text?.isEmpty == false)
        let envelope =
            #","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
        let modern = try await reply("tools/call", envelope)
        #expect(modern?["result"]?["resultType"] == "complete")
        #expect(modern?["result"]?["isError"] == true)
        let other = try await reply("prompts/get")
        #expect(other?["id"] == 7)
        #expect(other?["error"]?["code"] == -32602)
        #expect(try await reply("notifications/progress", id: "") == nil)
        #expect(episode.callCount == 0)
    }

    @Test(
        "log levels are checked although nothing is logged (M-57)",
        arguments: [("debug", true), ("emergency", true), ("loud", false), (5, false)] as [(JSONValue, Bool)])
    func logLevels(level: JSONValue, isServed: Bool) async throws {
        let meta: JSONValue = [
            "io.modelcontextprotocol/clientCapabilities": [:], "io.modelcontextprotocol/logLevel": level,
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        ]
        #expect(try await code(request(1, "tools/list", ["_meta": meta])) == (isServed ? nil : -32602))
    }

    @Test(
        "parameters of the wrong type",
        arguments: [
            ("prompts/get", ["name": "work_task", "arguments": []]),
            (
                "completion/complete",
                [
                    "ref": ["type": "ref/prompt", "name": "work_task"], "argument": ["name": "x", "value": ""],
                    "context": 5,
                ]
            ),
        ] as [(Text, JSONValue)])
    func parametersOfTheWrongType(method: Text, params: JSONValue) async throws {
        #expect(try await code(request(1, method, params)) == -32602)
    }

    @Test func anUnknownHandshakeVersionIsRefusedUnderItsID() async throws {
        var headers = MCPHeaders()
        headers.protocolVersion = "9999"
        let reply = await dispatcher.respond(
            to: request(5, "initialize", [:]).canonicalBytes, from: .http(headers), backend: episode)
        guard case .message(let bytes, 400) = reply else { throw ServerError("\(reply)") }
        #expect(try JSONParser.parse(bytes)["id"] == 5)
    }

    @Test func anEndedEpisodeAnswersNothing() async throws {
        episode.end()
        for message in [
            request(1, "ping"), request(1, "tools/list"), request(1, "tools/call", ["name": "echo"]),
            request(1, "nonsense"), [], ["jsonrpc": "2.0", "method": "notifications/initialized"],
        ] {
            #expect(
                await dispatcher.respond(to: message.canonicalBytes, from: .http(MCPHeaders()), backend: episode)
                    == .gone)
        }
    }
}
