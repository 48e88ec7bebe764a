internal import CanonicalJSON

/// The query of a request's target, decoded.
struct QueryParameters: Sendable {
    private let values: [(name: Text, value: Text)]

    /// - Parameter query: What stands behind the question mark.
    /// - Throws: ``Problem`` 400 for escapes that are none and for bytes that are not UTF-8.
    init(_ query: some StringProtocol) throws(Problem) {
        var values: [(Text, Text)] = []
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : pair.prefix(0), plusIsSpace: true)
            else { throw Problem(.malformed, "The query is not percent-encoded UTF-8.") }
            values.append((name, value))
        }
        self.values = values
    }

    /// The parameter of that name, nil when it is absent; the last one where there are several.
    subscript(name: Text) -> Text? {
        values.last { $0.name == name }?.value
    }

}

/// Percent-encoding of URLs (RFC 3986, section 2.1).
enum PercentEncoding {
    /// - Returns: nil for escapes that are none and for bytes that are not UTF-8.
    static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> Text? {
        var bytes: [UInt8] = []
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self).map { Text($0) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
