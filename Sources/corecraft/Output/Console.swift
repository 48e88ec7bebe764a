import CanonicalJSON
import Foundation
import Logging

/// Standard output for answers, standard error for everything else.
enum Console {
    /// Writes a line of text to standard output.
    static func print(_ text: String) {
        write(Array(text.utf8) + [newline], to: .standardOutput)
    }

    /// Writes one canonical JSON value and a line feed to standard output.
    static func print(_ value: JSONValue) {
        write(value.canonicalBytes + [newline], to: .standardOutput)
    }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: [UInt8]) {
        write(bytes, to: .standardOutput)
    }

    /// Writes `error: ...` to standard error.
    static func error(_ message: String) {
        note("error: \(message)")
    }

    /// Writes a line to standard error.
    static func note(_ message: String) {
        write(Array(message.utf8) + [newline], to: .standardError)
    }

    /// What the server has to say goes to standard error too: standard output is for answers and for protocols.
    static var logger: Logger {
        var logger = Logger(label: "corecraft") { label in StreamLogHandler.standardError(label: label) }
        logger.logLevel = .notice
        return logger
    }

    private static let newline = UInt8(ascii: "\n")

    private static func write(_ bytes: [UInt8], to handle: FileHandle) {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            // Nobody reads any more, as with `corecraft log | head`: there is no one to tell.
            Foundation.exit(ExitStatus.done.rawValue)
        }
    }
}
