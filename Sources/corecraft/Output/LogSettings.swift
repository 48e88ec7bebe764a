import CanonicalJSON
import Foundation
import Logging

/// How the server's log looks and how much is in it. It goes to standard error: standard output is for answers.
struct LogSettings: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text, json
    }

    enum Level: String, CaseIterable, Sendable {
        case error, warning, notice, info, debug

        var logged: Logger.Level {
            switch self {
            case .error: .error
            case .warning: .warning
            case .notice: .notice
            case .info: .info
            case .debug: .debug
            }
        }
    }

    let format: Format
    let level: Level

    var logger: Logger {
        var logger = Logger(label: "corecraft") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLineLogHandler(label: label)
            }
        }
        logger.logLevel = level.logged
        return logger
    }

    /// Tells the operator something whatever the level is: as a sentence, or as one more line of a log in JSON.
    func note(_ message: String) {
        switch format {
        case .text: Console.note(message)
        case .json:
            var logger = logger
            logger.logLevel = .notice
            logger.notice("\(message)")
        }
    }
}

/// One JSON object a line: `at`, `label`, `level`, `message`, and the metadata as members of `metadata`.
struct JSONLineLogHandler: LogHandler {
    let label: String
    var logLevel = Logger.Level.notice
    var metadata = Logger.Metadata()

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var members = JSONObject()
        for (name, value) in all { members[Text(name)] = .string(Text("\(value)")) }
        let line: JSONValue = [
            "at": .string(Text(Self.now)), "label": .string(Text(label)),
            "level": .string(Text(event.level.rawValue)), "message": .string(Text("\(event.message)")),
            "metadata": .object(members),
        ]
        // A log that nobody reads must not stop the server.
        try? FileHandle.standardError.write(contentsOf: line.canonicalBytes + [UInt8(ascii: "\n")])
    }

    private static var now: String {
        Date(timeIntervalSince1970: Double(WallClock.milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
