public import CanonicalJSON

/// One label of a branch: a name and its value, both given by whoever opened the episode.
public struct Label: Sendable, Hashable {
    public var name: Text
    public var value: Text

    public init(name: Text, value: Text) {
        self.name = name
        self.value = value
    }
}
