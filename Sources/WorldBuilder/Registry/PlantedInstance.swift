internal import CanonicalJSON
internal import Projections

/// One planted instance of a situation: what tasks are bound to.
struct PlantedInstance: Sendable {
    /// Which of the situation's sides it is, where it has several; `decoy` for one that only looks like it.
    var variant: String?
    /// The entities that it touches, by the part they play: `customer`, `order`, `late shipment`.
    var entities: [(role: String, type: EntityType, id: String)]
    /// What a task needs to know and a check compares with: amounts, days, words.
    var facts: JSONObject = [:]
    /// What makes it true; it is false as soon as one of them is.
    var conditions: [Condition]
    /// Integrity rules that it breaks on purpose, and where.
    var breaks: [(rule: String, type: EntityType, id: String)] = []
}
