internal import CanonicalJSON
public import Projections

/// What was built: a snapshot, and the registry of what was planted in it.
public struct BuiltWorld: Sendable {
    public let snapshot: Snapshot
    public let registry: Registry
}

/// Builds worlds from authored content: the same seed gives the same bytes, on any machine.
public struct WorldBuilder: Sendable {
    private let content: AuthoredContent

    /// - Throws: ``ContentError`` naming the file at fault.
    public init(contentFolder: String) throws(ContentError) {
        content = try AuthoredContent(folder: contentFolder)
    }

    /// Builds a world.
    ///
    /// - Parameters:
    ///   - name: The snapshot's.
    ///   - seed: Sister worlds differ by it: other staff, customers, names, prices, days, figures.
    ///   - scale: 1 for about 6,000 entities; ordinary business grows with it, what is planted does not.
    ///   - split: Which texts it tells; written into the registry.
    ///   - progress: Told what is being made, and how much is done, in percent.
    /// - Throws: ``WorldError`` when the content cannot be used or a planted instance does not hold.
    public func build(
        name: String, seed: Int, scale: Int = 1, split: WorldSplit = .train,
        progress: @escaping (String, Int) -> Void = { _, _ in }
    ) throws -> BuiltWorld {
        let progress = BuildProgress(report: progress)
        let (snapshot, figures, planted) = try finishedWorld(
            name, seed: seed, scale: scale, split: split, progress)
        try WorldError.throwFailures(of: planted, in: FinishedWorld(snapshot), progress)
        progress.show(.done)
        let registry = Registry(
            name: name, seed: seed, scale: scale, split: split, snapshot: snapshot, figures: figures, planted: planted)
        return BuiltWorld(snapshot: snapshot, registry: registry)
    }

    /// The world as it stands in the end, and what was planted in it, in the order of the situations' ids.
    private func finishedWorld(
        _ name: String, seed: Int, scale: Int, split: WorldSplit, _ progress: BuildProgress
    ) throws -> (Snapshot, HouseFigures, [PlantedSituation]) {
        let clock = Moment(seconds: 1_757_962_800)  // 2025-09-15T19:00:00Z
        let size = WorldSize(scale: scale)
        progress.show(.company)
        var plan = WorldPlan(company: try Company(content, seed: seed, clock: clock), seed: seed, split: split)
        plan.scale = scale
        plan.numbersPerDay = 40 + 20 * scale
        plan.texts.retellsStories = scale > 1
        for build in try plan.company.baseBuilds() { plan.builds.add(build) }
        var generator = SeededGenerator(seed: seed, purpose: "ordinary customers")
        plan.addOrdinaryCustomers(size.ordinaryCustomers, &generator)
        var planted = try plan.plant(Situation.early) { progress.show(.situations, $0, of: Situation.early.count) }
        try OrdinaryBusiness(size: size, progress: progress).weave(&plan)
        planted += try plan.plant(Situation.late) { progress.show(.messages, $0, of: Situation.late.count) }
        planted.sort { $0.situation.id.utf8.lexicographicallyPrecedes($1.situation.id.utf8) }
        let figures = plan.company.figures
        // The plan, which is as large as the world, is not needed any more.
        let world = try plan.json(named: name)
        return (try Snapshot.importing(world) { progress.show(.tables, $0, of: $1) }, figures, planted)
    }
}

/// A situation and its instances in a world.
typealias PlantedSituation = (situation: Situation, instances: [PlantedInstance])

extension WorldPlan {
    /// Plants situations one after the other, telling how many are planted.
    fileprivate mutating func plant(
        _ situations: [Situation], progress: (Int) -> Void
    ) throws -> [PlantedSituation] {
        var planted: [PlantedSituation] = []
        for situation in situations {
            progress(planted.count)
            var generator = SeededGenerator(seed: seed, purpose: situation.id)
            planted.append((situation, try situation.plant(&self, &generator)))
        }
        return planted
    }
}

/// Planted instances that do not hold in the finished world: a fault of the builder.
public struct WorldError: Error, Sendable, CustomStringConvertible {
    /// One line each: the instance and what was found.
    public let failures: [String]

    public var description: String {
        "\(failures.count) planted conditions do not hold:\n" + failures.joined(separator: "\n")
    }

    static func throwFailures(
        of planted: [PlantedSituation], in world: FinishedWorld, _ progress: BuildProgress
    ) throws(WorldError) {
        var failures: [String] = []
        for (position, (situation, instances)) in planted.enumerated() {
            progress.show(.proof, position, of: planted.count)
            for (index, instance) in instances.enumerated() {
                for condition in instance.conditions {
                    guard let failure = condition.failure(in: world) else { continue }
                    failures.append("\(situation.id)-\(twoDigits(index + 1)): \(failure)")
                }
            }
        }
        if !failures.isEmpty { throw WorldError(failures: failures) }
    }
}

extension WorldPlan {
    /// The world as it stands, to be imported like any other.
    func json(named name: String) throws(ContentError) -> JSONValue {
        var entities = JSONObject()
        var fixed: [EntityType: [JSONObject.Member]] = [:]
        for draft in try company.fixedDrafts() + articles {
            fixed[draft.type, default: []].append(
                JSONObject.Member(name: Text(draft.id), value: .object(draft.members)))
        }
        for type in EntityType.importable {
            if let members = fixed[type] { entities[type.name] = .object(JSONObject(uniqueMembers: members)) }
        }
        entities[EntityType.build.name] = builds.json
        entities[EntityType.customer.name] = customers.json
        entities[EntityType.order.name] = orders.json
        entities[EntityType.payment.name] = payments.json
        entities[EntityType.shipment.name] = shipments.json
        entities[EntityType.supportTicket.name] = tickets.json
        entities[EntityType.refund.name] = refunds.json
        entities[EntityType.resolution.name] = resolutions.json
        entities[EntityType.escalation.name] = escalations.json
        entities[EntityType.warrantyClaim.name] = claims.json
        entities[EntityType.slackMessage.name] = messages.json
        return ["name": .text(name), "clock": ["now": .text(clock.text)], "entities": .object(entities)]
    }
}
