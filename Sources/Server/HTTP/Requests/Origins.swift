/// Which hosts and origins an address answers to: the guard against DNS rebinding (mcp-server.md section 10).
struct Origins: Sendable {
    /// Whether the address is reachable from this machine alone, so that only loopback names can be meant.
    let isLoopback: Bool
    /// Hosts that public URLs name, lower-case.
    private let publicHosts: Set<String>
    /// The origins of public URLs, lower-case, without default ports.
    private let publicOrigins: Set<Origin>

    /// Scheme, host and port of a URL.
    struct Origin: Sendable, Hashable {
        let scheme: String
        let host: String
        let port: Int

        /// Reads `scheme://host[:port]`; anything behind it is refused unless `allowsPath`.
        init?(_ text: String, allowsPath: Bool = false) {
            let parts = text.lowercased().split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count >= 3, parts[1].isEmpty, parts[0].last == ":", parts.count == 3 || allowsPath,
                let authority = Authority(String(parts[2]))
            else { return nil }
            scheme = String(parts[0].dropLast())
            switch (scheme, authority.port) {
            case ("http", let port): self.port = port ?? 80
            case ("https", let port): self.port = port ?? 443
            default: return nil
            }
            host = authority.host
        }
    }

    /// `host[:port]` of a Host header, lower-case; IPv6 in brackets.
    struct Authority: Sendable, Hashable {
        let host: String
        let port: Int?

        init?(_ text: String) {
            let lowered = text.lowercased()
            let end = lowered.hasPrefix("[") ? lowered.firstIndex(of: "]") : nil
            if lowered.hasPrefix("["), end == nil { return nil }
            let hostEnd = end.map(lowered.index(after:)) ?? lowered.firstIndex(of: ":") ?? lowered.endIndex
            host = String(lowered[..<hostEnd])
            let rest = lowered[hostEnd...]
            if rest.isEmpty || rest == ":" {
                port = nil
            } else {
                let digits = rest.dropFirst()
                guard rest.first == ":", !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                    let number = Int(digits), number <= 65_535
                else { return nil }
                port = number
            }
            guard !host.isEmpty, !host.contains(where: { "/@?#\\ ".contains($0) }) else { return nil }
        }
    }

    private static let loopbackHosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    /// Whether a host to bind is reachable from this machine alone.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.split(separator: ".").allSatisfy { UInt8($0) != nil }
    }

    init(isLoopback: Bool, publicURLs: [String]) {
        self.isLoopback = isLoopback
        let origins = publicURLs.compactMap { Origin($0, allowsPath: true) }
        publicOrigins = Set(origins)
        publicHosts = Set(origins.map(\.host))
    }

    /// - Throws: ``Problem`` 421 for a foreign host, 400 when there is none, 403 for a foreign origin.
    func check(host: String?, origin: String?) throws(Problem) {
        guard let host, let authority = Authority(host) else {
            throw Problem(.malformed, "The request needs one Host header.")
        }
        let isLocal = Self.loopbackHosts.contains(authority.host) || Self.isLoopback(authority.host)
        guard !isLoopback || isLocal || publicHosts.contains(authority.host) else {
            throw Problem(.misdirected, "This server does not answer for that host.")
        }
        guard let origin else { return }
        guard let asked = Origin(origin), Self.loopbackHosts.contains(asked.host) || publicOrigins.contains(asked)
        else { throw Problem(.forbidden, "Requests from that origin are not allowed.") }
    }
}
