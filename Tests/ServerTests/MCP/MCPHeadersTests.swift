import HTTPTypes
import Testing

@testable import Server

@Suite("The headers MCP reads")
struct MCPHeadersTests {
    @Test func eachIsFoundWhateverItsCase() throws {
        var fields = HTTPFields()
        for (name, value) in [
            ("content-type", "application/json"), ("CONTENT-LENGTH", "12"), ("accept", "*/*"),
            ("mcp-protocol-version", "2026-07-28"), ("MCP-METHOD", "tools/call"), ("Mcp-name", "getProduct"),
            ("idempotency-key", "k"), ("mcp-session-id", "s"), ("X-Other", "o"),
        ] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        #expect(
            MCPHeaders(fields)
                == MCPHeaders(
                    contentType: "application/json", contentLength: "12", accept: "*/*",
                    protocolVersion: "2026-07-28", method: "tools/call", name: "getProduct", idempotencyKey: "k",
                    hasSessionID: true))
        #expect(MCPHeaders([:]) == MCPHeaders())
    }

    @Test func severalOfOneNameAreJoinedAndSoMatchNothing() {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .mcpMethod, value: "ping"))
        fields.append(HTTPField(name: .accept, value: "text/html"))
        fields.append(HTTPField(name: .mcpMethod, value: "ping"))
        fields.append(HTTPField(name: .accept, value: "application/json"))
        #expect(MCPHeaders(fields).method == "ping, ping")
        #expect(MCPHeaders(fields).accept == "text/html, application/json")
    }
}
