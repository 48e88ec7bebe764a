import CanonicalJSON
import EventStore
import Synchronization

extension EpisodeHost {
    /// What an operator allows.
    public struct Limits: Sendable, Hashable {
        /// The most canonical bytes of a call's arguments; the format allows 256 KiB at most.
        public var argumentBytes = EpisodeLimits.argumentBytes
        /// The most records of one episode after its opening; a submission is always taken.
        public var records = 100_000
        /// The most episodes that are open at once in the store.
        public var openEpisodes = 1_000_000

        public init() {}
    }

    /// How many episodes take calls; counted once, and kept up to date since.
    public func openEpisodeCount() throws(EpisodeError) -> Int {
        let store = store
        do {
            return try openEpisodes.current { () throws(EventStoreError) in try store.openBranchCount() }
        } catch {
            throw EpisodeError(error)
        }
    }

    /// Refuses calls beyond the operator's limit, and marks the episode: what it earns is not the agent's doing.
    func requireRoom(
        for count: Int, after tip: EpisodeTip, _ id: EpisodeID, via: Via
    ) async throws(EpisodeError) {
        guard tip.seq + count > limits.records else { return }
        guard tip.seq >= limits.records else {
            throw EpisodeError(
                .callLimit,
                "the operator allows \(limits.records) records an episode; \(limits.records - tip.seq) more are taken, not \(count)"
            )
        }
        let reason = "the operator's limit of \(limits.records) records an episode is reached"
        if try row(id).invalidReason == nil {
            try await note(.invalid(reason: Text(reason)), on: id, via: via)
        }
        throw EpisodeError(.callLimit, "\(reason); submit it, or fork an earlier record")
    }
}

/// How many episodes are open, counted once and kept up to date.
final class OpenEpisodeCount: Sendable {
    private let count = Mutex<Int?>(nil)

    /// Counts episodes that are about to be made.
    ///
    /// - Parameter initial: Counts those that are open in the store; asked once.
    /// - Throws: ``EpisodeError`` with code `.episodeLimit`.
    func add(
        _ added: Int, limit: Int, initial: () throws(EventStoreError) -> Int
    ) throws(EpisodeError) {
        let isRoom: Result<Bool, EventStoreError> = count.withLock { count in
            let known: Int
            do throws(EventStoreError) {
                known = if let count { count } else { try initial() }
            } catch {
                return .failure(error)
            }
            guard known + added <= limit else {
                count = known
                return .success(false)
            }
            count = known + added
            return .success(true)
        }
        do throws(EventStoreError) {
            guard try !isRoom.get() else { return }
        } catch {
            throw EpisodeError(error)
        }
        throw EpisodeError(
            .episodeLimit, "the operator allows \(limit) open episodes; submit or end some, then open \(added) more")
    }

    /// How many are open.
    ///
    /// - Parameter initial: Counts those that are open in the store; asked once.
    func current(initial: () throws(EventStoreError) -> Int) throws(EventStoreError) -> Int {
        let known: Result<Int, EventStoreError> = count.withLock { count in
            do throws(EventStoreError) {
                let known = if let count { count } else { try initial() }
                count = known
                return .success(known)
            } catch {
                return .failure(error)
            }
        }
        return try known.get()
    }

    /// Counts episodes that are open no more, or were not made after all.
    func remove(_ removed: Int = 1) {
        count.withLock { count in count = count.map { $0 - removed } }
    }
}
