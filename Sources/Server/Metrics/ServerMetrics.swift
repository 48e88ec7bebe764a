internal import CanonicalJSON
internal import Episodes
public import EventStore
internal import Metrics
internal import ToolLayer

/// What a server counts and times, for `GET /metrics`.
///
/// What happens is told as it happens; what is the case, such as open episodes, is looked up when the page is asked for.
public final class ServerMetrics: Sendable {
    /// How a call ended.
    enum CallOutcome: String {
        case ok
        /// The tool said no; it is in the log.
        case error
        /// It left no record.
        case refused
    }

    private struct ToolInstruments {
        let ok, error, refused: Counter
        let time: Metrics.Timer
    }

    private let registry = PrometheusRegistry()
    private let tools: [Text: ToolInstruments]
    private let otherTools: ToolInstruments
    private let responses: [Counter]
    private let commits: Counter
    private let commitEntries: Recorder
    private let commitBytes: Recorder
    private let commitTime: Metrics.Timer
    private let gauges: Gauges

    private struct Gauges {
        let queue, open, resident, used, map, free, connections: Meter
    }

    public init() {
        let factory = registry
        func counter(_ tool: String, _ outcome: CallOutcome) -> Counter {
            Counter(
                label: "corecraft_calls", dimensions: [("tool", tool), ("outcome", outcome.rawValue)],
                factory: factory)
        }
        func instruments(_ tool: String) -> ToolInstruments {
            ToolInstruments(
                ok: counter(tool, .ok), error: counter(tool, .error), refused: counter(tool, .refused),
                time: Metrics.Timer(label: "corecraft_call", dimensions: [("tool", tool)], factory: factory))
        }
        // Instruments of the tools that there are: what a client makes up is counted as `unknown`.
        let names = ToolCatalogue.standard.tools.map(\.name) + [SubmitResponse.name]
        tools = Dictionary(uniqueKeysWithValues: names.map { ($0, instruments($0.string)) })
        otherTools = instruments("unknown")
        responses = (1...5).map { first in
            Counter(
                label: "corecraft_http_responses", dimensions: [("status", "\(first)xx")], factory: factory)
        }
        commits = Counter(label: "corecraft_commits", factory: factory)
        commitEntries = Recorder(label: "corecraft_commit_entries", factory: factory)
        commitBytes = Recorder(label: "corecraft_commit_bytes", factory: factory)
        commitTime = Metrics.Timer(label: "corecraft_fsync", factory: factory)
        func meter(_ label: String) -> Meter { Meter(label: label, factory: factory) }
        gauges = Gauges(
            queue: meter("corecraft_writer_queue"), open: meter("corecraft_open_episodes"),
            resident: meter("corecraft_resident_episodes"), used: meter("corecraft_store_bytes"),
            map: meter("corecraft_store_map_bytes"), free: meter("corecraft_disk_free_bytes"),
            connections: meter("corecraft_connections"))
        for (name, help) in Self.help { registry.describe(name, help) }
    }

    private static let help: KeyValuePairs = [
        "corecraft_calls_total": "Tool calls by tool and outcome: ok, error (the tool said no), refused (no record).",
        "corecraft_call_seconds": "Time of a call from its decoding to its commit.",
        "corecraft_http_responses_total": "Answers by class of status.",
        "corecraft_commits_total": "Commits of the store.",
        "corecraft_commit_entries": "Log entries of a commit.",
        "corecraft_commit_bytes": "Bytes of a commit, roughly.",
        "corecraft_fsync_seconds": "Time of a commit itself; in a durable store the time of its sync.",
        "corecraft_writer_queue": "Writes that wait for the writer.",
        "corecraft_open_episodes": "Episodes that take calls.",
        "corecraft_resident_episodes": "Episodes whose state is in memory.",
        "corecraft_store_bytes": "Bytes of the store's file in use.",
        "corecraft_store_map_bytes": "Bytes of address space of the store's map.",
        "corecraft_disk_free_bytes": "Free bytes of the store's disk.",
        "corecraft_connections": "Open connections, of all addresses.",
    ]

    // MARK: What happens

    func observe(call tool: Text, _ outcome: CallOutcome, since start: ContinuousClock.Instant) {
        let instruments = tools[tool] ?? otherTools
        switch outcome {
        case .ok: instruments.ok.increment()
        case .error: instruments.error.increment()
        case .refused: instruments.refused.increment()
        }
        instruments.time.recordNanoseconds(Self.nanoseconds(ContinuousClock.now - start))
    }

    func observe(status code: Int) {
        if 100..<600 ~= code { responses[code / 100 - 1].increment() }
    }

    /// To be given to the store: called on the thread that wrote, after each commit.
    public func observe(commit: CommitObservation) {
        commits.increment()
        commitEntries.record(commit.entries)
        commitBytes.record(commit.bytes)
        commitTime.recordNanoseconds(Self.nanoseconds(commit.commitTime))
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }

    // MARK: The page

    /// The page of now.
    func page(of episodes: EpisodeHost, connections: Int) throws(EpisodeError) -> String {
        let store = episodes.store
        do throws(EventStoreError) {
            let map = try store.mapUse()
            gauges.used.set(map.used)
            gauges.map.set(map.size)
        } catch {
            throw EpisodeError(error)
        }
        gauges.open.set(try episodes.openEpisodeCount())
        gauges.queue.set(store.waitingWrites)
        gauges.resident.set(episodes.residentCount)
        gauges.connections.set(connections)
        if let free = store.freeSpace { gauges.free.set(free) }
        return registry.text
    }
}
