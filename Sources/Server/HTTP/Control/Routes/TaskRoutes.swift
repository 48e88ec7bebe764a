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
                    id: "listTasks", summary: "All tasks, without rubrics and solutions.",
                    query: [
                        .text("split", "Only tasks of this split."), .text("category", "Only of this category."),
                        .text("difficulty", "Only of this difficulty."),
                    ], response: "TaskList")
            ) { request throws(Problem) in listTasks(request) },
            Route(
                .get, "/v1/tasks/{id}",
                Operation(
                    id: "getTask", summary: "One task as its author wrote it, with rubric and solutions.",
                    response: "Task", errors: [404])
            ) { request throws(Problem) in try task(request) },
        ]
    }

    private func listTasks(_ request: ControlRequest) -> ControlReply {
        func matches(_ name: Text, _ value: Text) -> Bool { request.query[name].map { $0 == value } ?? true }
        let tasks = tasks.tasks.filter {
            matches("split", $0.split) && matches("category", $0.category) && matches("difficulty", $0.difficulty)
        }
        return ControlReply(["tasks": .array(tasks.map(Self.json))])
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
