import CanonicalJSON
import Foundation
import NIOCore
import Server

/// Carries MCP messages from standard input to the episode's URL at the server that holds the store, and answers back.
///
/// The era of a message decides its headers: those of the modern one repeat what the body says (`mcp-server.md`,
/// section 4).
struct MCPRelay: Sendable {
    let server: ServerAccess
    /// The episode's URL, as this machine reaches it.
    let url: String

    /// - Parameter handedOut: The episode's URL as the server tells agents; it may be a public one that leads nowhere from here.
    init(server: ServerAccess, handedOut: String) throws(CommandFailure) {
        guard let path = handedOut.range(of: "/mcp/", options: .backwards) else {
            throw CommandFailure(.trouble, "the server at \(server.url) serves no agents")
        }
        self.server = server
        url = server.agentURL + handedOut[path.lowerBound...]
    }

    /// Longer than any call takes, and short enough for the agent to hear why there is no answer.
    private static let timeout = TimeAmount.seconds(60)
    private static let versionKey: Text = "io.modelcontextprotocol/protocolVersion"

    /// Answers one line; nil when the server has nothing to say.
    func respond(to line: [UInt8]) async -> [UInt8]? {
        let message = try? JSONParser.parse(line)
        do {
            let (status, body) = try await server.exchange(
                "POST", url, headers: MCPRelay.headers(for: message), body: line, timeout: MCPRelay.timeout)
            if status == 202 { return nil }
            if let answer = try? JSONParser.parse(body), answer["jsonrpc"] != nil { return body }
            switch status {
            case 404:
                return MCPRelay.failure(
                    answering: message,
                    "The episode's address is no longer served: it has ended, or somebody else has attached to it.")
            case 413:
                // What is too long to be read has no id that could be told.
                return MCPRelay.failure(code: -32700, id: .null, "The message is longer than the server takes.")
            default: return MCPRelay.failure(answering: message, "The server answered with status \(status).")
            }
        } catch {
            return MCPRelay.failure(answering: message, error.message)
        }
    }

    /// The headers that a message needs over HTTP.
    static func headers(for message: JSONValue?) -> [(String, String)] {
        var headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")]
        guard let message else { return headers }
        let named = message["params"]?["_meta"]?[versionKey]?.text
        // A method of the modern era alone, which says what is missing in it.
        let discover = message["method"] == "server/discover" ? Text(StdioServer.modernVersion) : nil
        guard let version = named ?? discover else { return headers }
        headers.append(("MCP-Protocol-Version", encoded(version)))
        if let method = message["method"]?.text { headers.append(("Mcp-Method", encoded(method))) }
        if let name = message["params"]?["name"]?.text ?? message["params"]?["uri"]?.text {
            headers.append(("Mcp-Name", encoded(name)))
        }
        return headers
    }

    /// What is not plain ASCII travels as Base64 of its UTF-8.
    private static func encoded(_ text: Text) -> String {
        let isPlain = text.string.utf8.allSatisfy { 0x21...0x7E ~= $0 } && !text.string.hasPrefix("=?")
        return isPlain ? text.string : "=?base64?\(Data(text.string.utf8).base64EncodedString())?="
    }

    /// A JSON-RPC error; nil for a notification, which is never answered.
    private static func failure(answering message: JSONValue?, _ reason: String) -> [UInt8]? {
        let id = message?["id"]
        if message != nil, id == nil { return nil }
        return failure(code: -32603, id: id ?? .null, reason)
    }

    private static func failure(code: JSONValue, id: JSONValue, _ reason: String) -> [UInt8] {
        let answer: JSONValue = [
            "error": ["code": code, "message": .string(Text(reason))], "id": id, "jsonrpc": "2.0",
        ]
        return answer.canonicalBytes
    }
}
