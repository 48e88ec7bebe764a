internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import Projections
internal import Rewards

extension OpenEnv {
    /// Opens an episode, or goes to one that is there.
    ///
    /// - Parameter data: `task`, `snapshot`, or `split` and `index` say what to open; without any of them the first task.
    ///   `episode_id` is an episode of ours, or the client's own name for a new one.
    /// - Throws: ``Problem``; nothing was opened then.
    func reset(
        _ data: JSONObject, key: RequestKey? = nil
    ) async throws(Problem) -> (place: OpenEnvPlace, observation: OpenEnvObservation) {
        var fields = Fields(data)
        let label = fields.text("episode_id")
        if let label, let id = EpisodeID(label.string), id.storeID == episodes.store.storeID {
            fields.forbidOthers("is decided by the episode that episode_id names; leave it out")
            try fields.finish()
            return try await resumed(id)
        }
        if let label, label.byteCount > Self.labelLimit {
            fields.reject("episode_id", "must have at most \(Self.labelLimit) bytes")
        }
        let seed = fields.integer("seed", in: 0...((1 << 53) - 1)) ?? 0
        let profile = fields.text("profile") ?? plane.profile
        let choice = choice(&fields)
        let injected = fields.value("injected_state")
        try fields.finish()
        let task = try plane.assigned(choice.task)
        let snapshot = if let task { task.snapshot } else { try plane.resolved(choice.snapshot) }
        let request = OpenRequest(
            task: task, snapshot: snapshot, state: try await state(injected, over: snapshot), seed: seed,
            labels: label.map { [Label(name: "episode_id", value: $0)] } ?? [], profile: profile, via: .openenv)
        let opened = try await plane.attempt { () async throws(EpisodeError) in
            try await episodes.open(request, key: key)
        }
        guard let summary = opened.first else { throw Problem(.internal, "No episode was opened.") }
        return (
            OpenEnvPlace(episode: summary.id, label: label, steps: summary.seq),
            OpenEnvObservation(opening: summary, task: task?.document)
        )
    }

    private static let labelLimit = 255

    private func resumed(
        _ id: EpisodeID
    ) async throws(Problem) -> (place: OpenEnvPlace, observation: OpenEnvObservation) {
        let (summary, task) = try await plane.attempt { () async throws(EpisodeError) in
            (try episodes.summary(id), try episodes.task(id))
        }
        let label = summary.labels.first { $0.name == "episode_id" }?.value
        return (
            OpenEnvPlace(episode: id, label: label, steps: summary.seq),
            OpenEnvObservation(opening: summary, task: task)
        )
    }

    /// What to open: a task's id, or a snapshot's name or digest.
    private func choice(_ fields: inout Fields) -> (task: Text?, snapshot: Text?) {
        let task = fields.text("task")
        let snapshot = fields.text("snapshot")
        let split = fields.text("split")
        let index = fields.integer("index", in: 0...Int(Int32.max))
        guard [task, snapshot, split].count(where: { $0 != nil }) <= 1 else {
            fields.reject("task", "give one of task, snapshot, and split with index")
            return (nil, nil)
        }
        guard (split == nil) == (index == nil) else {
            fields.reject("index", "split and index go together")
            return (nil, nil)
        }
        if let split, let index {
            let tasks = tasks(of: split)
            if tasks.isEmpty { fields.reject("split", "there is no split \(split)") }
            guard tasks.indices.contains(index) else {
                fields.reject("index", "split \(split) has \(tasks.count) tasks, numbered from 0")
                return (nil, nil)
            }
            return (tasks[index].id, nil)
        }
        if task != nil || snapshot != nil { return (task, snapshot) }
        guard let first = plane.tasks.tasks.first else {
            fields.reject("task", "this server has no tasks; give a snapshot")
            return (nil, nil)
        }
        return (first.id, nil)
    }

    private func state(_ injected: JSONValue?, over digest: Digest) async throws(Problem) -> WorldState? {
        guard let injected else { return nil }
        let snapshot = try await plane.attempt { () async throws(EpisodeError) in try episodes.snapshots.load(digest) }
        do {
            return try WorldState.injecting(injected, at: "injected_state", into: snapshot)
        } catch {
            throw Problem(
                .invalid, "The injected state has problems, \(error.problems.count) in all; nothing was opened.",
                errors: error.problems.map { Problem.Item(path: $0.path, message: $0.message) })
        }
    }

    /// The tasks of a split, in the order of their ids.
    func tasks(of split: Text) -> [TaskFile] { plane.tasks.tasks.filter { $0.split == split } }
}
