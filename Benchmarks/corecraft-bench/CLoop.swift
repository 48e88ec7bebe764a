import CanonicalJSON
import EventStore
import Foundation

/// The bare loop in C over the same layout.
struct CLoop {
    struct Rates {
        let appends: Double
        let forks: Double
    }

    let program: String

    /// Runs it once: half a second of appends, half a second of forks.
    func run(_ mode: EventStore.Mode, group: Int, in directory: String) throws -> Rates {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [directory, "0.5", mode.rawValue, "\(group)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let value = try? JSONParser.parse(String(decoding: line, as: UTF8.self))
        guard let appends = value?["appends_per_second"]?.number?.double,
            let forks = value?["forks_per_second"]?.number?.double
        else { throw BenchError("\(program) printed no figures") }
        return Rates(appends: appends, forks: forks)
    }
}
