import Foundation

/// The middle one; of an even number, the upper of the two in the middle.
func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
}

/// Seconds of processor time that `body` takes, all threads together: other jobs on the machine do not count.
func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock()
    try body()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

/// As above, for a body that waits.
func processorSeconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = clock()
    try await body()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

/// Seconds on the wall that `body` takes.
func wallSeconds(_ body: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    return (clock.now - start) / .seconds(1)
}

/// How often a second of processor time `body` runs: the median of seven rounds of `count` runs each.
func rate(count: Int, _ body: (Int) throws -> Void) rethrows -> Double {
    var rates: [Double] = []
    for _ in 0..<7 {
        let seconds = try processorSeconds {
            for index in 0..<count { try body(index) }
        }
        rates.append(Double(count) / max(seconds, 1e-6))
    }
    return median(rates)
}

/// Bytes of memory of this process that no file backs.
func anonymousMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1_024
}

/// A directory that goes away with its owner.
final class ScratchDirectory: Sendable {
    let path: String

    init(in parent: String) throws {
        path = parent + "/corecraft-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// What a benchmark cannot go on without.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
