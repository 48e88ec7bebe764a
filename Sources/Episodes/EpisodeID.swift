public import CanonicalJSON
public import EventStore

/// The public name of an episode: opaque to clients, unique across stores (`spec/control-api.md`).
///
/// Its text is `ep-<store id>-<branch number>`.
public struct EpisodeID: Sendable, Hashable, CustomStringConvertible {
    /// The store that holds the branch.
    public let storeID: Text
    /// The branch in that store.
    public let branch: BranchID

    /// Names a branch of a store.
    public init(storeID: Text, branch: BranchID) {
        self.storeID = storeID
        self.branch = branch
    }

    /// - Returns: nil unless the text has the form that ``description`` gives.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "ep", !parts[1].isEmpty,
            let number = UInt64(parts[2]), String(number) == parts[2]
        else { return nil }
        self.init(storeID: Text(String(parts[1])), branch: BranchID(rawValue: number))
    }

    public var description: String { "ep-\(storeID)-\(branch.rawValue)" }
}
