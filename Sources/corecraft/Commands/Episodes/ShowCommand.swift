import ArgumentParser
import CanonicalJSON
import EventStore

/// `corecraft show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the episodes of a store, one episode, one record, or the state after a record.",
        discussion: """
            Without an episode, all episodes are listed. EPISODE shows where it stands, EPISODE@SEQ that record with \
            all that it names, and --state the entities after it. Reads beside a running server.

            EXAMPLES:
              corecraft show --store run/store
              corecraft show --store run/store --status open --label run=first --json
              corecraft show --store run/store EPISODE
              corecraft show --store run/store EPISODE@6
              corecraft show --store run/store EPISODE@6 --state --changed
              corecraft show --store run/store EPISODE --state --type order --json
            """
    )

    @OptionGroup var options: ReadingOptions

    @Argument(help: ArgumentHelp("What to show: EPISODE or EPISODE@SEQ.", valueName: "episode@seq"))
    var target: String?

    @Flag(help: "Show the entities of the state.")
    var state = false

    @Flag(help: "Only those that are not as in the snapshot.")
    var changed = false

    @Option(help: ArgumentHelp("Only entities of this type, such as order.", valueName: "type"))
    var type: String?

    @Option(help: ArgumentHelp("In the list, only episodes of this group.", valueName: "id"))
    var group: String?

    @Option(help: ArgumentHelp("In the list, only episodes of this task.", valueName: "id"))
    var task: String?

    @Option(help: ArgumentHelp("In the list, only episodes of this status.", valueName: "open|submitted|ended|invalid"))
    var status: String?

    @Option(
        help: ArgumentHelp("In the list, only episodes with this label.", valueName: "name=value"),
        transform: Label.init(argument:))
    var label: Label?

    func validate() throws {
        if target == nil, state || changed || type != nil {
            throw ValidationError("--state, --changed and --type are about one episode; name it")
        }
        if target != nil, group != nil || task != nil || status != nil || label != nil {
            throw ValidationError("--group, --task, --status and --label choose from the list; leave the episode out")
        }
    }

    func run() async throws {
        guard let target else { return try await showList() }
        let reference = try EpisodeReference(target)
        if state || changed || type != nil {
            try await showState(reference)
        } else if let seq = reference.seq {
            try await showRecord(reference.episode, seq)
        } else {
            try await showEpisode(reference.episode)
        }
    }

    private func showList() async throws {
        let labelFilter = label.map { "\($0.name):\($0.value)" }
        let episodes = try await StoreDoor.reading(options.places) { access in
            var episodes: [JSONValue] = []
            var cursor: String?
            repeat {
                let page = try await access.send(
                    .get(
                        "episodes",
                        query: [
                            "group": group, "task": task, "status": status, "label": labelFilter, "limit": "1000",
                            "cursor": cursor,
                        ]))
                episodes += page.list("episodes")
                cursor = page["next_cursor"]?.text?.string
            } while cursor != nil
            return episodes
        }
        if options.json {
            episodes.forEach { Console.print($0) }
        } else {
            Console.print(episodes.isEmpty ? "no episodes" : EpisodeTables.list(episodes))
        }
    }

    private func showEpisode(_ episode: String) async throws {
        let answer = try await StoreDoor.reading(options.places) { access in
            try await access.send(.get("episodes", episode))
        }
        options.json ? Console.print(answer) : Console.print(answer.indented())
    }

    private func showRecord(_ episode: String, _ seq: Int) async throws {
        let call = ControlCall.get("episodes", episode, "records", query: ["from": "\(seq)", "to": "\(seq)"])
        let answer = try await StoreDoor.reading(options.places) { access in try await access.send(call) }
        guard let record = answer.list("records").first else {
            throw CommandFailure(.usage, "episode \(episode) has no record \(seq); `corecraft log` lists its records")
        }
        options.json ? Console.print(record) : Console.print(record.indented())
    }

    private func showState(_ reference: EpisodeReference) async throws {
        let call = ControlCall.get(
            "episodes", reference.episode, "state",
            query: [
                "at": reference.seq.map { "\($0)" }, "type": type, "changed": changed ? "true" : nil,
            ])
        let answer = try await StoreDoor.reading(options.places) { access in try await access.send(call) }
        options.json ? Console.print(answer) : Console.print(answer.indented())
    }
}
