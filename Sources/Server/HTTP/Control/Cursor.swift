internal import CanonicalJSON

/// Opaque places in one list: base64url of what the next page starts behind, with a digest that ties it to the list.
struct Cursor {
    private static let digestLength = 8
    private let list: JSONValue

    /// - Parameter list: What makes it this list and no other: what is listed, and every filter.
    init(of list: JSONValue) {
        self.list = list
    }

    func text(_ key: Text) -> AnswerJSON {
        .text(Base64.encode(seal(key) + Array(key.string.utf8), alphabet: .url))
    }

    /// - Returns: nil for what is no cursor of this list.
    func key(_ cursor: Text) -> Text? {
        guard let bytes = Base64.decode(cursor.string.utf8, alphabet: .url), bytes.count >= Self.digestLength,
            let key = String(validating: bytes.dropFirst(Self.digestLength), as: UTF8.self).map({ Text($0) }),
            bytes.prefix(Self.digestLength).elementsEqual(seal(key))
        else { return nil }
        return key
    }

    private func seal(_ key: Text) -> [UInt8] {
        Array(Digest(of: [list, .string(key)] as JSONValue).bytes.prefix(Self.digestLength))
    }
}
