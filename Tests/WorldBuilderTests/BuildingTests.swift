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
    @Test(arguments: [0, 6, 7, 8, 9, 10, 2_147_483_648])
    func anySeedBuildsAndIsInOrder(_ seed: Int) throws {
        let world = try Worlds.build("any", seed: seed)
        let findings = WorldLint.findings(
            in: world.snapshot, registry: world.registry.json, validateBuild: Worlds.errors)
        #expect(findings.isEmpty, "\(findings.prefix(10).map(\.description))")
    }

    @Test func ordinaryBusinessGrowsWithTheScaleAndWhatIsPlantedDoesNot() throws {
        let small = try Worlds.build("scale", seed: 11)
        let large = try Worlds.build("scale", seed: 11, scale: 3)
        #expect(large.snapshot.documents(.order).count > 2 * small.snapshot.documents(.order).count)
        #expect(
            large.registry.json["instances"]?.elements?.count == small.registry.json["instances"]?.elements?.count)
    }

    @Test(arguments: [1, 2])
    func progressIsToldInSmallStepsToTheEnd(_ scale: Int) throws {
        var told: [Int] = []
        _ = try WorldBuilder(contentFolder: Worlds.content).build(name: "told", seed: 12, scale: scale) {
            told.append($1)
        }
        #expect(told.first == 0)
        #expect(told.last == 100)
        #expect(zip(told, told.dropFirst()).allSatisfy { (0...10).contains($1 - $0) })
    }

    @Test func aMissingContentFolderIsNamed() {
        #expect(throws: ContentError.self) { try WorldBuilder(contentFolder: "/nowhere/at/all") }
    }
}
