internal import CanonicalJSON

/// Puts an answer together in one array of bytes, reserved once, out of literals and stored bytes.
struct AnswerWriter {
    private(set) var bytes: [UInt8]

    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    mutating func writeVerbatim(_ stored: [UInt8]) {
        bytes.append(contentsOf: stored)
    }

    mutating func writeVerbatim(_ literal: String) {
        bytes.append(contentsOf: literal.utf8)
    }

    mutating func write(_ value: JSONValue) {
        bytes.append(contentsOf: value.canonicalBytes)
    }

    mutating func write(_ id: RequestID) {
        switch id {
        case .integer(let number): bytes.append(contentsOf: (number.integer ?? 0).description.utf8)
        case .string: write(id.json)
        }
    }

    mutating func write(_ object: JSONObject) {
        bytes.append(contentsOf: object.canonicalBytes)
    }

    /// Writes canonical JSON as the inside of a JSON string.
    ///
    /// Canonical text has no control characters, so quotes and backslashes are all there is to escape. The array is
    /// grown once for the worst case, which spares a check per byte on the server's busiest path.
    mutating func writeEscaped(json: [UInt8]) {
        bytes.append(addingCapacity: json.count * 2) { output in
            for byte in json {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
                output.append(byte)
            }
        }
    }
}
