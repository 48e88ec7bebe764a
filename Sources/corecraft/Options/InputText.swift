import CanonicalJSON
import Foundation

/// Text that a person gives on the command line, in a file or on standard input.
enum InputText {
    /// The bytes of an argument: `@FILE` reads a file, `-` standard input, everything else is taken as it is.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be read.
    static func bytes(_ argument: String) throws(CommandFailure) -> [UInt8] {
        if argument == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard argument.hasPrefix("@") else { return Array(argument.utf8) }
        return try file(String(argument.dropFirst()))
    }

    /// The bytes of a file.
    static func file(_ path: String) throws(CommandFailure) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be read; is it a file, and may you read it?")
        }
    }

    /// Parses JSON that a person wrote.
    ///
    /// - Parameter what: What it is, for the error.
    static func json(_ bytes: [UInt8], _ what: String) throws(CommandFailure) -> JSONValue {
        do {
            return try JSONParser.parse(bytes)
        } catch {
            throw CommandFailure(.usage, "\(what) is not JSON: \(error)")
        }
    }
}
