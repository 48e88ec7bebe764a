import ArgumentParser
import CanonicalJSON
import EventStore

/// `corecraft verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a whole store: every entry, hash, blob, root and index.",
        discussion: """
            Reads beside a running server. The work is done by a child process, since a damaged page can crash its \
            reader; a child that crashes is reported as damage. The exit code is 1 when anything is wrong. The commit \
            hash that is printed is the one to keep elsewhere: with it a store that was truncated or rewritten is found.

            EXAMPLES:
              corecraft verify --store run/store
              corecraft verify --store run/store --json
            """
    )

    @OptionGroup var options: ReadingOptions

    /// Set by the parent for the child that reads.
    @Flag(name: .customLong("in-this-process"), help: .hidden)
    var isChild = false

    func run() async throws {
        let directory = try options.places.storeDirectory
        try LocalStore.requireStore(in: directory)
        if isChild {
            Console.print(try VerifyCommand.report(on: directory))
            return
        }
        let answer = try VerifyingChild(directory).run()
        options.json ? Console.print(answer) : Console.print(VerifyCommand.text(answer))
        if answer["ok"] != true { throw ExitStatus.badAnswer }
    }

    /// Verifies in this process.
    private static func report(on directory: String) throws(EventStoreError) -> JSONValue {
        let options = EventStore.Options(wallClock: { WallClock.milliseconds })
        do throws(EventStoreError) {
            let store = try EventStore.open(at: directory, options: options, access: .inspection)
            defer { store.close() }
            let report = try store.verify(progress: ProgressLine("verified", unit: "entries").show)
            return report.json(origin: report.isClean ? try store.origin() : nil)
        } catch {
            guard error.code == .corrupt || error.code == .notAStore else { throw error }
            return VerifyReport.json(damage: "the store cannot be opened: \(error.description)")
        }
    }

    /// What a collected store was made from.
    private static func origin(_ answer: JSONValue) -> String {
        guard let origin = answer["origin"] else { return "" }
        return "\n  collected from commit hash \(origin.shown("commit_hash")), leaving out: \(origin.shown("reason"))"
    }

    private static func text(_ answer: JSONValue) -> String {
        let problems = answer.list("problems").map { "  \($0.shown("text"))" }
        let more = (answer["problem_count"]?.number?.integer ?? 0) - problems.count
        guard answer["ok"] == true else {
            let rest = more > 0 ? ["  and \(more) more"] : []
            return (["DAMAGED: \(answer.shown("problem_count")) problems"] + problems + rest).joined(separator: "\n")
        }
        return """
            ok: store \(answer.shown("store")) is whole
              \(answer.shown("records")) records and \(answer.shown("notes")) notes in \(answer.shown("commits")) commits
              \(answer.shown("branches")) branches, \(answer.shown("snapshots")) snapshots
              \(answer.shown("blobs")) blobs, \(answer.shown("blob_bytes")) bytes
              commit hash \(answer.shown("commit_hash")) over \(answer.shown("entries")) entries\(origin(answer))
            """
    }
}

extension VerifyReport {
    /// What `corecraft verify --json` prints.
    ///
    /// - Parameter origin: What the store was collected from.
    func json(origin: JSONValue?) -> JSONValue {
        var object: JSONObject = [
            "ok": .bool(isClean), "store": .string(storeID), "entries": .integer(entries), "records": .integer(records),
            "notes": .integer(notes), "commits": .integer(commits), "branches": .integer(branches),
            "blobs": .integer(blobs), "blob_bytes": .integer(blobBytes), "snapshots": .integer(snapshots),
            "commit_hash": commitHash?.json ?? .null, "problem_count": .integer(problemCount),
            "problems": .array(problems.map(\.json)),
        ]
        object["origin"] = origin
        return .object(object)
    }

    /// The report on a store that cannot be read at all.
    static func json(damage: String) -> JSONValue {
        [
            "ok": false, "problem_count": 1,
            "problems": [["kind": "unreadable", "text": .string(Text(damage))]],
        ]
    }
}

extension VerifyReport.Problem {
    var json: JSONValue {
        var object: JSONObject = ["kind": .string(Text(kind.rawValue)), "text": .string(Text(description))]
        object["gseq"] = gseq.map(JSONValue.integer)
        object["branch"] = branch.map { .integer($0.rawValue) }
        object["seq"] = seq.map(JSONValue.integer)
        object["digest"] = digest?.json
        object["commit"] = commit.map(JSONValue.integer)
        return .object(object)
    }
}

extension JSONValue {
    /// Numbers of the log, which stay far below 2^53.
    fileprivate static func integer(_ value: UInt64) -> JSONValue {
        Int(exactly: value).map(JSONValue.integer) ?? .null
    }
}
