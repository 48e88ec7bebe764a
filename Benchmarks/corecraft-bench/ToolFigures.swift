import CanonicalJSON
import Projections
import ToolLayer

/// One call of each tool in the process, without a store, in a world of scale 1 and in one of scale 100.
enum ToolFigures {
    static func measure(_ settings: Settings) throws -> [Figure] {
        let cases = ToolCase.all.filter { settings.tool == nil || $0.tool.string == settings.tool }
        let missing = Set(ToolCatalogue.standard.tools.map(\.name)).subtracting(ToolCase.all.map(\.tool))
        guard missing.isEmpty else { throw BenchError("no case for \(missing.sorted())") }
        guard !cases.isEmpty else { throw BenchError("there is no tool \(settings.tool ?? "")") }
        let worlds = try Worlds(settings)
        let small = worlds.ordinary
        let large = try Snapshot.load(folder: worlds.largeFolder())
        for world in [small, large] { world.prepareIndexes() }
        return try cases.flatMap { try figures($0, small, large) }
    }

    private static func figures(_ toolCase: ToolCase, _ small: Snapshot, _ large: Snapshot) throws -> [Figure] {
        let worlds = [try PreparedCalls(toolCase, small), try PreparedCalls(toolCase, large)]
        var rounds: [[Double]] = [[], []]
        // The worlds take turns, so that what else the machine does meets both.
        for _ in 0..<9 {
            for (index, calls) in worlds.enumerated() { rounds[index].append(try calls.microseconds()) }
        }
        let (few, many) = (median(rounds[0]), median(rounds[1]))
        let ratio = (many / few * 100).rounded() / 100
        let limit = toolCase.kind.limit
        return [
            Figure(
                "\(toolCase.name), \(small.entityCount) entities", few, .microseconds,
                beside: .init(name: "limit", value: limit), target: "under \(Int(limit)) us"),
            Figure(
                "\(toolCase.name), \(large.entityCount) entities", many, .microseconds,
                beside: .init(name: "twice that at \(small.entityCount)", value: 2 * few),
                target: "at most 2 times: \(ratio)"),
        ]
    }
}

/// A case's calls over one world, their arguments made before the clock runs.
private struct PreparedCalls {
    private let tool: Tool
    private let state: WorldState
    private let arguments: [JSONValue]

    init(_ toolCase: ToolCase, _ world: Snapshot) throws {
        guard let tool = ToolCatalogue.standard[toolCase.tool] else { throw BenchError("no tool \(toolCase.tool)") }
        self.tool = tool
        state = WorldState(base: world)
        arguments = try (0..<1_000).map { try toolCase.arguments(Draw(world, $0)) }
        for arguments in arguments.prefix(100) {
            let result = try tool.run(state, arguments).result
            guard result == Array("[]".utf8) ? toolCase.isWithoutHit : !toolCase.isWithoutHit else {
                throw BenchError("\(toolCase.name) answered \(String(decoding: result.prefix(200), as: UTF8.self))")
            }
        }
    }

    /// Processor time of one call.
    func microseconds() throws -> Double {
        var answered = 0
        let seconds = try processorSeconds {
            for arguments in arguments { answered += try tool.run(state, arguments).result.count }
        }
        guard answered > 0 else { throw BenchError("\(tool.name) answered nothing") }
        return seconds / Double(arguments.count) * 1e6
    }
}
