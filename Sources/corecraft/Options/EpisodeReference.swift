import ArgumentParser
import CanonicalJSON
import Episodes

/// `EPISODE` or `EPISODE@SEQ` as a person writes it.
struct EpisodeReference: Sendable {
    /// The episode's id.
    let episode: String
    /// The record after which to look; nil for the last one.
    let seq: Int?

    /// - Throws: ``CommandFailure`` saying what ids look like.
    init(_ text: String) throws(CommandFailure) {
        guard let position = Position(text) else {
            throw CommandFailure(
                .usage,
                "\(text) is no episode; write its id such as ep-0123456789ab-2, or ID@SEQ for the place after a record"
                    + " (`corecraft show` lists the episodes)")
        }
        episode = position.episode.description
        seq = position.seq
    }

    /// An episode alone, without a place in it.
    ///
    /// - Throws: ``CommandFailure`` also when a place is named.
    static func whole(_ text: String) throws(CommandFailure) -> String {
        let reference = try EpisodeReference(text)
        guard reference.seq == nil else {
            throw CommandFailure(
                .usage, "\(text) names a record; this command takes a whole episode, \(reference.episode)")
        }
        return reference.episode
    }

    var text: String { seq.map { "\(episode)@\($0)" } ?? episode }
}

/// Labels to put on episodes.
struct LabelOptions: ParsableArguments {
    @Option(
        name: .customLong("label"),
        help: ArgumentHelp("A label for the episodes; may be given several times.", valueName: "name=value"))
    var labels: [String] = []

    /// The labels as the control API wants them; a name given twice keeps its last value.
    var json: JSONValue {
        get throws(CommandFailure) {
            var object: JSONObject = [:]
            for label in labels {
                let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw CommandFailure(.usage, "\(label) is no label; write NAME=VALUE")
                }
                object[Text(String(parts[0]))] = .string(Text(String(parts[1])))
            }
            return .object(object)
        }
    }
}
