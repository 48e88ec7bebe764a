extension ReadTransaction {
    /// The log value that an index key leads to.
    ///
    /// - Throws: ``EventStoreError`` `.corrupt` when the index or the log lacks it.
    func logValue(_ databases: Databases, _ key: Key) throws -> [UInt8] {
        guard let value = try logValueIfAny(databases, key)?.value else {
            throw EventStoreError(.corrupt, "an entry is missing in the index or the log; run verify")
        }
        return value
    }

    /// - Returns: nil when the index has no such key.
    func logValueIfAny(_ databases: Databases, _ key: Key) throws -> (gseq: UInt64, value: [UInt8])? {
        guard let place = try get(databases.index, key) else { return nil }
        var reader = ByteReader(place)
        guard let gseq = reader.number(UInt64.self), let value = try get(databases.log, Key(gseq)) else {
            throw EventStoreError(.corrupt, "an index entry leads nowhere; run verify")
        }
        return (gseq, value)
    }
}
