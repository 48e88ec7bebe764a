import CanonicalJSON
import Synchronization
import Testing

@testable import Server

@Suite("MCP over standard streams")
struct StdioServerTests {
    /// Feeds bytes and collects lines.
    private final class Streams: Sendable {
        private let input: Mutex<(bytes: [UInt8], next: Int)>
        private let output = Mutex<[UInt8]>([])

        init(_ bytes: [UInt8]) { input = Mutex((bytes, 0)) }

        var channel: StdioServer.Channel {
            StdioServer.Channel(
                readByte: { self.read() }, write: { bytes in self.output.withLock { $0.append(contentsOf: bytes) } })
        }

        private func read() -> Int32 {
            input.withLock { input in
                guard input.next < input.bytes.count else { return -1 }
                input.next += 1
                return Int32(input.bytes[input.next - 1])
            }
        }

        /// The lines written, each parsed.
        var messages: [JSONValue] {
            get throws {
                let bytes = output.withLock { $0 }
                #expect(bytes.isEmpty || bytes.last == 0x0A)
                return try bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map {
                    try JSONParser.parse(Array($0))
                }
            }
        }
    }

    private func exchange(_ lines: [[UInt8]], limit: Int = 4 << 20, endsLine: Bool = true) async throws -> [JSONValue] {
        let streams = Streams(Array(lines.joined(separator: [0x0A])) + (endsLine ? [0x0A] : []))
        let server = StdioServer(
            backend: FakeEpisode(), version: "1", lineLimit: limit, channel: streams.channel)
        try await server.run()
        return try streams.messages
    }

    @Test func bothErasAreServed() async throws {
        let initialize = request(
            0, "initialize", ["capabilities": [:], "clientInfo": [:], "protocolVersion": "2025-11-25"])
        let answers = try await exchange([
            initialize.canonicalBytes,
            JSONValue.object(["jsonrpc": "2.0", "method": "notifications/initialized"]).canonicalBytes,
            request(1, "tools/list").canonicalBytes, modernRequest(2, "server/discover").canonicalBytes,
            modernRequest(3, "tools/list").canonicalBytes, request(4, "server/discover", ["_meta": [:]]).canonicalBytes,
        ])
        #expect(answers.map { $0["id"]?.number?.integer } == [0, 1, 2, 3, 4])
        #expect(answers[0]["result"]?["protocolVersion"] == "2025-11-25")
        #expect(answers[2]["result"]?["supportedVersions"] == ["2026-07-28"])
        #expect(answers[1]["result"]?["tools"] == answers[3]["result"]?["tools"])
        #expect(answers[4]["error"]?["code"]?.number?.integer == -32602)
    }

    @Test func aLineThatIsNotJSONIsAnsweredAndBlankOnesAreNot() async throws {
        let answers = try await exchange([
            Array("nonsense".utf8), [], Array("  \r".utf8), [0xFF, 0xFE], request(1, "ping").canonicalBytes + [0x0D],
        ])
        #expect(answers.map { $0["error"]?["code"]?.number?.integer } == [-32700, -32700, nil])
        #expect(answers.map { $0["id"] } == [.null, .null, 1])
    }

    @Test func aHundredPipelinedRequestsAreAllAnswered() async throws {
        let answers = try await exchange((0..<100).map { request(.number(JSONNumber($0)), "ping").canonicalBytes })
        #expect(answers.map { $0["id"]?.number?.integer } == Array(0..<100))
    }

    @Test func cancellingWhatIsUnknownIsSilent() async throws {
        let answers = try await exchange([
            Array(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#.utf8),
            Array(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":[]}"#.utf8),
            Array(#"{"jsonrpc":"2.0","method":"notifications/whatever"}"#.utf8),
        ])
        #expect(answers.isEmpty)
    }

    @Test func aMegabyteOfTextComesBack() async throws {
        let text = Text(String(repeating: "Grüße \u{1F600}\u{2028}\n", count: 60_000))
        let answers = try await exchange([
            request(1, "tools/call", ["name": "echo", "arguments": ["text": .string(text)]]).canonicalBytes
        ])
        #expect(answers.first?["result"]?["structuredContent"]?["text"]?.text == text)
    }

    @Test func aLineOverTheLimitIsRefusedAndTheNextOneServed() async throws {
        let answers = try await exchange(
            [[UInt8](repeating: 0x20, count: 500) + Array("x".utf8), request(1, "ping").canonicalBytes], limit: 200)
        #expect(answers.map { $0["error"]?["code"]?.number?.integer } == [-32700, nil])
    }

    @Test func aLastLineWithoutItsEndIsAnswered() async throws {
        let answers = try await exchange([request(1, "ping").canonicalBytes], endsLine: false)
        #expect(answers.count == 1)
    }
}
