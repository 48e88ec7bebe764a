import ArgumentParser
import CanonicalJSON
import Rewards

/// `corecraft tasks`.
struct TasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "List and show the tasks that agents work on.",
        discussion: """
            Tasks are the files under --tasks.

            EXAMPLES:
              corecraft tasks list
              corecraft tasks show demo-swap-paid-order
            """,
        subcommands: [TasksListCommand.self, TasksShowCommand.self]
    )
}

/// `corecraft tasks list`.
struct TasksListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tasks.",
        discussion: """
            EXAMPLES:
              corecraft tasks list
              corecraft tasks list --split demo --json
            """
    )

    @OptionGroup var folders: TasksOptions
    @OptionGroup var output: JSONOption

    @Option(help: "Only tasks of this split.")
    var split: String?

    func run() async throws {
        let tasks = try TasksCommand.catalogue(folders).tasks.filter { task in
            split.map { Text($0) == task.split } ?? true
        }
        if output.json {
            return Console.print(["tasks": .array(tasks.map(TasksListCommand.json))])
        }
        var table = Table("TASK", "SPLIT", "CATEGORY", "DIFFICULTY", "SNAPSHOT", "CRITERIA>")
        for task in tasks {
            table.add(
                task.id.string, task.split.string, task.category.string, task.difficulty.string,
                task.snapshotName.string, "\(task.rubric.criteria.count)")
        }
        Console.print(tasks.isEmpty ? "no tasks under \(folders.folder)" : table.text)
    }

    private static func json(_ task: TaskFile) -> JSONValue {
        [
            "id": .string(task.id), "split": .string(task.split), "category": .string(task.category),
            "difficulty": .string(task.difficulty), "grader": .string(task.grader),
            "snapshot": ["name": .string(task.snapshotName), "digest": task.snapshot.json],
            "criteria": .integer(task.rubric.criteria.count),
        ]
    }
}

/// `corecraft tasks show`.
struct TasksShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a task: its prompt and rubric, or with --json the whole file.",
        discussion: """
            EXAMPLES:
              corecraft tasks show demo-swap-paid-order
              corecraft tasks show demo-swap-paid-order --json
            """
    )

    @OptionGroup var folders: TasksOptions
    @OptionGroup var output: JSONOption

    @Argument(help: "The task's id.")
    var task: String

    func run() async throws {
        let catalogue = try TasksCommand.catalogue(folders)
        guard let task = catalogue.task(Text(task)) else {
            let ids = catalogue.tasks.map(\.id.string).joined(separator: ", ")
            throw CommandFailure(
                .usage, "no task \(self.task) under \(folders.folder); there are: \(ids.isEmpty ? "none" : ids)")
        }
        if output.json { return Console.print(task.value) }
        var table = Table("CRITERION", "DIMENSION", "ASSERTION")
        for criterion in task.rubric.criteria {
            table.add(criterion.id.string, criterion.dimension.string, criterion.assertion.string)
        }
        Console.print(
            """
            \(task.id): \(task.category), \(task.difficulty), split \(task.split)
            snapshot \(task.snapshotName) \(task.snapshot)

            \(task.prompt)

            \(table.text)
            """)
    }
}

extension TasksCommand {
    static func catalogue(_ folders: TasksOptions) throws(CommandFailure) -> TaskCatalogue {
        do {
            return try TaskCatalogue(tasks: folders.folder, systemPrompts: folders.systemPromptsFolder)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }
}
