/// Where a branch is in its life.
public enum BranchStatus: UInt8, Sendable, Hashable, CaseIterable {
    /// It takes records.
    case open = 0
    /// Its last record is `submitted`.
    case submitted = 1
    /// It was ended; its records stay.
    case ended = 2
    /// It cannot go on, for a reason outside the world.
    case invalid = 3
}
