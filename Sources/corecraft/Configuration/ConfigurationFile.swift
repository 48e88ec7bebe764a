import CanonicalJSON
import Configuration

/// A file of settings: one JSON object, members named as the settings.
struct ConfigurationFile {
    let path: String
    let values: [String: ConfigContent]

    /// - Parameter known: The names that a file may have; another one is a misspelt option and refused.
    /// - Throws: ``CommandFailure`` naming what is wrong.
    init(_ path: String, known: [String]) throws(CommandFailure) {
        self.path = path
        guard let object = try InputText.json(try InputText.file(path), path).object else {
            throw CommandFailure(.usage, "\(path) must hold one object of settings")
        }
        var values: [String: ConfigContent] = [:]
        for member in object.members {
            let name = member.name.string
            guard known.contains(name) else {
                throw CommandFailure(
                    .usage, "\(path) sets \(name), which is not known; known are: \(known.joined(separator: ", "))")
            }
            switch member.value {
            case .string(let text): values[name] = .string(text.string)
            case .number(let number):
                guard let integer = number.integer else {
                    throw CommandFailure(.usage, "\(name) must be a whole number (file \(path))")
                }
                values[name] = .int(integer)
            default: throw CommandFailure(.usage, "\(name) must be a text or a whole number (file \(path))")
            }
        }
        self.values = values
    }
}
