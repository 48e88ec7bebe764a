public import CanonicalJSON
public import Episodes
import Foundation
public import Projections

/// The tasks under a directory, by id, with the system prompts they name.
public struct TaskCatalogue: Sendable {
    /// All tasks, ordered by id.
    public let tasks: [TaskFile]
    private let prompts: [Text: SystemPrompt]

    /// Reads every `.json` file below `tasks` and every `.md` file in `systemPrompts`.
    ///
    /// - Parameters: Directories that do not exist offer nothing.
    /// - Throws: ``RewardsError`` naming the file that is wrong, or two that have the same id.
    public init(tasks directory: String?, systemPrompts: String?) throws(RewardsError) {
        var prompts: [Text: SystemPrompt] = [:]
        for file in TaskCatalogue.files(in: systemPrompts, ending: ".md") {
            let name = Text(String(file.name.dropLast(3)))
            prompts[name] = SystemPrompt(template: String(decoding: file.content, as: UTF8.self))
        }
        var tasks: [Text: TaskFile] = [:]
        for file in TaskCatalogue.files(in: directory, ending: ".json") {
            let task: TaskFile
            do {
                task = try TaskFile(try JSONParser.parse(Array(file.content)))
            } catch let error as JSONParseError {
                throw RewardsError(file.name, error.description)
            } catch let error as RewardsError {
                throw error.inside(file.name)
            } catch {
                throw RewardsError(file.name, "\(error)")
            }
            guard tasks[task.id] == nil else {
                throw RewardsError(file.name, "another file has the task id \(task.id) too")
            }
            guard prompts[task.systemPrompt] != nil else {
                throw RewardsError(file.name, "there is no system prompt \(task.systemPrompt).md")
            }
            tasks[task.id] = task
        }
        self.tasks = tasks.values.sorted { $0.id < $1.id }
        self.prompts = prompts
    }

    private static func files(in directory: String?, ending: String) -> [(name: String, content: Data)] {
        guard let given = directory else { return [] }
        // A directory that is a link would not be looked into.
        let directory = URL(filePath: given).resolvingSymlinksInPath().path(percentEncoded: false)
        guard let names = FileManager.default.subpaths(atPath: directory) else { return [] }
        return names.filter { $0.hasSuffix(ending) }.sorted { Text($0) < Text($1) }.compactMap { name in
            FileManager.default.contents(atPath: directory + "/" + name).map { (name, $0) }
        }
    }

    /// The task of that id.
    public func task(_ id: Text) -> TaskFile? {
        tasks.first { $0.id == id }
    }

    /// Says that there is no task of that id, and what to do when there are none at all.
    public func absence(of id: Text) -> String {
        tasks.isEmpty
            ? "there is no task \(id), nor any other: start where the folder tasks is, or name it with --tasks"
            : "there is no task \(id)"
    }

    /// A task made ready for an episode: its document has the final system prompt.
    ///
    /// - Throws: ``RewardsError`` when the prompt cannot be filled in.
    public func assigned(_ task: TaskFile, over snapshot: Snapshot) throws(RewardsError) -> AssignedTask {
        guard let template = prompts[task.systemPrompt], var document = task.value.object else {
            throw RewardsError("system_prompt", "there is no system prompt \(task.systemPrompt).md")
        }
        document["system_prompt"] = .string(try template.text(actingAs: task.actingEmployee, in: snapshot))
        return AssignedTask(id: task.id, document: .object(document), snapshot: task.snapshot)
    }
}
