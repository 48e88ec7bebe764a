import CanonicalJSON
import Episodes
import EventStore
import Projections
import ToolLayer

/// Replays and verification of a store of real calls.
enum ReplayFigures {
    static func measure(_ settings: Settings) async throws -> [Figure] {
        let desk = try BenchDesk(settings)
        let each = 60
        let episodes = try await desk.open(100)
        let calls = try episodes.enumerated().map { ($0.element, try desk.calls(each, seed: $0.offset)) }
        try await desk.run(calls)
        let total = Double(each * episodes.count)
        var figures: [Figure] = []
        let targets: [(ReplayKind, String)] = [(.facts, ""), (.commands, "50,000/s per core")]
        for (kind, target) in targets {
            let passes = try rate(count: 1) { _ in
                for id in episodes {
                    let report = try desk.host.replay(id, kind: kind)
                    guard report.ok else { throw BenchError("\(id) replays otherwise: \(report)") }
                }
            }
            figures.append(
                Figure(
                    "replay of \(kind.rawValue)", passes * total, .perSecond,
                    beside: kind == .commands
                        ? .init(name: "the tools alone", value: try toolsAlone(desk, calls)) : nil,
                    target: target))
        }
        let passes = try rate(count: 1) { _ in
            guard try desk.host.store.verify().isClean else { throw BenchError("the store does not verify") }
        }
        figures.append(
            Figure("verify, store of real calls", passes * total, .perSecond, target: "200,000/s per core"))
        return figures
    }

    /// The same calls one after the other on a state, with nothing encoded or hashed but their results.
    private static func toolsAlone(_ desk: BenchDesk, _ calls: [(EpisodeID, [CallRequest])]) throws -> Double {
        let start = WorldState(base: try desk.host.snapshots.load(desk.starter))
        let count = calls.reduce(0) { $0 + $1.1.count }
        let passes = rate(count: 1) { _ in
            for (_, requests) in calls {
                var state = start
                for request in requests {
                    let result = ToolCatalogue.standard.run(request.name, request.arguments ?? [:], on: state)
                    state = state.applying(result?.events ?? [])
                }
            }
        }
        return passes * Double(count)
    }
}
