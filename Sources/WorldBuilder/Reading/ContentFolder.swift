import Foundation
internal import Yams

/// Why authored content cannot be used.
public struct ContentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, relative to the content folder, or the part of a file.
    public let place: String
    public let message: String

    init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { "\(place): \(message)" }
}

/// The folder of authored content: plain YAML and Markdown files.
struct ContentFolder: Sendable {
    let path: String

    /// Decodes a YAML file.
    func yaml<Value: Decodable>(_ type: Value.Type, _ file: String) throws(ContentError) -> Value {
        let text = try text(file)
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch {
            throw ContentError(file, "\(error)")
        }
    }

    /// Decodes YAML that stands inside another file, such as the front matter of an article.
    func yaml<Value: Decodable>(_ type: Value.Type, text: String, of file: String) throws(ContentError) -> Value {
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch {
            throw ContentError(file, "\(error)")
        }
    }

    func text(_ file: String) throws(ContentError) -> String {
        do {
            return try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
        } catch {
            throw ContentError(file, "cannot be read; \(path) must be the folder of authored content")
        }
    }

    /// The files of a folder with that ending, relative to the content folder, in the order of their names.
    func files(in folder: String, ending: String) throws(ContentError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
                .filter { $0.hasSuffix(ending) }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                .map { "\(folder)/\($0)" }
        } catch {
            throw ContentError(folder, "cannot be listed; \(path) must be the folder of authored content")
        }
    }
}
