import ArgumentParser
import CanonicalJSON
import EventStore

extension Label {
    /// A label as every command takes it, NAME=VALUE.
    ///
    /// - Throws: `ValidationError`, which says how a label is written.
    init(argument text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw ValidationError("\(text) is no label; write NAME=VALUE")
        }
        self.init(name: Text(String(parts[0])), value: Text(String(parts[1])))
    }
}

/// Labels to put on episodes.
struct LabelOptions: ParsableArguments {
    @Option(
        name: .customLong("label"),
        help: ArgumentHelp("A label for the episodes; may be given several times.", valueName: "name=value"),
        transform: Label.init(argument:))
    var labels: [Label] = []

    /// The labels as the control API wants them; a name given twice keeps its last value.
    var json: JSONValue {
        var object: JSONObject = [:]
        for label in labels { object[label.name] = .string(label.value) }
        return .object(object)
    }
}
