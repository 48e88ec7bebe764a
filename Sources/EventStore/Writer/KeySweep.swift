/// Removes keys whose lifetime is over, a few with each commit that adds some, so that they never pile up and no commit
/// pays for all.
struct KeySweep {
    /// How many keys are looked at for each one added: more than one, so that the sweep comes round.
    private static let pace = 4
    /// Where the next look begins.
    private var next = IdempotencyEntry.unscopedPrefix

    /// Looks at the next keys and removes those that have ended.
    mutating func advance(
        over added: Int, at wallMilliseconds: UInt64, _ database: Database, _ transaction: borrowing WriteTransaction
    ) throws {
        guard added > 0 else { return }
        var ended: [[UInt8]] = []
        var left = added * KeySweep.pace
        var following: [UInt8]?
        try transaction.reading.scan(database, from: next) { row in
            guard row.key.starts(with: IdempotencyEntry.unscopedPrefix) else { return false }
            guard left > 0 else {
                following = row.key
                return false
            }
            left -= 1
            if try StoredAnswer(row.value).hasEnded(at: wallMilliseconds) { ended.append(row.key) }
            return true
        }
        for key in ended { try transaction.delete(database, key) }
        next = following ?? IdempotencyEntry.unscopedPrefix
    }
}
