import CanonicalJSON
import Episodes
import EventStore

/// Opening, forking and calling through the host, with everything that goes with it but a network.
enum EpisodeFigures {
    static func measure(_ settings: Settings) async throws -> [Figure] {
        var figures: [Figure] = []
        for mode in EventStore.Mode.allCases {
            figures.append(try await groups("open", mode, settings) { desk in _ = try await desk.open(16) })
            figures.append(
                try await groups("fork", mode, settings) { desk in
                    let origin = EpisodeID(storeID: desk.host.store.storeID, branch: BranchID(rawValue: 2))
                    _ = try await desk.host.fork(origin, at: nil, count: 16, via: .control)
                })
        }
        for waiting in [1, 64] { figures.append(try await calls(waiting, settings)) }
        figures.append(try await comingBack(settings))
        return figures
    }

    /// An evicted episode comes back into memory, beside the fold of its records decoded whole.
    private static func comingBack(_ settings: Settings) async throws -> Figure {
        let (count, rounds) = (1_000, 20)
        let desk = try BenchDesk(settings, residentBudget: 0)
        let id = try await desk.open(1)[0]
        let calls = try desk.calls(count, seed: 1)
        for start in stride(from: 0, to: count, by: 50) {
            _ = try await desk.host.call(id, Array(calls[start..<start + 50]), via: .mcp)
        }
        var times: [Double] = []
        var whole: [Double] = []
        for _ in 0..<rounds {
            times.append(try await wallSeconds { _ = try await desk.host.offer(of: id) } * 1_000)
            whole.append(try await wallSeconds { _ = try desk.host.state(id) } * 1_000)
        }
        return Figure(
            "an evicted episode of \(count) calls comes back", median(times), .milliseconds,
            beside: .init(name: "its records decoded whole", value: median(whole)))
    }

    private static func groups(
        _ verb: String, _ mode: EventStore.Mode, _ settings: Settings,
        _ body: @escaping @Sendable (BenchDesk) async throws -> Void
    ) async throws -> Figure {
        let (waiting, each) = (16, 40)
        var rates: [Double] = []
        for _ in 0..<3 {
            let desk = try BenchDesk(settings, mode: mode)
            _ = try await desk.open(1)
            let seconds = try await wallSeconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<waiting {
                        group.addTask { for _ in 0..<each { try await body(desk) } }
                    }
                    try await group.waitForAll()
                }
            }
            rates.append(Double(waiting * each * 16) / seconds)
        }
        return Figure(
            "\(verb) by 16, \(mode.rawValue), \(waiting) waiting", median(rates), .perSecond,
            target: mode == .durable ? "50,000/s" : "")
    }

    /// The same calls with the host, and their records and blobs written by the store alone.
    private static func calls(_ waiting: Int, _ settings: Settings) async throws -> Figure {
        var rates: [Double] = []
        var limits: [Double] = []
        let each = 6_000 / waiting
        let load = StoreLoad(episodes: waiting, callsEach: each)
        for _ in 0..<3 {
            let directory = try ScratchDirectory(in: settings.directory)
            let store = try EventStore.forBench(directory, .scratch)
            _ = try await store.write(load.opening)
            let alone = try await wallSeconds { try await load.run(on: store) }
            store.close()
            limits.append(Double(load.count) / alone)
            let desk = try BenchDesk(settings)
            let episodes = try await desk.open(waiting)
            let calls = try episodes.enumerated().map { ($0.element, try desk.calls(each, seed: $0.offset)) }
            let seconds = try await wallSeconds { try await desk.run(calls) }
            rates.append(Double(each * waiting) / seconds)
        }
        return Figure(
            "EpisodeHost.call, scratch, \(waiting) waiting", median(rates), .perSecond,
            beside: .init(name: "append alone", value: median(limits)))
    }
}
