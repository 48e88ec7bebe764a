import CanonicalJSON
public import EventStore
import Projections
import ToolLayer

extension EpisodeHost {
    /// Stores a trajectory file as a new episode with the same head, when all that it says holds.
    ///
    /// Chain, blobs, changes, events, roots, grades' sums and the end line are recomputed. The grades count as claimed
    /// until the episode is graded here. A file exported again before the episode goes on is the same bytes.
    ///
    /// - Throws: ``EpisodeError``: `.badRequest` naming what is wrong with the file, `.episodeLimit`; nothing is stored.
    public func importTrajectory(
        _ bytes: [UInt8], key: RequestKey? = nil, via: Via
    ) async throws(EpisodeError) -> EpisodeSummary {
        let again = { (outcome: KeptOutcome) throws(EpisodeError) -> EpisodeSummary? in
            guard case .opened(let branch, 1) = outcome else { return nil }
            return try self.summary(self.id(branch))
        }
        return try await once(key, again: again) { () async throws(EpisodeError) in
            let (file, snapshot) = try readable(bytes)
            let check: TrajectoryCheck
            do throws(EpisodeError) {
                check = try TrajectoryCheck(file, of: bytes, over: snapshot)
            } catch {
                throw EpisodeHost.refused(error)
            }
            let branch = store.reserveBranches(1)[0]
            var write = try write(file, check, as: branch, via: via)
            if try isMissing(snapshot) { write.snapshots.append(SnapshotCatalogue.stored(snapshot)) }
            if check.isSubmitted {
                EpisodeHost.keep(.opened(first: branch, count: 1), under: key, in: &write)
                try await self.write(write)
            } else {
                try await make([branch], under: key, write)
            }
            return try summary(id(branch))
        }
    }

    /// The file and the snapshot that it needs, its own or one that is here.
    private func readable(_ bytes: [UInt8]) throws(EpisodeError) -> (TrajectoryFile, Snapshot) {
        let file: TrajectoryFile
        do throws(EpisodeError) {
            file = try TrajectoryFile(parsing: bytes)
        } catch {
            throw EpisodeHost.refused(error)
        }
        if let carried = file.carriedSnapshot { return (file, carried) }
        do throws(EpisodeError) {
            return (file, try snapshots.load(file.snapshot))
        } catch {
            guard case .unknownSnapshot = error.code else { throw error }
            throw EpisodeError(
                .badRequest,
                "the file does not carry its snapshot \(file.snapshot), and it is not here: import that first,"
                    + " or export with the snapshot")
        }
    }

    private static func refused(_ error: EpisodeError) -> EpisodeError {
        // What is damaged is the file and not the store.
        EpisodeError(.badRequest, "the trajectory file is refused: \(error.what)")
    }

    private func write(
        _ file: TrajectoryFile, _ check: TrajectoryCheck, as branch: BranchID, via: Via
    ) throws(EpisodeError) -> StoreWrite {
        let tools = check.episode.opening.tools
        let profile = ToolProfile.allCases.first { profiles[$0]?.digest == tools }
        var write = StoreWrite(via: via)
        write.entries.append(
            .note(
                branch,
                .imported(
                    task: check.task, profile: profile.map { Text($0.rawValue) } ?? "imported", episode: file.episode,
                    head: file.head)))
        for entry in check.episode.entries {
            write.entries.append(.record(branch, SealedRecord(entry.record, bytes: entry.bytes, hash: entry.hash)))
        }
        for (digest, grade) in check.grades {
            let isOfSubmission = check.isSubmitted && grade.head == file.head
            write.entries.append(
                .note(
                    branch,
                    .grade(
                        GradeNote(
                            digest: digest, satisfied: grade.satisfied, total: grade.total, grader: grade.grader,
                            isDeclared: isOfSubmission && grade.grader == check.declaredGrader, isClaimed: true))))
        }
        for (digest, bytes) in file.blobs.sorted(by: { $0.key < $1.key }) {
            write.blobs.append(Blob(bytes, trusting: digest))
        }
        return write
    }
}
