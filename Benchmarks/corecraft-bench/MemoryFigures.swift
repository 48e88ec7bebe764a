import CanonicalJSON
import Episodes

/// What an idle open episode keeps in memory.
enum MemoryFigures {
    static func measure(_ settings: Settings) async throws -> [Figure] {
        let desk = try BenchDesk(settings)
        _ = try await desk.open(1)
        let count = 100_000
        let before = try anonymousMemory()
        var opened = 0
        while opened < count {
            let group = min(4_000, count - opened)
            let episodes = try await desk.open(group)
            // Reading the tools brings the episode's state into memory, as a client that connects does.
            for id in episodes { _ = try await desk.host.offer(of: id) }
            opened += group
        }
        let grown = try anonymousMemory() - before
        guard desk.host.residentCount >= count else {
            throw BenchError("\(desk.host.residentCount) episodes are resident")
        }
        return [
            Figure(
                "memory of an idle open episode, of 100,000", Double(grown) / Double(count), .bytes,
                target: "under 1 KiB")
        ]
    }
}
