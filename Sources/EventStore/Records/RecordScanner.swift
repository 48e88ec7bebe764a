internal import CanonicalJSON

/// Reads a record off its bytes in the order in which the encoder writes its members, without a tree of JSON values.
///
/// It knows the usual records only. Whatever it does not recognise is nil, which is no verdict: ``Record/init(parsing:)``
/// then reads the bytes the general way, and finds out what is wrong with them, if anything is.
struct RecordScanner: ~Copyable {
    private let bytes: [UInt8]
    private var position = 0

    /// The record that encodes to exactly these bytes.
    static func record(_ bytes: [UInt8]) -> Record? {
        var scanner = RecordScanner(bytes: bytes)
        guard scanner.skip("{"), let record = scanner.record(), scanner.skip("}"), scanner.position == bytes.count
        else {
            return nil
        }
        return record
    }

    /// The changes of the record that encodes to these bytes, read without what stands before and behind them.
    static func changes(_ bytes: [UInt8]) -> [Record.Change]? {
        var scanner = RecordScanner(bytes: bytes)
        if scanner.skip("{\"content\":") || scanner.skip("{\"kind\":\"submitted\",") { return [] }
        if scanner.skip("{\"arguments\":") {
            guard let end = scanner.endOfValue() else { return nil }
            scanner.position = end
        } else {
            guard scanner.skip("{\"arguments_blob\":"), scanner.digest() != nil else { return nil }
        }
        guard scanner.skip(",") else { return nil }
        return scanner.changes()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func record() -> Record? {
        if skip("\"arguments\":") {
            guard let value = value() else { return nil }
            return call(.inline(value))
        }
        if skip("\"arguments_blob\":") {
            guard let digest = digest() else { return nil }
            return call(.blob(digest))
        }
        if skip("\"content\":") { return message() }
        if skip("\"kind\":\"submitted\",") { return submission() }
        return nil
    }

    private mutating func call(_ arguments: Record.Payload) -> Record? {
        guard skip(","), let changes = changes() else { return nil }
        var events: Record.Payload?
        if skip("\"events\":") {
            guard let value = value(), skip(",") else { return nil }
            events = .inline(value)
        } else if skip("\"events_blob\":") {
            guard let digest = digest(), skip(",") else { return nil }
            events = .blob(digest)
        }
        let isError = skip("\"is_error\":true")
        guard isError || skip("\"is_error\":false"), skip(",\"kind\":\"call\",\"name\":"), let name = text(),
            skip(",\"prev\":"), let prev = digest(), skip(",\"result\":"), let result = digest(),
            let (root, seq) = rootAndSeq()
        else { return nil }
        return Record(
            seq: seq, prev: prev, root: root, sortedChanges: changes,
            body: .call(.init(name: name, arguments: arguments, result: result, isError: isError, events: events)))
    }

    private mutating func message() -> Record? {
        guard let content = digest(), skip(",\"kind\":\"message\",\"prev\":"), let prev = digest(), skip(",\"role\":")
        else { return nil }
        let isUser = skip("\"user\"")
        guard isUser || skip("\"assistant\""), let (root, seq) = rootAndSeq() else { return nil }
        return Record(
            seq: seq, prev: prev, root: root, sortedChanges: [],
            body: .message(.init(role: isUser ? "user" : "assistant", content: content)))
    }

    private mutating func submission() -> Record? {
        guard skip("\"prev\":"), let prev = digest(), skip(",\"response\":"), let response = digest(),
            let (root, seq) = rootAndSeq()
        else { return nil }
        return Record(
            seq: seq, prev: prev, root: root, sortedChanges: [],
            body: .submitted(.init(response: response, stopped: nil)))
    }

    private mutating func rootAndSeq() -> (root: Digest, seq: Int)? {
        guard skip(",\"root\":"), let root = digest(), skip(",\"seq\":"), let seq = number() else { return nil }
        return (root, seq)
    }

    /// The member `changes` with the comma behind it; empty when there is none.
    private mutating func changes() -> [Record.Change]? {
        var changes: [Record.Change] = []
        guard skip("\"changes\":{") else { return changes }
        repeat {
            let start = position
            guard let key = text(), skip(":"), bytes[start + 1] != UInt8(ascii: "/"),
                bytes[start..<position].contains(UInt8(ascii: "/"))
            else { return nil }
            // Keys are in order, hence none stands twice.
            if let last = changes.last, !Text.utf16Precedes(last.key, key) { return nil }
            if skip("null") {
                changes.append(.init(key: key, digest: nil))
            } else {
                guard let digest = digest() else { return nil }
                changes.append(.init(key: key, digest: digest))
            }
        } while skip(",")
        return skip("},") ? changes : nil
    }

    // MARK: Pieces

    /// Goes behind these characters if they are next.
    private mutating func skip(_ expected: String) -> Bool {
        guard isNext(expected) else { return false }
        position += expected.utf8.count
        return true
    }

    private func isNext(_ expected: String) -> Bool {
        let literal = expected.utf8Span.span
        guard position + literal.count <= bytes.count else { return false }
        let text = bytes.span
        for index in literal.indices where literal[index] != text[position + index] { return false }
        return true
    }

    private mutating func digest() -> Digest? {
        guard position + 66 <= bytes.count, skip("\""),
            let digest = Digest(hex: bytes.span.extracting(position..<(position + 64)))
        else { return nil }
        position += 64
        return skip("\"") ? digest : nil
    }

    /// A number from 1 of at most fifteen digits.
    private mutating func number() -> Int? {
        var number = 0
        let start = position
        while position < bytes.count, position < start + 15, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] {
            number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        return position > start && bytes[start] != UInt8(ascii: "0") ? number : nil
    }

    /// A string without escapes.
    private mutating func text() -> Text? {
        guard skip("\""), let text = content() else { return nil }
        position += text.byteCount + 1
        return text
    }

    /// What stands up to the next quote.
    private func content() -> Text? {
        let span = bytes.span
        var end = position
        while end < span.count, span[end] != UInt8(ascii: "\"") {
            guard span[end] >= 0x20, span[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < span.count, let content = try? UTF8Span(validating: span.extracting(position..<end)) else {
            return nil
        }
        return Text(String(copying: content))
    }

    /// A value, whose text must be canonical.
    private mutating func value() -> JSONValue? {
        guard let end = endOfValue(),
            let value = try? JSONParser.parse(bytes.span.extracting(position..<end), limits: .init(depth: 63)),
            value.canonicalBytes[...] == bytes[position..<end]
        else { return nil }
        position = end
        return value
    }

    /// Where the array or object at the position ends.
    private func endOfValue() -> Int? {
        let span = bytes.span
        var depth = 0
        var isInString = false
        var index = position
        while index < span.count {
            switch span[index] {
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): if !isInString { depth += 1 }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard !isInString else { break }
                depth -= 1
                if depth <= 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }
}
