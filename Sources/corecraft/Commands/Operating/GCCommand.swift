import ArgumentParser
import CanonicalJSON
import Episodes
import EventStore

/// `corecraft gc`.
struct GCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Copy what is to be kept into a new store; nothing is ever deleted in place.",
        discussion: """
            Leaves out the episodes that match all the options given, and copies the rest, with everything it needs, \
            into a new store, which names the head of the old one and what was left out. Without an option nothing is \
            left out: the copy is the same store without the space that it no longer needs. Episodes that others were \
            forked from stay while those do. Kept episodes have the same ids, heads and URLs.

            Works beside a running server, on the store as it is at one commit. To go on with the new store stop the \
            server first, collect, and start it on the new folder with the old key file (--key-file).

            EXAMPLES:
              corecraft gc --store run/store --to run/compact
              corecraft gc --store run/store --to run/kept --older-than 30 --ended
              corecraft gc --store run/store --to run/kept --label run=2026-11-03
            """
    )

    @OptionGroup var options: ReadingOptions

    @Option(help: ArgumentHelp("The folder to make.", valueName: "dir"))
    var to: String

    @Option(
        help: ArgumentHelp(
            "Leave out episodes whose last record or note is older than so many days.", valueName: "days"))
    var olderThan: Int?

    @Option(
        help: ArgumentHelp("Leave out episodes with this label.", valueName: "name=value"),
        transform: Label.init(argument:))
    var label: Label?

    @Option(help: ArgumentHelp("Leave out the episodes of this group.", valueName: "id"))
    var group: String?

    @Flag(help: "Leave out episodes that were ended.")
    var ended = false

    func validate() throws {
        if let olderThan, !(0...100_000 ~= olderThan) {
            throw ValidationError("--older-than must be a number of days from 0 to 100000")
        }
    }

    func run() async throws {
        let store = try StoreCopy.source(options.places)
        defer { store.close() }
        let choice = try choice(in: store)
        let progress = ProgressLine("copied", unit: "entries")
        let answer = try StoreCopy.make(to) { place in
            let report = try store.collect(
                into: place, references: EpisodeHost.blobReferences, reason: reason, progress: progress.show,
                leavingOut: choice)
            let left = report.origin.branchesLeftOut.reduce(0) { $0 + $1.count }
            return [
                "branches_left_out": .integer(left), "entries_left_out": .integer(Int(report.origin.entriesLeftOut)),
                "kept_for_forks": .array(
                    report.keptForForks.map { branch in
                        .string(Text(EpisodeID(storeID: store.storeID, branch: branch).description))
                    }), "old_commit_hash": .string(Text(report.origin.commitHash.hex)),
                "old_entries": .integer(Int(report.origin.entries)), "reason": .string(reason),
            ]
        }
        guard !options.json else { return Console.print(answer) }
        let kept = answer.list("kept_for_forks").map(\.shown)
        let more = kept.isEmpty ? "" : "\n  kept, since others were forked from them: \(kept.joined(separator: ", "))"
        Console.print(
            "\(answer.shown("directory")): \(answer.shown("entries")) of \(answer.shown("old_entries")) entries,"
                + " \(answer.shown("branches_left_out")) branches left out (\(reason)), verified\(more)"
                + "\n  commit hash \(answer.shown("commit_hash")), of the old store \(answer.shown("old_commit_hash"))")
    }

    /// How the episodes are chosen, for the new store to say.
    private var reason: Text {
        var parts: [String] = []
        if let olderThan { parts.append("older than \(olderThan) days") }
        if let label { parts.append("label \(label.name)=\(label.value)") }
        if let group { parts.append("group \(group)") }
        if ended { parts.append("ended") }
        return parts.isEmpty ? "nothing" : Text(parts.joined(separator: ", "))
    }

    /// Whether an episode is left out: all that was given must hold.
    private func choice(in store: EventStore) throws(CommandFailure) -> (BranchRow, UInt64) -> Bool {
        var wantedGroup: BranchID?
        if let group {
            guard let id = EpisodeID(group), id.storeID == store.storeID else {
                throw CommandFailure(.usage, "\(group) is no group of this store")
            }
            wantedGroup = id.branch
        }
        let day: UInt64 = 86_400_000
        let latest = olderThan.map { days in
            let now = WallClock.milliseconds
            return now - min(now, UInt64(days) * day)
        }
        let isNothing = latest == nil && label == nil && wantedGroup == nil && !ended
        return { [ended, label] row, lastEntry in
            if isNothing { return false }
            if let latest, lastEntry >= latest { return false }
            if let label, !row.labels.contains(label) { return false }
            if let wantedGroup, row.group != wantedGroup { return false }
            return !ended || row.status == .ended
        }
    }
}
