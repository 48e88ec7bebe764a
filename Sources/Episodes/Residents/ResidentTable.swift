import EventStore
import Synchronization

/// An episode that is in memory: its gate, and its tip once somebody has read it.
final class ResidentEpisode: Sendable {
    let branch: BranchID
    let gate = ArrivalGate()
    private let tip = Mutex<EpisodeTip?>(nil)

    init(branch: BranchID) {
        self.branch = branch
    }

    /// The committed tip, when it is in memory.
    var committed: EpisodeTip? {
        tip.withLock { $0 }
    }

    /// What its tip takes, zero while it is not in memory.
    var residentBytes: Int {
        tip.withLock { $0?.residentBytes ?? 0 }
    }

    /// Takes the tip of a record that was committed, or forgets it so that it is read from the log again.
    func commit(_ next: EpisodeTip?) {
        tip.withLock { $0 = next }
    }
}

/// The episodes in memory, evicted least recently used first when they pass a budget of bytes.
///
/// Evicting loses nothing: the log has every record. An episode in use is never evicted, so that there is one gate for each.
final class ResidentTable: Sendable {
    private struct Entry {
        let episode: ResidentEpisode
        var users = 0
        var lastUse: UInt64 = 0
        var bytes = 0

        mutating func begin(use number: UInt64) -> ResidentEpisode {
            users += 1
            lastUse = number
            return episode
        }

        mutating func end(leaving newBytes: Int) {
            users -= 1
            bytes = newBytes
        }
    }

    private struct State {
        var entries: [BranchID: Entry] = [:]
        var uses: UInt64 = 0
        var bytes = 0
    }

    private let state = Mutex(State())
    private let budget: Int

    /// - Parameter budget: Bytes that idle episodes may keep, by their own rough count.
    init(budget: Int) {
        self.budget = budget
    }

    /// How many episodes are in memory.
    var count: Int {
        state.withLock { $0.entries.count }
    }

    /// Gives the one resident object of a branch and keeps it in memory until ``release(_:)``.
    func acquire(_ branch: BranchID) -> ResidentEpisode {
        state.withLock { state in
            state.uses += 1
            let number = state.uses
            return state.entries[branch, default: Entry(episode: ResidentEpisode(branch: branch))].begin(use: number)
        }
    }

    /// Ends one use, and evicts idle episodes when they are over the budget.
    func release(_ episode: ResidentEpisode) {
        let bytes = episode.residentBytes
        state.withLock { state in
            guard let index = state.entries.index(forKey: episode.branch) else { return }
            state.bytes += bytes - state.entries.values[index].bytes
            state.entries.values[index].end(leaving: bytes)
            if bytes == 0, state.entries.values[index].users == 0 { state.entries.remove(at: index) }
            if state.bytes > budget { evict(&state) }
        }
    }

    /// Evicts down to four fifths of the budget, so that the next eviction is not the next call.
    private func evict(_ state: inout State) {
        let idle = state.entries.values.filter { $0.users == 0 }.sorted { $0.lastUse < $1.lastUse }
        for entry in idle where state.bytes > budget / 5 * 4 {
            state.entries[entry.episode.branch] = nil
            state.bytes -= entry.bytes
        }
    }
}
