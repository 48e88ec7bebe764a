import CanonicalJSON
import Projections
import Testing
import WorldBuilder

/// The five worlds in `snapshots/`: they are what their seeds make, and they are in order.
@Suite struct CommittedWorldTests {
    @Test(arguments: Worlds.committed.map(\.name))
    func isWhatItsSeedMakes(_ name: String) throws {
        let entry = try #require(Worlds.committed.first { $0.name == name })
        let built = try Worlds.build(name, seed: entry.seed, split: entry.split)
        #expect(
            built.snapshot.digest == (try Worlds.snapshot(name)).digest, "run `make worlds` after a change of content")
        #expect(built.registry.json.canonicalBytes + [UInt8(ascii: "\n")] == (try Worlds.registry(name)))
    }

    @Test(arguments: Worlds.committed.map(\.name))
    func lintFindsNothing(_ name: String) throws {
        let snapshot = try Worlds.snapshot(name)
        let registry = try JSONParser.parse(Array((try Worlds.registry(name)).dropLast()))
        let findings = WorldLint.findings(in: snapshot, registry: registry, validateBuild: Worlds.errors)
        #expect(findings.isEmpty, "\(findings.prefix(10).map(\.description))")
    }

    @Test(arguments: Worlds.committed.map(\.name))
    func hasTheSizesThatTheContractNames(_ name: String) throws {
        let snapshot = try Worlds.snapshot(name)
        let counts = Dictionary(uniqueKeysWithValues: snapshot.counts.map { ($0.type, $0.count) })
        #expect(snapshot.entityCount >= 3000)
        let least: [(EntityType, Int)] = [
            (.product, 180), (.knowledgeBaseArticle, 45), (.employee, 40), (.slackChannel, 12), (.slackMessage, 300),
            (.customer, 400), (.order, 850), (.payment, 850), (.shipment, 640), (.supportTicket, 430), (.refund, 80),
            (.resolution, 130), (.escalation, 50), (.build, 85), (.warrantyClaim, 1), (.bundle, 1),
            (.compatibilityRule, 14),
        ]
        for (type, count) in least { #expect(counts[type] ?? 0 >= count, "\(type): \(counts[type] ?? 0)") }
    }

    @Test func sistersShareNoPeopleAndNoNamesOfGoods() throws {
        let worlds = try Worlds.committed.map { try Worlds.snapshot($0.name) }
        for (index, world) in worlds.enumerated() {
            for sister in worlds[..<index] {
                for type in [EntityType.customer, .employee] {
                    let own = Set(world.documents(type).map(\.id))
                    let shared = sister.documents(type).filter { own.contains($0.id) }
                    #expect(
                        shared.count * 10 <= own.count, "\(world.name) and \(sister.name): \(shared.count) of \(type)")
                }
                let goods = Set(world.documents(.product).map(\.id))
                #expect(sister.documents(.product).filter { goods.contains($0.id) }.count * 2 <= goods.count)
            }
        }
    }

    /// What `corecraft-eval` tells is told in no world for training, but for a few planted texts.
    @Test func evaluationIsHeldOut() throws {
        let training = try Worlds.committed.filter { $0.split == .train }.map { try Worlds.snapshot($0.name) }
        let told = ToldElsewhere(try Worlds.snapshot("corecraft-eval"), besides: training)
        #expect(told.tickets.own * 20 >= told.tickets.count * 19, "\(told.tickets)")
        #expect(told.messages.own * 20 >= told.messages.count * 19, "\(told.messages)")
    }
}
