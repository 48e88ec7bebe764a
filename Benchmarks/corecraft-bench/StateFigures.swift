import Projections

/// Forks of an episode's state in memory.
enum StateFigures {
    /// What a fork without a store copies: where the episode stands, and its world.
    private struct Episode {
        var seq: Int
        var state: WorldState
    }

    static func measure(_ settings: Settings) throws -> [Figure] {
        let starter = try Snapshot.load(folder: settings.snapshots + "/starter")
        let origin = Episode(seq: 7, state: WorldState(base: starter))
        let count = 1_000_000
        var forks: [Episode] = []
        forks.reserveCapacity(count)
        let rate = rate(count: count) { index in
            if index == 0 { forks.removeAll(keepingCapacity: true) }
            var fork = origin
            fork.seq = index
            forks.append(fork)
        }
        guard forks.last?.state == origin.state else { throw BenchError("a fork is not equal to its origin") }
        return [Figure("fork of the episode value in memory", rate, .perSecond, target: "1,000,000/s")]
    }
}
