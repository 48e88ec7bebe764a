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
    /// What holds for all of the episode, shared by its tips.
    private let terms: Terms

    /// What `opened` says.
    var opening: Record.Opening { terms.opening }
    /// The tools the episode offers.
    var offer: ToolOffer { terms.offer }

    private final class Terms: Sendable {
        let opening: Record.Opening
        let offer: ToolOffer

        init(opening: Record.Opening, offer: ToolOffer) {
            self.opening = opening
            self.offer = offer
        }
    }

    init(
        seq: Int, head: Digest, state: WorldState, status: BranchStatus, opening: Record.Opening, offer: ToolOffer
    ) {
        self.seq = seq
        self.head = head
        self.state = state
        self.status = status
        terms = Terms(opening: opening, offer: offer)
    }

    /// A rough count of the bytes this episode keeps to itself, for the memory budget.
    var residentBytes: Int { 512 + state.changedCount * 1_024 }
}
