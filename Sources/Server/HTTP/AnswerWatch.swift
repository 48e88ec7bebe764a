internal import HTTPTypes
internal import Logging

/// Logs and counts answers. Neither tokens, bodies nor queries reach the log.
struct AnswerWatch: Sendable {
    let logger: Logger
    /// nil where nothing is counted.
    let metrics: ServerMetrics?

    /// The client's own id of a request when it is 1 to 128 visible ASCII characters, else a new one.
    static func id(of request: HTTPRequest) -> String {
        if let given = request.headerFields[.requestID], 1...128 ~= given.utf8.count,
            given.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        {
            return given
        }
        // Drawn, not counted: an agent that looks at those of its own answers must not learn how busy the server is.
        let id = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - id.utf8.count) + id
    }

    func failed(_ id: String, _ problem: Problem) {
        // Without the path, which may hold an episode's token.
        logger.error("request failed", metadata: ["detail": "\(problem.detail)", "request_id": "\(id)"])
    }

    func answered(
        _ request: HTTPRequest, _ id: String, _ status: HTTPResponse.Status, since start: ContinuousClock.Instant
    ) {
        metrics?.observe(status: status.code)
        guard logger.logLevel <= .info else { return }
        let elapsed = (ContinuousClock.now - start).components
        let microseconds = elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
        logger.info(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "microseconds": "\(microseconds)",
                "path": "\(Self.shown(request.path ?? "/"))", "request_id": "\(id)", "status": "\(status.code)",
            ])
    }

    /// The path without its query where it is plainly one of the operator's; of any other nothing, since clients that
    /// spell an episode's URL wrong, or look for things beside it, send its token too.
    static func shown(_ target: String) -> Substring {
        let path = target.prefix { $0 != "?" }
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        guard let place = segments.first.flatMap({ String($0) }), operatorPlaces.contains(place),
            segments.allSatisfy(isPlain)
        else { return "..." }
        return path.prefix(200)
    }

    private static let operatorPlaces: Set<String> = ["v1", "openenv", "healthz", "readyz", "metrics", "openapi.json"]

    /// Whether a segment leads neither back nor to MCP, in whatever spelling.
    private static func isPlain(_ segment: Substring.UTF8View) -> Bool {
        let isSpelledOut = segment.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isSpelledOut && !segment.isEmpty && segment.first != UInt8(ascii: ".")
            && String(Substring(segment)).lowercased() != "mcp"
    }
}
