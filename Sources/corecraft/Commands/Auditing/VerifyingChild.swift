import CanonicalJSON
import EventStore
import Foundation

/// The process that reads a store that may be damaged.
struct VerifyingChild {
    private let directory: String

    init(_ directory: String) {
        self.directory = directory
    }

    /// - Returns: The child's report, or one that says how it ended.
    func run() throws(CommandFailure) -> JSONValue {
        let child = Process()
        child.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["verify", "--in-this-process", "--store", directory]
        // A crash is an answer here; its backtrace would take seconds and say nothing about the store.
        child.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        let output = Pipe()
        child.standardOutput = output
        do {
            try child.run()
        } catch {
            throw CommandFailure(.trouble, "the process that verifies cannot be started: \(error.localizedDescription)")
        }
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        child.waitUntilExit()
        guard child.terminationReason == .exit else {
            let signal = child.terminationStatus
            return VerifyReport.json(damage: "its reader crashed (signal \(signal)): a page of the file is damaged")
        }
        guard child.terminationStatus == 0, let report = try? JSONParser.parse(bytes) else {
            // The child has said why on standard error.
            throw CommandFailure(
                ExitStatus(rawValue: child.terminationStatus) ?? .trouble, "the store in \(directory) was not verified")
        }
        return report
    }
}
