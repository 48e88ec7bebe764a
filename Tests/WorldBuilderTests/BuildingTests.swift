import CanonicalJSON
import Projections
import Testing
import WorldBuilder

@Suite struct BuildingTests {
    @Test func theSameSeedGivesTheSameBytes() throws {
        let first = try Worlds.build("twice", seed: 77)
        let second = try Worlds.build("twice", seed: 77)
        #expect(first.snapshot.digest == second.snapshot.digest)
        #expect(first.registry.json == second.registry.json)
    }

    @Test func anotherSeedGivesAnotherWorldOfTheSameKind() throws {
        let first = try Worlds.build("sister", seed: 101)
        let second = try Worlds.build("sister", seed: 102)
        #expect(first.snapshot.digest != second.snapshot.digest)
        #expect(first.snapshot.types == second.snapshot.types)
        #expect(first.registry.json["figures"] != second.registry.json["figures"])
    }

    /// Every seed must give a world whose planted instances all hold: the builder throws otherwise.
    @Test(
        arguments: [
            (0, .train), (6, .eval), (7, .train), (8, .eval), (9, .train), (10, .eval), (2_147_483_648, .train),
        ] as [(Int, WorldSplit)])
    func anySeedBuildsAndIsInOrder(_ seed: Int, _ split: WorldSplit) throws {
        let world = try Worlds.build("any", seed: seed, split: split)
        let findings = WorldLint.findings(
            in: world.snapshot, registry: world.registry.json, validateBuild: Worlds.errors)
        #expect(findings.isEmpty, "\(findings.prefix(10).map(\.description))")
    }

    @Test func ordinaryBusinessGrowsWithTheScaleAndWhatIsPlantedDoesNot() throws {
        let small = try Worlds.build("scale", seed: 11)
        let large = try Worlds.build("scale", seed: 11, scale: 3)
        #expect(large.snapshot.documents(.order).count > small.snapshot.documents(.order).count + 1_000)
        #expect(
            large.registry.json["instances"]?.elements?.count == small.registry.json["instances"]?.elements?.count)
        // What a larger world tells again is counted, and no finding.
        #expect(TextVariety(small.snapshot, small.registry.json).retold == 0)
        #expect(TextVariety(large.snapshot, large.registry.json).retold > 100)
        let findings = WorldLint.findings(
            in: large.snapshot, registry: large.registry.json, validateBuild: Worlds.errors)
        #expect(findings.isEmpty, "\(findings.prefix(10).map(\.description))")
    }

    @Test(arguments: [1, 2])
    func progressIsToldInSmallStepsToTheEnd(_ scale: Int) throws {
        var told: [Int] = []
        _ = try WorldBuilder(contentFolder: Worlds.content).build(name: "told", seed: 12, scale: scale) {
            told.append($1)
        }
        #expect(told.first == 0)
        #expect(told.last == 100)
        // The largest step is a stage in which nothing was left to do.
        #expect(zip(told, told.dropFirst()).allSatisfy { (0...20).contains($1 - $0) })
    }

    @Test func aMissingContentFolderIsNamed() {
        #expect(throws: ContentError.self) { try WorldBuilder(contentFolder: "/nowhere/at/all") }
    }
}
