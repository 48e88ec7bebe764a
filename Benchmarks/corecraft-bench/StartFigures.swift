import CanonicalJSON
import Episodes
import Foundation
import Projections

/// What must be done before the first call is served.
enum StartFigures {
    static func measure(_ settings: Settings) throws -> [Figure] {
        let ready = try rate(count: 1) { _ in _ = try BenchDesk(settings) }
        return [
            try load(of: "starter", settings),
            try load(of: "corecraft-1", settings),
            Figure("new store, tools and snapshot ready", 1e3 / ready, .milliseconds, target: "100 ms with the server"),
        ]
    }

    private static func load(of snapshot: String, _ settings: Settings) throws -> Figure {
        let folder = "\(settings.snapshots)/\(snapshot)"
        let load = try rate(count: 1) { _ in
            guard try Snapshot.load(folder: folder).entityCount > 0 else { throw BenchError("an empty snapshot") }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { folder + "/" + $0 }
        var checksum = 0
        let read = rate(count: 1) { _ in
            for file in files {
                checksum ^= Digest(of: [UInt8](FileManager.default.contents(atPath: file) ?? Data())).hashValue
            }
        }
        return Figure(
            "load of snapshot \(snapshot)", 1e3 / load, .milliseconds,
            beside: .init(name: "reading and hashing its files", value: 1e3 / read), target: "100 ms")
    }
}
