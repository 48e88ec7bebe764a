internal import CanonicalJSON
internal import HTTPTypes
internal import Projections
internal import Rewards

extension ControlPlane {
    var taskRoutes: [Route] {
        [
            Route(
                .get, "/v1/tasks",
                Operation(
                    id: "listTasks", summary: "Tasks in order of id, without rubrics and solutions.",
                    query: [
                        .text("split", "Only tasks of this split."), .text("category", "Only of this category."),
                        .text("difficulty", "Only of this difficulty."),
                    ] + Operation.QueryParameter.page(standard: Operation.QueryParameter.largestPage),
                    response: "TaskList", errors: [422])
            ) { request throws(Problem) in try listTasks(request) },
            Route(
                .get, "/v1/tasks/{id}",
                Operation(
                    id: "getTask", summary: "One task as its author wrote it, with rubric and solutions.",
                    response: "Task", errors: [404])
            ) { request throws(Problem) in try task(request) },
        ]
    }

    private func listTasks(_ request: ControlRequest) throws(Problem) -> ControlReply {
        let filters = (["category", "difficulty", "split"] as [Text]).map { name in
            request.query[name].map(JSONValue.string) ?? .null
        }
        let list = Cursor(of: ["tasks", .array(filters)])
        var query = QueryFields(request.query)
        let limit = query.pageLimit(unlessGiven: Operation.QueryParameter.largestPage)
        let after = query.cursor(of: list)
        try query.finish()
        func matches(_ name: Text, _ value: Text) -> Bool { request.query[name].map { $0 == value } ?? true }
        let tasks = tasks.tasks.filter {
            matches("split", $0.split) && matches("category", $0.category) && matches("difficulty", $0.difficulty)
        }
        let page = list.page(of: tasks, after: after, limit: limit, by: \.id)
        return ControlReply(["next_cursor": page.next, "tasks": .array(page.elements.map(Self.json))])
    }

    /// A task without its rubric and solutions.
    static func json(_ task: TaskFile) -> AnswerJSON {
        [
            "category": .text(task.category), "difficulty": .text(task.difficulty), "grader": .text(task.grader),
            "id": .text(task.id), "prompt": .text(task.prompt),
            "snapshot": ["digest": .digest(task.snapshot), "name": .text(task.snapshotName)],
            "split": .text(task.split),
        ]
    }

    /// The routes are the operator's as soon as there is a token, hence so is the rubric.
    private func task(_ request: ControlRequest) throws(Problem) -> ControlReply {
        let id = request.parameter("id")
        guard let task = tasks.task(id) else { throw Problem(.notFound, "There is no task \(id).") }
        return ControlReply(.value(task.value))
    }
}
