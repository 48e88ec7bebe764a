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
