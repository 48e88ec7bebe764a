public import CanonicalJSON

/// A place in an episode: after a record.
public struct Position: Sendable, Hashable {
    public let episode: EpisodeID
    /// The record, or nil for the last one.
    public let seq: Int?

    public init(episode: EpisodeID, seq: Int?) {
        self.episode = episode
        self.seq = seq
    }

    /// Reads `<episode>` or `<episode>@<seq>`.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let episode = parts.first.flatMap({ EpisodeID(String($0)) }) else { return nil }
        if parts.count == 1 {
            self.init(episode: episode, seq: nil)
        } else if let seq = Int(parts[1]), seq >= 0, String(seq) == parts[1] {
            self.init(episode: episode, seq: seq)
        } else {
            return nil
        }
    }
}

/// What two positions differ in.
public struct EpisodeDiff: Sendable {
    /// The first records that differ; nil on a side that has no record of that number.
    public struct FirstDifference: Sendable {
        public let seq: Int
        public let a: [UInt8]?
        public let b: [UInt8]?
    }

    /// An entity that is not the same on both sides; nil where it is absent. The bytes are its document.
    public struct Entity: Sendable {
        public let type: Text
        public let id: Text
        public let a: [UInt8]?
        public let b: [UInt8]?
    }

    public let firstDifference: FirstDifference?
    /// In order of type, then id.
    public let entities: [Entity]
}
