public import CanonicalJSON

/// What a collected store says of the one it was made from: its head, and what was left out.
///
/// It is a blob; its digest is in `meta` and in what the first commit names as the one before, so that it cannot be
/// changed without breaking the commit chain.
public struct Origin: Sendable, Hashable {
    /// The hash of the old store's last commit.
    public let commitHash: Digest
    /// How many entries the old store had.
    public let entries: UInt64
    /// How many of them are not here.
    public let entriesLeftOut: UInt64
    /// The branches that are not here, as stretches of numbers, both ends included.
    public let branchesLeftOut: [ClosedRange<UInt64>]
    /// How they were chosen, as the caller says it.
    public let reason: Text
    /// Milliseconds since 1970.
    public let madeAtMilliseconds: UInt64
    /// What the old store had been made from, another blob.
    public let before: Digest?

    var canonicalBytes: [UInt8] {
        var object: JSONObject = [
            "branches_left_out": .array(
                branchesLeftOut.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }),
            "commit_hash": commitHash.json, "entries": .integer(entries),
            "entries_left_out": .integer(entriesLeftOut), "kind": "origin",
            "made_at": .integer(madeAtMilliseconds), "reason": .string(reason),
        ]
        object["before"] = before?.json
        return object.canonicalBytes
    }

    /// Numbers in ascending order as stretches.
    static func stretches(_ numbers: [UInt64]) -> [ClosedRange<UInt64>] {
        var stretches: [ClosedRange<UInt64>] = []
        for number in numbers {
            if let last = stretches.last, last.upperBound + 1 == number {
                stretches[stretches.count - 1] = last.lowerBound...number
            } else {
                stretches.append(number...number)
            }
        }
        return stretches
    }
}
