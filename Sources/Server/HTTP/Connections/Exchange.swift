internal import Episodes
internal import Synchronization

/// What belongs to one request and its answer: the memory its body takes, and what to do when the answer is lost.
final class Exchange: Sendable {
    private struct State {
        var heldBytes = 0
        var onLoss: (@Sendable () -> Void)?
    }

    private let memory: BodyMemory
    private let state = Mutex(State())

    /// - Parameter memory: Shared by all requests of a server.
    init(memory: BodyMemory = BodyMemory(limit: .max)) {
        self.memory = memory
    }

    deinit { memory.give(back: state.withLock { $0.heldBytes }) }

    /// Takes more memory for the body; it is given back when the exchange is over.
    ///
    /// - Throws: ``Problem`` 503 when all of it is taken.
    func hold(_ bytes: Int) throws(Problem) {
        guard memory.take(bytes) else {
            throw Problem(.unavailable, "Large requests take all the memory there is for them; send it again later.")
        }
        state.withLock { $0.heldBytes += bytes }
    }

    /// The answer tells of this record: whoever sends the same call again after it was lost gets it again.
    func tells(of id: EpisodeID, _ seq: Int, to episodes: EpisodeHost) {
        state.withLock { $0.onLoss = { episodes.answerWasLost(id, seq: seq) } }
    }

    /// What to do when the answer cannot be written; nil when nothing depends on it.
    var onLoss: (@Sendable () -> Void)? { state.withLock { $0.onLoss } }
}

/// How many bytes large bodies may take together, over all connections.
final class BodyMemory: Sendable {
    private let taken = Mutex(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: false when there is not so much left.
    func take(_ bytes: Int) -> Bool {
        taken.withLock { taken in
            guard bytes <= limit - taken else { return false }
            taken += bytes
            return true
        }
    }

    func give(back bytes: Int) {
        if bytes > 0 { taken.withLock { $0 -= bytes } }
    }
}
