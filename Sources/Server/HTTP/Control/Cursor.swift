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

    /// One page of the whole list, and the cursor to go on with.
    ///
    /// - Parameter elements: In the order of their places.
    /// - Parameter after: The place of the last one on the page before; nil for the first page.
    /// - Parameter place: Unique, and the same for as long as the element is in the list.
    func page<Elements: RandomAccessCollection>(
        of elements: Elements, after: Text?, limit: Int, by place: (Elements.Element) -> Text
    ) -> (elements: Elements.SubSequence, next: AnswerJSON) {
        var start = elements.startIndex
        var count = after == nil ? 0 : elements.count
        while let after, count > 0 {
            let middle = elements.index(start, offsetBy: count / 2)
            if place(elements[middle]) <= after {
                start = elements.index(after: middle)
                count -= count / 2 + 1
            } else {
                count /= 2
            }
        }
        let page = elements[start...].prefix(limit)
        let isLast = page.endIndex == elements.endIndex
        return (page, isLast ? .null : .optional(page.last) { text(place($0)) })
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
