internal import CanonicalJSON

/// The parameters of a query, read one by one; everything that is wrong is collected and told at once.
struct QueryFields {
    private let query: QueryParameters
    private var problems: [Problem.Item] = []

    init(_ query: QueryParameters) {
        self.query = query
    }

    /// What `read` makes of the parameter; nil when it is absent, or wrong because `read` made nothing of it.
    mutating func value<Value>(_ name: Text, _ message: String, _ read: (Text) -> Value?) -> Value? {
        guard let text = query[name] else { return nil }
        let value = read(text)
        if value == nil { problems.append(Problem.Item(path: name.string, message: message)) }
        return value
    }

    /// The same where the parameter must be there.
    mutating func required<Value>(_ name: Text, _ message: String, _ read: (Text) -> Value?) -> Value? {
        if query[name] == nil { problems.append(Problem.Item(path: name.string, message: message)) }
        return value(name, message, read)
    }

    mutating func integer(_ name: Text, in range: ClosedRange<Int>) -> Int? {
        value(name, "must be an integer from \(range.lowerBound) to \(range.upperBound)") { text in
            guard let value = Int(text.string), String(value) == text.string, range.contains(value) else { return nil }
            return value
        }
    }

    mutating func bool(_ name: Text) -> Bool {
        value(name, "must be true or false") { text in text == "true" ? true : text == "false" ? false : nil } ?? false
    }

    /// How many entries a page has at most.
    mutating func pageLimit(unlessGiven standard: Int = 100) -> Int {
        integer("limit", in: 1...Operation.QueryParameter.largestPage) ?? standard
    }

    /// The key behind which a page begins.
    ///
    /// - Parameter list: The list that the cursor must have been issued for.
    mutating func cursor(of list: Cursor) -> Text? {
        value("cursor", "is no next_cursor of this list") { text in list.key(text) }
    }

    /// - Throws: ``Problem`` 422 when anything was wrong.
    func finish() throws(Problem) {
        try Fields.require(problems)
    }
}
