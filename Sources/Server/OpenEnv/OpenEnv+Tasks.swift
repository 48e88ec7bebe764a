internal import CanonicalJSON
internal import HTTPTypes
internal import Rewards

/// The Task API: tasks by split and index, without rubrics and solutions.
extension OpenEnv {
    var taskRoutes: [Route] {
        [
            Route(
                .get, "/list_environments",
                Operation(id: "listEnvironments", summary: "The names of the environments.", response: "Names")
            ) { _ throws(Problem) in ControlReply([.text(Self.name)]) },
            Route(
                .get, "/{env}/splits",
                Operation(id: "listSplits", summary: "The splits of the tasks.", response: "Splits", errors: [404])
            ) { request throws(Problem) in
                try Self.check(request)
                return ControlReply(.array(splits.map { ["name": .text($0), "type": .text(Self.type(of: $0))] }))
            },
            route("tasks", "listTasks", "All tasks of a split.", "SplitRequest", "Tasks") { fields, tasks in
                ["env_name": .text(Self.name), "tasks": .array(tasks.map(ControlPlane.json))]
            },
            route("num_tasks", "countTasks", "How many tasks a split has.", "SplitRequest", "TaskCount") { _, tasks in
                ["num_tasks": .integer(tasks.count)]
            },
            route("task", "getTask", "One task of a split.", "TaskRequest", "OneTask") { fields, tasks in
                guard let index = fields.integer("index", in: 0...max(0, tasks.count - 1)) else {
                    if fields.value("index") == nil { fields.reject("index", "is missing; it must be an integer") }
                    return .null
                }
                return ["task": ControlPlane.json(tasks[index])]
            },
            route("task_range", "getTaskRange", "Tasks of a split, from start to stop.", "RangeRequest", "Tasks") {
                fields, tasks in
                let start = fields.integer("start", in: 0...tasks.count) ?? 0
                let stop = fields.integer("stop", in: 0...tasks.count) ?? tasks.count
                return ["tasks": .array(tasks[min(start, stop)..<stop].map(ControlPlane.json))]
            },
        ]
    }

    private func route(
        _ path: String, _ id: Text, _ summary: Text, _ request: Text, _ response: Text,
        _ answer: @escaping @Sendable (inout Fields, [TaskFile]) -> AnswerJSON
    ) -> Route {
        Route(
            .post, "/{env}/\(path)", body: .object,
            Operation(id: id, summary: summary, request: request, response: response, errors: [404, 422])
        ) { request throws(Problem) in
            try Self.check(request)
            var fields = Fields(request.object)
            let split = fields.requiredText("split")
            if !split.isEmpty, !splits.contains(split) {
                let known = splits.map(\.string).joined(separator: ", ")
                fields.reject("split", known.isEmpty ? "there are no tasks" : "must be one of \(known)")
            }
            try Fields.require(fields.problems)
            let reply = answer(&fields, tasks(of: split))
            try fields.finish()
            return ControlReply(reply)
        }
    }

    /// The splits that there are tasks of, in the order of their names.
    private var splits: [Text] { Set(plane.tasks.tasks.map(\.split)).sorted() }

    /// OpenEnv knows three kinds: what is trained on, what is looked at meanwhile, and what is held out.
    private static func type(of split: Text) -> Text {
        switch split {
        case "train": "train"
        case "eval", "test": "test"
        default: "validation"
        }
    }

    private static func check(_ request: ControlRequest) throws(Problem) {
        let name = request.parameter("env")
        guard name.string.lowercased() == Self.name.string else {
            throw Problem(.notFound, "There is no environment \(name); there is \(Self.name).")
        }
    }
}
