import CanonicalJSON
import Projections
import Testing
import WorldBuilder

@Suite struct BuildingTests {
    @Test func sameSeedGivesTheSameBytes() throws {
    }
}
