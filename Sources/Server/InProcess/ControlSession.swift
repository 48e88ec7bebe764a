internal import CanonicalJSON
public import Episodes
public import EventStore
internal import HTTPTypes
public import Rewards

/// The control API without a network: a program that has opened a store itself asks it what it would ask a server.
///
/// Answers are the server's to the byte, except that no episode has an MCP URL and tokens are not asked for.
public struct ControlSession: Sendable {
    private let table: RouteTable
    private let via: Via

    /// - Parameter via: The door that the log names for what is written.
    public init(episodes: EpisodeHost, tasks: TaskCatalogue, via: Via) {
        let configuration = CorecraftServer.Configuration(version: "")
        let plane = ControlPlane(
            episodes: episodes, tasks: tasks, mint: TokenMint(storeID: episodes.store.storeID.string, key: TokenKey()),
            addresses: ServerAddresses(configuration), configuration: configuration)
        table = RouteTable(plane.routes)
        self.via = via
    }

    /// Answers one request.
    ///
    /// - Parameter target: The path with its query, percent-encoded.
    /// - Returns: The status and the body; of an error its problem details.
    public func answer(_ method: String, _ target: String, body: [UInt8]) async -> (status: Int, body: [UInt8]) {
        do {
            let reply = try await reply(to: method, target, body)
            return (reply.status.code, reply.bytes)
        } catch {
            return (error.kind.status.code, error.json.canonicalBytes)
        }
    }

    private func reply(to method: String, _ target: String, _ body: [UInt8]) async throws(Problem) -> ControlReply {
        let path = target.prefix { $0 != "?" }
        guard let method = HTTPRequest.Method(rawValue: method),
            case .route(let route, let parameters) = table.match(method, path: path)
        else { throw .nothingHere }
        let query = try QueryParameters(target.dropFirst(path.count + 1))
        let object = route.body == .none || route.body == .imported ? [:] : try Self.object(in: body)
        return try await route.handler(
            ControlRequest(parameters: parameters, query: query, object: object, bytes: body, via: via))
    }

    /// The members of a body; an empty one has none.
    private static func object(in body: [UInt8]) throws(Problem) -> JSONObject {
        if body.isEmpty { return [:] }
        guard let object = (try? JSONParser.parse(body))?.object else {
            throw Problem(.malformed, "The body must be a JSON object.")
        }
        return object
    }
}
