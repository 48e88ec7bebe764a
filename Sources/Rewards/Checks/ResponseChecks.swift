import CanonicalJSON
import Episodes

/// `{"kind": "response_mentions", "all"?, "any"?}`: the response contains all of these texts, and one of those.
public struct ResponseMentionsCheck: Sendable {
    private let all: [Text]
    private let any: [Text]

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["all", "any"])
        all = try members.texts("all")
        any = try members.texts("any")
        guard !all.isEmpty || !any.isEmpty else { throw RewardsError("all", "name at least one text in all or any") }
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let response = FoldedText(evidence.response)
        let missing = all.filter { !response.contains($0) }
        let present = any.filter { response.contains($0) }
        return Check.Finding(
            holds: missing.isEmpty && (any.isEmpty || !present.isEmpty),
            expected: ["all": .array(all.map { .string($0) }), "any": .array(any.map { .string($0) })],
            found: ["any": .array(present.map { .string($0) }), "missing": .array(missing.map { .string($0) })]
        )
    }
}

/// `{"kind": "response_omits", "texts"}`: the response contains none of these texts.
public struct ResponseOmitsCheck: Sendable {
    private let texts: [Text]

    init(_ members: CheckMembers) throws(RewardsError) {
        try members.allow(["texts"])
        texts = try members.texts("texts")
        guard !texts.isEmpty else { throw RewardsError("texts", "name at least one text") }
    }

    func finding(_ evidence: GradingEvidence) -> Check.Finding {
        let response = FoldedText(evidence.response)
        let present = texts.filter { response.contains($0) }
        return Check.Finding(
            holds: present.isEmpty, expected: ["texts": .array(texts.map { .string($0) })],
            found: .array(present.map { .string($0) })
        )
    }
}

/// A response's bytes with ASCII letters in lower case (design rule D-5).
///
/// A text is found only where no letter or digit goes on at either end, so that `90.98` is not found in `190.98`.
private struct FoldedText {
    private let bytes: [UInt8]

    init(_ response: JSONValue) {
        bytes = FoldedText.fold(response.text.map { Array($0.string.utf8) } ?? response.canonicalBytes)
    }

    func contains(_ text: Text) -> Bool {
        let wanted = FoldedText.fold(Array(text.string.utf8))
        guard let first = wanted.first, let last = wanted.last, wanted.count <= bytes.count else { return false }
        for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
            let end = start + wanted.count
            guard bytes[start..<end] == wanted[...] else { continue }
            let goesOnBefore = start > 0 && FoldedText.isWord(first) && FoldedText.isWord(bytes[start - 1])
            let goesOnAfter = end < bytes.count && FoldedText.isWord(last) && FoldedText.isWord(bytes[end])
            if !goesOnBefore, !goesOnAfter { return true }
        }
        return false
    }

    private static func fold(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: true
        default: false
        }
    }
}
