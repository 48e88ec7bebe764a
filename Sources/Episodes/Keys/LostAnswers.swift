import EventStore
import Synchronization

/// The records whose answers could not be written to their connections, the latest of each episode.
///
/// It is kept in memory alone and bounded: it is a help for clients that send again without a key, no promise.
final class LostAnswers: Sendable {
    private struct State {
        var young: [BranchID: Int] = [:]
        var old: [BranchID: Int] = [:]
    }

    private let state = Mutex(State())
    private static let limit = 32_768

    func mark(_ branch: BranchID, seq: Int) {
        state.withLock { state in
            state.young[branch] = seq
            if state.young.count > LostAnswers.limit { state = State(old: state.young) }
        }
    }

    /// The number of the record whose answer was lost.
    func seq(of branch: BranchID) -> Int? {
        state.withLock { state in
            if state.young.isEmpty, state.old.isEmpty { return nil }
            return state.young[branch] ?? state.old[branch]
        }
    }

    func forget(_ branch: BranchID) {
        state.withLock { state in
            state.young[branch] = nil
            state.old[branch] = nil
        }
    }
}
