internal import Crypto
internal import HTTPTypes
internal import Hummingbird

/// The opening handshake (RFC 6455, section 4.2).
enum WebSocketHandshake {
    /// Whether a request asks to speak WebSocket from now on.
    static func isAsked(by request: HTTPRequest) -> Bool {
        request.method == .get && request.headerFields[.upgrade]?.lowercased() == "websocket"
    }

    /// The headers to answer 101 with.
    ///
    /// - Throws: ``Problem`` 426 for what is no handshake.
    static func accept(_ request: Request) throws(Problem) -> HTTPFields {
        let connection = request.headers[.connection]?.lowercased().split(separator: ",") ?? []
        guard isAsked(by: request.head), connection.contains(where: { $0.trimmingSpaces == "upgrade" }),
            request.headers[.secWebSocketVersion] == "13",
            let key = request.headers[.secWebSocketKey], Base64.decode(key.utf8, alphabet: .standard)?.count == 16
        else {
            throw Problem(
                .upgradeRequired,
                "This address speaks WebSocket, version 13: send Upgrade, Connection, Sec-WebSocket-Version and -Key.")
        }
        let digest = Insecure.SHA1.hash(data: Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        return [
            .upgrade: "websocket", .connection: "Upgrade",
            .secWebSocketAccept: Base64.encode(Array(digest), alphabet: .standard),
        ]
    }

    /// The answer as it goes over the wire.
    static func rawHead(of response: HTTPResponse) -> String {
        var head = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        for field in response.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        return head + "\r\n"
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
