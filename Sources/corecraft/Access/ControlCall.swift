import CanonicalJSON

/// One request of the control API (`control-api.md`), wherever it is answered.
struct ControlCall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    let method: Method
    /// The path with its query, percent-encoded.
    let target: String
    /// The body, for `post`.
    let body: [UInt8]

    /// - Parameter path: The segments after `/v1`, not encoded yet.
    /// - Parameter query: Those with nil are left out.
    static func get(_ path: String..., query: KeyValuePairs<String, String?> = [:]) -> ControlCall {
        ControlCall(method: .get, target: target(path, Array(query)), body: [])
    }

    /// - Parameter path: The segments after `/v1`, not encoded yet.
    static func post(_ path: String..., body: JSONObject = [:]) -> ControlCall {
        ControlCall(method: .post, target: target(path, []), body: body.canonicalBytes)
    }

    /// Imports a trajectory file.
    static func importing(_ file: [UInt8]) -> ControlCall {
        ControlCall(method: .post, target: target(["trajectories"], []), body: file)
    }

    private static func target(_ path: [String], _ query: [(key: String, value: String?)]) -> String {
        let parameters = query.compactMap { parameter in
            parameter.value.map { "\(parameter.key)=\(encoded($0))" }
        }
        let segments = path.map { "/" + encoded($0) }.joined()
        return "/v1" + segments + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    private static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
