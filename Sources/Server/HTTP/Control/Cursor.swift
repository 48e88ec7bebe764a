internal import CanonicalJSON
internal import EventStore

/// Opaque places in lists: base64url of what the next page starts behind.
enum Cursor {
    static func text(_ key: Text) -> AnswerJSON {
        .text(Base64.encode(Array(key.string.utf8), alphabet: .url))
    }

    static func text(_ branch: BranchID) -> AnswerJSON {
        text(Text(String(branch.rawValue)))
    }

    /// - Throws: ``Problem`` 422 for what is no cursor.
    static func key(_ cursor: Text) throws(Problem) -> Text {
        guard let bytes = Base64.decode(cursor.string.utf8, alphabet: .url),
            let key = String(validating: bytes, as: UTF8.self)
        else { throw unknown }
        return Text(key)
    }

    /// - Throws: ``Problem`` 422 for what is no cursor of episodes.
    static func branch(_ cursor: Text) throws(Problem) -> BranchID {
        let key = try key(cursor)
        guard let number = UInt64(key.string), String(number) == key.string else { throw unknown }
        return BranchID(rawValue: number)
    }

    private static let unknown = Problem.invalid("cursor", "is no next_cursor of this list")
}
