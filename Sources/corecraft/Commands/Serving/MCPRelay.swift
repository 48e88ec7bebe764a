import CanonicalJSON
import Foundation

/// Carries MCP messages from standard input to the episode's URL at the server that holds the store, and answers back.
///
/// The era of a message decides its headers: those of the modern one repeat what the body says (`mcp-server.md`,
/// section 4).
struct MCPRelay: Sendable {
    let server: ServerAccess
    /// The episode's URL.
    let url: String

    private static let versionKey: Text = "io.modelcontextprotocol/protocolVersion"

    /// Answers one line; nil when the server has nothing to say.
    func respond(to line: [UInt8]) async -> [UInt8]? {
        let message = try? JSONParser.parse(line)
        do {
            let (status, body) = try await server.exchange(
                "POST", url, headers: MCPRelay.headers(for: message), body: line)
            if status == 202 { return nil }
            if let answer = try? JSONParser.parse(body), answer["jsonrpc"] != nil { return body }
            let reason = status == 404 ? "The episode has ended." : "The server answered with status \(status)."
            return MCPRelay.failure(answering: message, reason)
        } catch {
            return MCPRelay.failure(answering: message, error.message)
        }
    }

    /// The headers that a message needs over HTTP.
    static func headers(for message: JSONValue?) -> [(String, String)] {
        var headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")]
        guard let message, let version = message["params"]?["_meta"]?[versionKey]?.text else { return headers }
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
        let answer: JSONValue = [
            "error": ["code": -32603, "message": .string(Text(reason))], "id": id ?? .null, "jsonrpc": "2.0",
        ]
        return answer.canonicalBytes
    }
}
