import CanonicalJSON
import Foundation

/// Measures the figures of `docs/performance.md`, each beside a limit or a rival measured in the same run.
@main
struct Bench {
    private static let usage = """
        usage: corecraft-bench [--json] [--only NAME] [--tool NAME] [--loop PATH] [--snapshots DIRECTORY] [--content DIRECTORY]
                               [--worlds DIRECTORY] [--directory DIRECTORY]

          --json        print one canonical JSON value instead of a table
          --only        run the one section of that name: \(Section.all.map(\.name).joined(separator: ", "))
          --tool        of the section tools, only the cases of that tool
          --loop        the program of Benchmarks/lmdb-loop, which the store's figures stand beside
          --snapshots   where `starter` and `corecraft-1` are (default: snapshots)
          --content     what the large world is built of (default: Sources/WorldBuilder/Content)
          --worlds      where the large world is kept once it is built (default: .build/bench)
          --directory   where stores are made (default: the temporary directory); its disk is what is measured
        """

    static func main() async {
        var settings = Settings()
        var printsJSON = false
        var only: String?
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--json": printsJSON = true
            case "--only": only = arguments.popFirst()
            case "--tool": settings.tool = arguments.popFirst()
            case "--loop": settings.loop = arguments.popFirst()
            case "--snapshots": settings.snapshots = arguments.popFirst() ?? settings.snapshots
            case "--content": settings.content = arguments.popFirst() ?? settings.content
            case "--worlds": settings.worlds = arguments.popFirst() ?? settings.worlds
            case "--directory": settings.directory = arguments.popFirst() ?? settings.directory
            default:
                progress(usage)
                exit(argument == "--help" ? 0 : 2)
            }
        }
        let sections = Section.all.filter { only == nil || $0.name == only }
        guard !sections.isEmpty else {
            progress(usage)
            exit(2)
        }
        var figures: [Figure] = []
        for section in sections {
            progress("bench: \(section.name)")
            do {
                figures += try await section.measure(settings)
            } catch {
                progress("bench: \(section.name) failed: \(error)")
                exit(1)
            }
        }
        print(printsJSON ? Report.json(figures) : Report.table(figures))
    }
}

/// What the sections need to know.
struct Settings: Sendable {
    var loop: String?
    var tool: String?
    var snapshots = "snapshots"
    var content = "Sources/WorldBuilder/Content"
    var worlds = ".build/bench"
    var directory = NSTemporaryDirectory()
}

/// Figures that are measured together.
struct Section: Sendable {
    let name: String
    let measure: @Sendable (Settings) async throws -> [Figure]

    static let all = [
        Section(name: "state", measure: StateFigures.measure),
        Section(name: "tools", measure: ToolFigures.measure),
        Section(name: "store", measure: StoreFigures.measure),
        Section(name: "episodes", measure: EpisodeFigures.measure),
        Section(name: "replay", measure: ReplayFigures.measure),
        Section(name: "start", measure: StartFigures.measure),
        Section(name: "memory", measure: MemoryFigures.measure),
        Section(name: "world", measure: WorldFigures.measure),
    ]
}

/// Says on standard error what is going on.
func progress(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
