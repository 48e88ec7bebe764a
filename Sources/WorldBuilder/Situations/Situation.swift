internal import CanonicalJSON
internal import Projections

/// A planted situation: what tasks of some kinds are made of (scenario catalogue, section 8).
///
/// Each has a file of its own that plants it. Its instances must not spoil those of others: each makes its own customers
/// and orders, or leaves to itself what it counts (``WorldPlan/reservedProducts``).
struct Situation: Sendable {
    /// `P27`
    let id: String
    let meaning: String
    /// What would make an instance false, in plain words.
    let falseWhen: String
    /// The kinds of the scenario catalogue that may bind it.
    let kinds: [String]
    /// Plants all instances of a world.
    let plant: @Sendable (inout WorldPlan, inout SeededGenerator) throws -> [PlantedInstance]

    init(
        _ id: String, meaning: String, falseWhen: String, kinds: [String],
        plant: @escaping @Sendable (inout WorldPlan, inout SeededGenerator) throws -> [PlantedInstance]
    ) {
        self.id = id
        self.meaning = meaning
        self.falseWhen = falseWhen
        self.kinds = kinds
        self.plant = plant
    }

    /// A situation whose instances are planted one by one.
    ///
    /// - Parameters:
    ///   - count: How many a world has.
    ///   - one: Plants the instance of an index from 0.
    init(
        _ id: String, count: Int, meaning: String, falseWhen: String, kinds: [String],
        one: @escaping @Sendable (inout WorldPlan, Int, inout SeededGenerator) throws -> PlantedInstance
    ) {
        self.init(id, meaning: meaning, falseWhen: falseWhen, kinds: kinds) { plan, generator in
            var instances: [PlantedInstance] = []
            for index in 0..<count { instances.append(try one(&plan, index, &generator)) }
            return instances
        }
    }
}
