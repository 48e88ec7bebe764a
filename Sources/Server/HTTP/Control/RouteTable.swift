internal import CanonicalJSON
internal import HTTPTypes

/// The routes of the control API by their paths.
///
/// Our own instead of Hummingbird's router, for what clients rely on: 405 with `Allow`, and a list to compare with
/// openapi.json.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case route(Route, parameters: [String: Text])
        /// The path is there, the method is not.
        case otherMethods(allow: String)
        case nothing
    }

    private enum Segment: Sendable {
        case literal(Text)
        case variable(String)
    }

    let routes: [Route]
    private let segments: [[Segment]]

    init(_ routes: [Route]) {
        self.routes = routes
        segments = routes.map { route in
            route.template.split(separator: "/", omittingEmptySubsequences: true).map { part in
                part.hasPrefix("{") ? .variable(String(part.dropFirst().dropLast())) : .literal(Text(String(part)))
            }
        }
    }

    /// Finds the route of a path; a literal wins over a variable because it stands first in the list.
    func match(_ method: HTTPRequest.Method, path: some StringProtocol) -> Match {
        guard path.hasPrefix("/") else { return .nothing }
        var parts: [Text] = []
        for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let text = PercentEncoding.decode(part) else { return .nothing }
            parts.append(text)
        }
        // HEAD is answered by what answers GET; the body is left out later.
        let wanted = method == .head ? .get : method
        var allowed: [String] = []
        for (route, segments) in zip(routes, segments) {
            guard let parameters = Self.parameters(parts, segments) else { continue }
            if route.method == wanted { return .route(route, parameters: parameters) }
            allowed.append(route.method.rawValue)
            if route.method == .get { allowed.append("HEAD") }
        }
        return allowed.isEmpty ? .nothing : .otherMethods(allow: allowed.joined(separator: ", "))
    }

    private static func parameters(_ parts: [Text], _ segments: [Segment]) -> [String: Text]? {
        guard parts.count == segments.count || segments.isEmpty && parts == [""] else { return nil }
        var parameters: [String: Text] = [:]
        for (part, segment) in zip(parts, segments) {
            switch segment {
            case .literal(let text): if part != text { return nil }
            case .variable(let name):
                if part.isEmpty { return nil }
                parameters[name] = part
            }
        }
        return parameters
    }
}
