/// The number of a branch, unique within one store and never used again.
///
/// Numbers start at 1 and grow; gaps are normal, since a reserved number may never be written.
public struct BranchID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: UInt64

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (left: BranchID, right: BranchID) -> Bool {
        left.rawValue < right.rawValue
    }

    public var description: String { String(rawValue) }
}
