public import CanonicalJSON
public import EventStore
import Projections
import Synchronization
public import ToolLayer

/// Opens episodes and carries out everything that is done with them: the one place where log, world and tools meet.
///
/// Safe to use from any number of tasks. The calls of one episode are serial, in order of arrival; episodes do not wait for
/// each other. Reads see committed records only.
public final class EpisodeHost: Sendable {
    /// The behaviour of the tools in this build, recorded in `opened.rules`.
    public static let rules: Text = "corecraft/1"

    /// The log.
    public let store: EventStore
    /// The tools of this build.
    public let tools: ToolCatalogue
    /// The snapshots offered and stored.
    public let snapshots: SnapshotCatalogue

    /// What the operator allows.
    public let limits: Limits

    let residents: ResidentTable
    let keyTurns = KeyTurns()
    let lostAnswers = LostAnswers()
    let openEpisodes = OpenEpisodeCount()
    /// The tools that each profile of this build offers.
    let profiles: [ToolProfile: ToolOffer]
    private let offers: Mutex<[Digest: ToolOffer]>

    /// - Parameter residentBudget: Bytes that idle episodes may keep in memory.
    public init(
        store: EventStore, tools: ToolCatalogue, snapshots: SnapshotCatalogue, residentBudget: Int = 256 << 20,
        limits: Limits = Limits()
    ) {
        self.store = store
        self.limits = limits
        self.tools = tools
        self.snapshots = snapshots
        residents = ResidentTable(budget: residentBudget)
        profiles = Dictionary(
            uniqueKeysWithValues: ToolProfile.allCases.map {
                ($0, ToolOffer(definitions: tools.definitions(of: $0)))
            }
        )
        offers = Mutex(Dictionary(profiles.values.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// How many episodes are in memory.
    public var residentCount: Int { residents.count }

    // MARK: Finding

    /// The committed row of an episode that shows: no trunk, and of this store.
    ///
    /// - Throws: ``EpisodeError`` with code `.unknownEpisode`.
    func row(_ id: EpisodeID) throws(EpisodeError) -> BranchRow {
        guard id.storeID == store.storeID, let row = try branch(id.branch), !row.isTrunk else {
            throw .unknownEpisode(id)
        }
        return row
    }

    func branch(_ id: BranchID) throws(EpisodeError) -> BranchRow? {
        do {
            return try store.branch(id)
        } catch {
            throw EpisodeError(error)
        }
    }

    func id(_ branch: BranchID) -> EpisodeID {
        EpisodeID(storeID: store.storeID, branch: branch)
    }

    func write(_ write: StoreWrite) async throws(EpisodeError) {
        do {
            try await store.write(write)
        } catch {
            throw EpisodeError(error)
        }
    }

    // MARK: Taking turns

    /// Runs `body` with the episode's tip, when every earlier request to the episode is done.
    ///
    /// `body` returns the tip to keep, which must be committed by then; when it throws, the tip is read from the log again.
    func inTurn<Value: Sendable>(
        _ id: EpisodeID, _ body: (EpisodeTip) async throws(EpisodeError) -> (Value, EpisodeTip)
    ) async throws(EpisodeError) -> Value {
        guard id.storeID == store.storeID else { throw .unknownEpisode(id) }
        let resident = residents.acquire(id.branch)
        defer { residents.release(resident) }
        return try await resident.gate.withTurn { () async throws(EpisodeError) -> Value in
            let tip = try self.tip(of: id, in: resident)
            do throws(EpisodeError) {
                let (value, next) = try await body(tip)
                resident.commit(next)
                return value
            } catch {
                if case .store = error.code { resident.commit(nil) }
                throw error
            }
        }
    }

    private func tip(of id: EpisodeID, in resident: ResidentEpisode) throws(EpisodeError) -> EpisodeTip {
        if let tip = resident.committed { return tip }
        let tip = try tip(of: try row(id))
        resident.commit(tip)
        return tip
    }

    /// The tip of an episode that is not in memory: `opened`, and of the other records their changes alone, which are not
    /// decoded further. That nothing is missing is what root and head say.
    func tip(of row: BranchRow) throws(EpisodeError) -> EpisodeTip {
        let stored: [StoredRecord]
        do {
            stored = try store.records(of: row.id, in: 0...max(0, row.nextSeq - 1))
        } catch {
            throw EpisodeError(error)
        }
        var latest = LatestChanges()
        let first: Record
        do {
            first = try Record(parsing: stored.first?.bytes ?? [])
            for record in stored { latest.take(try Record.changes(in: record.bytes)) }
        } catch {
            throw .damaged("a record of branch \(row.id) cannot be read: \(error)")
        }
        guard case .opened(let opening) = first.body, let last = stored.last else {
            throw .damaged("branch \(row.id) has no opened record")
        }
        let state = try latest.state(over: try snapshots.load(opening.snapshot)) { digest throws(EpisodeError) in
            try blob(digest)
        }
        let head = Digest(of: last.bytes)
        guard state.root == row.root, head == row.head else {
            throw .damaged("the state of branch \(row.id) is not the one its row names")
        }
        return EpisodeTip(
            seq: last.seq, head: head, state: state, status: row.status, opening: opening,
            offer: try offer(opening.tools))
    }

    private func blob(_ digest: Digest) throws(EpisodeError) -> [UInt8] {
        do throws(EventStoreError) {
            if let bytes = try store.blob(digest) { return bytes }
        } catch {
            throw EpisodeError(error)
        }
        throw .damaged("blob \(digest) is missing")
    }

    /// Refuses what cannot be appended to.
    func requireOpen(_ tip: EpisodeTip, _ id: EpisodeID, expectedSeq: Int? = nil) throws(EpisodeError) {
        guard tip.status == .open else { throw .closed(tip.status, id) }
        guard tip.opening.rules == EpisodeHost.rules else {
            throw EpisodeError(
                .otherRules(tip.opening.rules),
                "episode \(id) was recorded under \(tip.opening.rules), this build has \(EpisodeHost.rules); it can be read, not continued"
            )
        }
        if let expectedSeq, expectedSeq != tip.seq + 1 {
            throw EpisodeError(
                .conflict(expected: expectedSeq, actual: tip.seq + 1),
                "the next record of \(id) is \(tip.seq + 1), not \(expectedSeq); read what was recorded since and try again"
            )
        }
    }

    // MARK: Reading the log

    /// The records of a branch up to one of them, with what they name.
    ///
    /// - Parameter pending: A write that is about to be committed; its records are taken as if they were.
    func recorded(
        _ row: BranchRow, through seq: Int? = nil, pending: StoreWrite? = nil
    ) throws(EpisodeError) -> RecordedEpisode {
        let stored: [StoredRecord]
        do {
            stored = try store.records(of: row.id, in: 0...(seq ?? row.nextSeq - 1))
        } catch {
            throw EpisodeError(error)
        }
        guard let snapshot = row.snapshot else { throw .damaged("branch \(row.id) has no opened record") }
        let added = pending?.entries.compactMap { entry -> [UInt8]? in
            if case .record(row.id, let record, _) = entry { record.bytes } else { nil }
        }
        let blobs = Dictionary((pending?.blobs ?? []).map { ($0.digest, $0.bytes) }) { first, _ in first }
        return try RecordedEpisode(
            records: stored.map(\.bytes) + (added ?? []), base: try snapshots.load(snapshot)
        ) { [store] digest throws(EpisodeError) in
            if let bytes = blobs[digest] { return bytes }
            do throws(EventStoreError) {
                return try store.blob(digest)
            } catch {
                throw EpisodeError(error)
            }
        }
    }

    /// The tools that a `tools` blob offers, read once.
    func offer(_ digest: Digest) throws(EpisodeError) -> ToolOffer {
        if let offer = offers.withLock({ $0[digest] }) { return offer }
        let offer: ToolOffer
        do {
            guard let bytes = try store.blob(digest) else {
                throw EpisodeError.damaged("blob \(digest) of the tools is missing")
            }
            guard Digest(of: bytes) == digest else {
                throw EpisodeError.damaged("blob \(digest) of the tools holds other bytes")
            }
            offer = ToolOffer(definitions: try JSONParser.parse(bytes))
        } catch let error as EventStoreError {
            throw EpisodeError(error)
        } catch let error as EpisodeError {
            throw error
        } catch {
            throw .damaged("blob \(digest) of the tools cannot be read: \(error)")
        }
        offers.withLock { $0[digest] = offer }
        return offer
    }

    /// The tools that an episode of a profile would offer.
    ///
    /// - Throws: ``EpisodeError`` with code `.badRequest` for a profile that is none.
    public func offer(ofProfile name: ToolProfileName) throws(EpisodeError) -> ToolOffer {
        guard let offer = ToolProfile(rawValue: name.string).flatMap({ profiles[$0] }) else {
            let names = ToolProfile.allCases.map(\.rawValue).joined(separator: ", ")
            throw EpisodeError(.badRequest, "no tool profile \(name); there are \(names)")
        }
        return offer
    }

    /// The tools an episode offers.
    public func offer(of id: EpisodeID) async throws(EpisodeError) -> ToolOffer {
        try await inTurn(id) { tip throws(EpisodeError) in (tip.offer, tip) }
    }
}
