import CanonicalJSON
import Foundation

/// What an MCP host needs in its configuration to reach an episode: the `mcpServers` of an `mcp.json`.
enum HostSnippet {
    /// The snippet of an episode as opening answered it: its URL where a server has one, else this program over
    /// standard input and output.
    ///
    /// - Parameter options: What the command was told; a program that the host starts must be told the same.
    static func snippet(of episode: JSONValue, _ options: CommonOptions) throws(CommandFailure) -> JSONValue {
        let server: JSONValue
        if let url = episode["mcp_url"]?.text {
            server = ["type": "http", "url": .string(url)]
        } else {
            let arguments = [
                "mcp", "--store", absolute(try options.storeDirectory), "--episode", episode.shown("id"),
                "--snapshots", absolute(options.snapshots), "--tasks", absolute(options.tasks),
                "--system-prompts", absolute(options.systemPrompts),
            ]
            server = [
                "args": .array(arguments.map { .string(Text($0)) }), "command": .string(Text(program)),
                "type": "stdio",
            ]
        }
        return ["mcpServers": ["corecraft": server]]
    }

    /// The answer to opening with the snippet of each episode as `mcp_json`.
    static func adding(to answer: JSONValue, _ options: CommonOptions) throws(CommandFailure) -> JSONValue {
        guard var object = answer.object else { return answer }
        var episodes: [JSONValue] = []
        for episode in answer.list("episodes") {
            guard var members = episode.object else { continue }
            members["mcp_json"] = try snippet(of: episode, options)
            episodes.append(.object(members))
        }
        object["episodes"] = .array(episodes)
        return .object(object)
    }

    /// Hosts start programs in folders of their own.
    private static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    }

    private static var program: String {
        Bundle.main.executablePath ?? CommandLine.arguments.first ?? "corecraft"
    }
}
