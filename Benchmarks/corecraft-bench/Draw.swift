import CanonicalJSON
import Projections

/// Entities of a world for one call; those of following numbers lie far apart.
struct Draw {
    private let world: Snapshot
    private let number: Int

    init(_ world: Snapshot, _ number: Int) {
        self.world = world
        self.number = number
    }

    /// An entity that fulfils a condition.
    func entity(_ type: EntityType, where holds: (Document) -> Bool = { _ in true }) throws -> Document {
        let documents = world.documents(type)
        for step in 0..<documents.count {
            let document = documents[(number &* 7_919 + step) % documents.count]
            if holds(document) { return document }
        }
        throw BenchError("no \(type.rawValue) is fit for the benchmark")
    }

    /// The id of an entity.
    func id(_ type: EntityType) throws -> JSONValue { .string(try entity(type).id) }

    /// The id of a product of that category.
    func part(_ category: Text) throws -> JSONValue {
        .string(try entity(.product) { $0.text("category") == category }.id)
    }

    /// A text that differs from call to call.
    func text(_ start: String) -> JSONValue { .string(Text("\(start) \(number)")) }
}

extension Document {
    /// A member, null where there is none.
    func value(_ name: Text) -> JSONValue { self[name] ?? .null }

    /// The id as an argument.
    var argument: JSONValue { .string(id) }
}
