import CanonicalJSON
import Foundation

/// What an MCP host needs in its configuration to reach an episode: the `mcpServers` of an `mcp.json`.
enum HostSnippet {
    /// The snippet of an episode as opening answered it: its URL where a server has one, else this program over
    /// standard input and output.
    ///
    /// - Parameter places: What the command was told.
    static func snippet(of episode: JSONValue, _ places: Places) throws(CommandFailure) -> JSONValue {
        let server: JSONValue
        if let url = episode["mcp_url"]?.text {
            server = ["type": "http", "url": .string(url)]
        } else {
            // The store has all that an open episode needs; hosts start programs in folders of their own.
            let store = URL(filePath: try places.storeDirectory).standardizedFileURL.path(percentEncoded: false)
            let arguments = ["mcp", "--store", store, "--episode", episode.shown("id")]
            server = [
                "args": .array(arguments.map { .string(Text($0)) }), "command": .string(Text(program)),
                "type": "stdio",
            ]
        }
        return ["mcpServers": ["corecraft": server]]
    }

    /// The answer to opening with the snippet of each episode as `mcp_json`.
    static func adding(to answer: JSONValue, _ places: Places) throws(CommandFailure) -> JSONValue {
        guard var object = answer.object else { return answer }
        var episodes: [JSONValue] = []
        for episode in answer.list("episodes") {
            guard var members = episode.object else { continue }
            members["mcp_json"] = try snippet(of: episode, places)
            episodes.append(.object(members))
        }
        object["episodes"] = .array(episodes)
        return .object(object)
    }

    private static var program: String {
        Bundle.main.executablePath ?? CommandLine.arguments.first ?? "corecraft"
    }
}
