import CanonicalJSON
import EventStore
import Projections

/// Where an episode stands after its last committed record: a value, so that a call can try the next one.
struct EpisodeTip: Sendable {
    /// The last record's number and hash.
    var seq: Int
    var head: Digest
    /// The state after it.
    var state: WorldState
    var status: BranchStatus
    /// What `opened` says, which holds for all of the episode.
    let opening: Record.Opening
    /// The tools the episode offers.
    let offer: ToolOffer

    /// A rough count of the bytes this episode keeps to itself, for the memory budget.
    var residentBytes: Int { 512 + state.changedCount * 1_024 }
}
