import Testing

@testable import Server

@Suite("What the log says of a request")
struct AnswerWatchTests {
    @Test(
        "paths of the operator are shown without their query",
        arguments: [
            ("/v1/episodes?label=a:b", "/v1/episodes"),
            ("/v1/episodes/ep-40d37f2b71ee-34", "/v1/episodes/ep-40d37f2b71ee-34"),
            ("/healthz", "/healthz"), ("/openenv/reset", "/openenv/reset"),
        ])
    func shown(target: String, path: String) {
        #expect(AnswerWatch.shown(target) == path)
    }

    /// Clients join URLs wrongly, and look for authorization metadata beside an episode's URL.
    @Test(
        "a token never is, however its URL is spelled",
        arguments: [
            "/mcp/T", "//mcp/T", "/MCP/T", "/%6dcp/T", "/./mcp/T", "/v1/../mcp/T", "/v1/%2e%2e/mcp/T", "/v1//mcp/T",
            "/v1/mcp/T", "/.well-known/oauth-protected-resource/mcp/T", "/T", "T", "", "/v1/Mcp/T", "http://h/mcp/T",
        ])
    func hidden(target: String) {
        #expect(AnswerWatch.shown(target) == "...")
    }
}
