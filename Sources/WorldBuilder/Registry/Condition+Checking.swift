internal import CanonicalJSON
internal import Projections
internal import ToolLayer

extension Condition {
    /// Whether it is so in a world.
    ///
    /// - Returns: nil when it is, else what was found instead.
    func failure(in world: FinishedWorld) -> String? {
        switch self {
        case .value(let key, let pointer, let test):
            let found = world.snapshot.document(key).flatMap { JSONValue.object($0.object).at(pointer) }
            return test.failure(found).map { "\(key) \(pointer) \($0)" }
        case .selection(let selection, let test):
            let ids = world.entities(selection).map(\.id.string)
            return test.failure(ids: ids).map { "\(selection.json.shown) \($0)" }
        case .days(let from, let to, let least, let most):
            guard let start = from.instant(in: world), let end = to.instant(in: world) else {
                return "a moment of \(json.shown) is missing"
            }
            let days = (end - start) / 86_400_000_000
            if let least, days < least {
                return "\(from.json.shown) to \(to.json.shown) is \(days) days, not at least \(least)"
            }
            if let most, days > most {
                return "\(from.json.shown) to \(to.json.shown) is \(days) days, not at most \(most)"
            }
            return nil
        case .sum(let selection, let pointer, let test):
            var cents = 0
            for document in world.entities(selection) {
                cents += JSONValue.object(document.object).at(pointer)?.number?.scaled(places: 2) ?? 0
            }
            return test.failure(.cents(cents)).map { "the sum of \(pointer) over \(selection.json.shown) \($0)" }
        case .tool(let name, let arguments, let pointer, let test):
            let found = world.answer(of: name, arguments).at(pointer)
            return test.failure(found).map { "\(name)(\(arguments.shown)) \(pointer) \($0)" }
        }
    }
}

/// A finished world, for asking conditions of it.
struct FinishedWorld {
    let snapshot: Snapshot
    let state: WorldState
    private let index: SelectionIndex

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        state = WorldState(base: snapshot)
        index = SelectionIndex(snapshot)
    }

    func answer(of tool: String, _ arguments: JSONValue) -> JSONValue {
        guard let result = ToolCatalogue.standard.run(Text(tool), arguments, on: state) else { return .null }
        return (try? JSONParser.parse(result.bytes)) ?? .null
    }

    func entities(_ selection: Condition.Selection) -> [Document] {
        let filter = SelectionFilter(selection)
        return index.candidates(selection).filter { filter.passes($0.object) }
    }
}

extension Condition.MomentSource {
    /// In microseconds.
    func instant(in world: FinishedWorld) -> Int? {
        let text: Text? =
            switch self {
            case .clock: world.snapshot.clock.text
            case .at(let text): Text(text)
            case .member(let key, let pointer):
                world.snapshot.document(key).flatMap { JSONValue.object($0.object).at(pointer)?.text }
            }
        return text.flatMap { Timestamp($0) }.map { Int($0.instant.microseconds) }
    }
}

extension Condition.Test {
    /// What is wrong with a value, or nil.
    func failure(_ found: JSONValue?) -> String? {
        let shown = found.map { "is \($0.shown)" } ?? "is absent"
        switch self {
        case .equals(let value): return found == value ? nil : "\(shown), not \(value.shown)"
        case .differs(let value): return found != value ? nil : "\(shown), which it must not be"
        case .oneOf(let values):
            return found.map { values.contains($0) } == true
                ? nil : "\(shown), none of \(JSONValue.array(values).shown)"
        case .absent: return found == nil ? nil : "\(shown), and should be absent"
        case .present: return found != nil ? nil : shown
        case .contains(let value): return found?.holds(value) == true ? nil : "\(shown), without \(value.shown)"
        case .lacks(let value): return found?.holds(value) == true ? "\(shown), with \(value.shown)" : nil
        case .atLeast(let value):
            return compare(found, value) { $0 >= $1 } ? nil : "\(shown), not at least \(value.shown)"
        case .atMost(let value):
            return compare(found, value) { $0 <= $1 } ? nil : "\(shown), not at most \(value.shown)"
        case .counts(let count):
            return found?.elements?.count == count ? nil : "has \(found?.elements?.count ?? 0) elements, not \(count)"
        case .countsAtLeast(let count):
            return (found?.elements?.count ?? 0) >= count ? nil : "has fewer than \(count) elements"
        case .countsAtMost(let count):
            return (found?.elements?.count ?? 0) <= count ? nil : "has more than \(count) elements"
        case .ids: return "cannot be compared with ids"
        }
    }

    /// What is wrong with a selection, or nil.
    func failure(ids found: [String]) -> String? {
        switch self {
        case .ids(let ids):
            found.sorted() == ids.sorted() ? nil : "are \(found.sorted()), not \(ids.sorted())"
        default: failure(.array(found.map { .text($0) }))
        }
    }

    private func compare(_ found: JSONValue?, _ bound: JSONValue, _ holds: (Int, Int) -> Bool) -> Bool {
        guard let left = found?.number?.scaled(places: 4), let right = bound.number?.scaled(places: 4) else {
            guard let left = found?.text, let right = bound.text else { return false }
            return holds(left < right ? -1 : left == right ? 0 : 1, 0)
        }
        return holds(left, right)
    }
}

extension JSONValue {
    /// The canonical text, for messages.
    fileprivate var shown: String { String(decoding: canonicalBytes, as: UTF8.self) }

    /// The value at an RFC 6901 pointer.
    func at(_ pointer: String) -> JSONValue? { JSONPointer(pointer).value(in: self) }

    fileprivate func holds(_ piece: JSONValue) -> Bool {
        if let elements { return elements.contains(piece) }
        guard let text = text?.string, let piece = piece.text?.string else { return false }
        return text.contains(piece)
    }
}
