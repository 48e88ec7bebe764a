import Foundation

/// Progress of something long, on standard error: one line that is rewritten on a terminal, nothing elsewhere.
final class ProgressLine {
    private let verb: String
    private let unit: String
    private let isTerminal: Bool
    private var next: ContinuousClock.Instant

    private static let pause = Duration.milliseconds(200)

    /// - Parameters: What is said before and after the numbers.
    init(_ verb: String, unit: String) {
        self.verb = verb
        self.unit = unit
        isTerminal = isatty(2) == 1
        next = .now + ProgressLine.pause
    }

    /// Says how far it is, at most five times a second.
    func show(_ done: UInt64, of total: UInt64) {
        guard isTerminal, ContinuousClock.now >= next || done == total else { return }
        next = .now + ProgressLine.pause
        let percent = total == 0 ? 100 : done * 100 / total
        let line = "\r\(verb) \(done) of \(total) \(unit) (\(percent) %)" + (done == total ? "\n" : "")
        try? FileHandle.standardError.write(contentsOf: Array(line.utf8))
    }
}
