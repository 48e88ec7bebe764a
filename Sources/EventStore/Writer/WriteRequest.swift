/// One write that waits for its commit.
final class WriteRequest: Sendable {
    typealias Answer = Result<WriteReceipt, EventStoreError>

    let write: StoreWrite
    /// Bytes of records, notes and blobs, for the size of a group.
    let byteCount: Int
    /// Called once, when the write is committed or refused.
    let answer: @Sendable (Answer) -> Void

    init(_ write: StoreWrite, answer: @escaping @Sendable (Answer) -> Void) {
        self.write = write
        self.answer = answer
        byteCount = write.byteCount
    }
}

extension StoreWrite {
    /// About how many bytes the write adds to the store.
    var byteCount: Int {
        var count = 0
        for entry in entries {
            if case .record(_, let record, _) = entry { count += record.bytes.count } else { count += 128 }
        }
        for blob in blobs { count += blob.bytes.count }
        for snapshot in snapshots {
            count += snapshot.object.count
            for table in snapshot.tables { count += table.bytes.count }
        }
        for entry in idempotency { count += entry.value.count }
        return count
    }
}
