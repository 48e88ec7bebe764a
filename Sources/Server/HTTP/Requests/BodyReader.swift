internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads request bodies into memory, up to a limit.
enum BodyReader {
    /// Reads the body.
    ///
    /// A body that says it is too large is refused before a byte of it is read. Hummingbird then reads and drops what
    /// still comes, so that the client gets to see the answer; nothing of it is kept.
    ///
    /// - Parameter declaredLength: The header Content-Length.
    /// - Parameter limit: The most bytes.
    /// - Parameter exchange: Holds the memory of a body that is not a small one.
    /// - Throws: ``Problem`` 413 over the limit, 400 when the connection ended in the middle, 503 when there is no memory.
    static func read(
        _ request: Request, declaredLength: String?, limit: Int, _ exchange: Exchange
    ) async throws(Problem) -> [UInt8] {
        var declared: Int?
        if let text = declaredLength {
            guard let length = Int(text), length >= 0 else { throw Problem(.malformed, "Content-Length is no number.") }
            guard length <= limit else { throw tooLarge(limit) }
            declared = length
        }
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                let count = bytes.count + buffer.readableBytes
                guard count <= limit else { throw tooLarge(limit) }
                if count > smallBody { try exchange.hold(bytes.count > smallBody ? buffer.readableBytes : count) }
                if bytes.isEmpty {
                    // The usual body comes in one piece.
                    bytes = Array(buffer.readableBytesView)
                } else {
                    bytes.append(contentsOf: buffer.readableBytesView)
                }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.malformed, "The body ended before it was complete.")
        }
        guard declared == nil || declared == bytes.count else {
            throw Problem(.malformed, "The body ended before it was complete.")
        }
        return bytes
    }

    /// Bodies up to here need no leave: as many as there are connections fit, and ordinary calls are among them.
    static let smallBody = 64 << 10

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.tooLarge, "The body is larger than \(limit) bytes.")
    }
}
