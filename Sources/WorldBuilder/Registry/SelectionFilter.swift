internal import CanonicalJSON
internal import Projections

/// A selection made ready to be asked of many entities: its pointers taken apart, its moments read.
struct SelectionFilter {
    private let members: [(pointer: JSONPointer, value: JSONValue)]
    private let since: Bound?
    private let until: Bound?
    private let mentioning: (pointer: JSONPointer, text: TextMatch)?
    private let holding: (pointer: JSONPointer, members: [(name: Text, value: JSONValue)])?

    private struct Bound {
        let pointer: JSONPointer
        /// In microseconds; nil for a text that is no moment, which nothing passes.
        let instant: Int?

        init(_ bound: (pointer: String, at: String)) {
            pointer = JSONPointer(bound.pointer)
            instant = SelectionIndex.instant(.text(bound.at))
        }

        func holds(_ object: JSONObject, _ isInOrder: (_ found: Int, _ bound: Int) -> Bool) -> Bool {
            guard let instant, let found = SelectionIndex.instant(pointer.value(in: object)) else { return false }
            return isInOrder(found, instant)
        }
    }

    init(_ selection: Condition.Selection) {
        members = selection.members.map { (pointer: JSONPointer($0.pointer), value: $0.value) }
        since = selection.since.map { Bound($0) }
        until = selection.until.map { Bound($0) }
        mentioning = selection.mentioning.map { (pointer: JSONPointer($0.pointer), text: TextMatch(Text($0.text))) }
        holding = selection.holding.map { holding in
            (
                pointer: JSONPointer(holding.pointer),
                members: holding.members.map { (name: Text($0.name), value: $0.value) }
            )
        }
    }

    func passes(_ object: JSONObject) -> Bool {
        for member in members where member.pointer.value(in: object) != member.value { return false }
        if let since, !since.holds(object, >=) { return false }
        if let until, !until.holds(object, <=) { return false }
        if let mentioning {
            guard let text = mentioning.pointer.value(in: object)?.text, mentioning.text.occurs(in: text) else {
                return false
            }
        }
        guard let holding else { return true }
        return (holding.pointer.value(in: object)?.elements ?? []).contains { element in
            holding.members.allSatisfy { element[$0.name] == $0.value }
        }
    }
}
