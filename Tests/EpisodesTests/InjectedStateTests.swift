import CanonicalJSON
import Episodes
import EventStore
import Projections
import Testing

@Suite("Injected state")
struct InjectedStateTests {
    private static let order: Text = "ord-250914-002"

    /// The starter world with the demo's order in another status.
    private static func state(_ desk: Desk, status: Text = "cancelled") throws -> WorldState {
        let snapshot = try desk.host.snapshots.load(try desk.starter)
        var order = try #require(snapshot.document(.order, Self.order)).object
        order["status"] = .string(status)
        return try WorldState.injecting(
            ["order": .object([Self.order: .object(order)])], at: "injected_state", into: snapshot)
    }

    private static func open(_ desk: Desk, _ state: WorldState) async throws -> EpisodeSummary {
        try await desk.host.open(OpenRequest(snapshot: try desk.starter, state: state, via: .openenv))[0]
    }

    @Test func itIsTheStateOfRecordZero() async throws {
        let desk = try Desk()
        let state = try Self.state(desk)
        let episode = try await Self.open(desk, state)
        #expect(episode.root == state.root)
        let keys: [Text] = try desk.host.records(episode.id)[0].record.changes.map { $0.key }
        #expect(keys == [Text("order/\(Self.order)")])
        try desk.restart()
        #expect(try desk.host.state(episode.id).state.root == state.root)
        let found = try await desk.call(episode.id, "getOrderDetails", ["order_id": .string(Self.order)])
        #expect(String(decoding: found.result, as: UTF8.self).contains("\"status\":\"cancelled\""))
        #expect(try desk.host.replay(episode.id, kind: .both).ok)
        #expect(try desk.host.audit(episode.id, grading: nil).ok)
    }

    @Test func theSameStateGivesTheSameHeadAndNoChangeGivesThePlainOne() async throws {
        let desk = try Desk()
        let first = try await Self.open(desk, try Self.state(desk))
        let second = try await Self.open(desk, try Self.state(desk))
        #expect(first.head == second.head)
        let snapshot = try desk.host.snapshots.load(try desk.starter)
        let same = try #require(snapshot.document(.order, Self.order)).text("status") ?? ""
        let unchanged = try await Self.open(desk, try Self.state(desk, status: same))
        let plain = try await desk.openOne()
        #expect(try desk.host.summary(plain).head == unchanged.head)
    }

    @Test func aStateOfAnotherSnapshotIsRefused() async throws {
        let desk = try Desk()
        let other = try Snapshot.importing(["clock": ["now": "2025-09-15T19:00:00Z"], "entities": [:], "name": "x"])
        await #expect(throws: EpisodeError.self) { try await Self.open(desk, WorldState(base: other)) }
        #expect(try desk.host.openEpisodeCount() == 0)
    }
}
