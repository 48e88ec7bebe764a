public import CanonicalJSON

/// A snapshot's time, which stands still during an episode (design rule D-2).
///
/// Its text is written into entities character for character (contract 1.1).
public struct WorldClock: Sendable, Hashable {
    public let now: Timestamp

    public init(_ now: Timestamp) {
        self.now = now
    }

    /// The text as it was imported.
    public var text: Text { now.text }

    /// The instant that the text names.
    public var instant: Instant { now.instant }
}
