internal import CanonicalJSON
internal import Projections

extension [Document] {
    /// The same entities by the *text* of `createdAt`, descending, then by id.
    ///
    /// For tickets, whose own order of search puts priority first.
    var newestFirst: [Document] {
        guard count > 1 else { return self }
        return sorted { left, right in
            let (leftTime, rightTime) = (left.text("createdAt") ?? "", right.text("createdAt") ?? "")
            return leftTime == rightTime ? left.id < right.id : rightTime < leftTime
        }
    }

    /// The same entities by the bytes of their ids.
    var byID: [Document] { sorted { $0.id < $1.id } }
}

extension WorldState {
    /// The clock's text, which goes into entities character for character.
    var now: JSONValue { .string(clock.text) }
}
