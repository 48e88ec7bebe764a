import CanonicalJSON
import Foundation
import Projections
import ToolLayer

/// What a world of scale 100 costs before its searches are quick: memory, and the first search of a text.
enum WorldFigures {
    static func measure(_ settings: Settings) throws -> [Figure] {
        let folder = try Worlds(settings).largeFolder()
        let before = try anonymousMemory()
        let start = clock()
        let world = try Snapshot.load(folder: folder)
        let loading = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        let entities = try anonymousMemory() - before
        var indexes = 0
        let building = processorSeconds { indexes = world.prepareIndexes() }
        let first = try firstSearch(in: Snapshot.load(folder: folder))
        return [
            Figure("load of a snapshot of \(world.entityCount) entities", loading * 1e3, .milliseconds),
            Figure("indexes that it builds when they are needed", building * 1e3, .milliseconds),
            Figure(
                "memory of all its indexes", Double(indexes), .bytes,
                beside: .init(name: "twice its entities", value: 2 * Double(entities)), target: "at most twice"),
            Figure("first text search there, while the index is being built", first * 1e3, .milliseconds),
        ]
    }

    /// Seconds that a search takes which finds no text and no index.
    private static func firstSearch(in world: Snapshot) throws -> Double {
        let state = WorldState(base: world)
        let start = ContinuousClock.now
        let result = ToolCatalogue.standard.run("searchTickets", ["text": "the customer wants a pony"], on: state)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard result?.bytes == Array("[]".utf8) else { throw BenchError("searchTickets found a pony") }
        return seconds
    }
}
