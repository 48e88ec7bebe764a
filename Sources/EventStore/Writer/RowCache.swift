/// A branch row in the writer's memory, perhaps ahead of the store by what the current group adds.
final class CachedRow {
    var row: BranchRow
    /// The stored value; brought up to date when the row is put.
    var bytes: [UInt8]
    /// Whether more than the header has changed since `bytes` was made.
    var tailChanged: Bool
    /// The last group that has changed the row.
    var changedIn: UInt64 = 0

    init(row: BranchRow, bytes: [UInt8]?) {
        self.row = row
        self.bytes = bytes ?? []
        tailChanged = bytes == nil
    }

    /// The value to put now.
    func upToDateBytes() -> [UInt8] {
        if tailChanged {
            bytes = row.bytes
            tailChanged = false
        } else {
            row.writeHeader(to: &bytes)
        }
        return bytes
    }
}

/// The branch rows used lately: two generations, the older of which is forgotten when the younger is full.
struct RowCache {
    private var young: [BranchID: CachedRow] = [:]
    private var old: [BranchID: CachedRow] = [:]
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    subscript(id: BranchID) -> CachedRow? {
        mutating get {
            if let row = young[id] { return row }
            guard let row = old[id] else { return nil }
            young[id] = row
            return row
        }
        set {
            young[id] = newValue
            if newValue == nil { old[id] = nil }
        }
    }

    /// Forgets what was not used for long; only between groups, since rows ahead of the store must not get lost.
    mutating func trim() {
        guard young.count > limit else { return }
        old = young
        young = [:]
    }

    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
