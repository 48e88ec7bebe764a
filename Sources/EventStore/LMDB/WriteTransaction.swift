internal import CLMDB

/// How a value is put.
enum PutMode {
    /// Whatever is there is replaced.
    case replace
    /// The key comes after all others, or the put fails with `.keyExists`.
    case append
    /// An existing value stays.
    case keepExisting

    fileprivate var flags: UInt32 {
        switch self {
        case .replace: 0
        case .append: UInt32(MDB_APPEND)
        case .keepExisting: UInt32(MDB_NOOVERWRITE)
        }
    }
}

/// The one transaction that writes; it stays on the thread that began it, borrowed by a closure.
struct WriteTransaction: ~Copyable {
    /// The same transaction, for reading what it has written so far.
    let reading: ReadTransaction

    /// - Parameter handle: Owned by ``Environment/write(_:)``, which commits or aborts it after the closure.
    init(handle: OpaquePointer) {
        reading = unsafe ReadTransaction(handle: handle)
    }

    func put(_ database: Database, _ key: Key, _ value: ArraySlice<UInt8>, _ mode: PutMode = .replace) throws(LMDBError)
    {
        var words = key.words
        // Key and value belong to this frame and to the caller's array; LMDB copies both during the call.
        let result = unsafe withUnsafeMutableBytes(of: &words) { bytes in
            unsafe put(database, UnsafeRawBufferPointer(rebasing: bytes[..<key.byteCount]), value, mode)
        }
        try LMDBError.check(result, "mdb_put")
    }

    /// Puts a number, in the form of a key, as a value.
    func put(_ database: Database, _ key: Key, value: Key) throws(LMDBError) {
        var keyWords = key.words
        var valueWords = value.words
        // Both lie in this frame; LMDB copies them during the call.
        let result = unsafe withUnsafeMutableBytes(of: &keyWords) { keyBytes in
            unsafe withUnsafeMutableBytes(of: &valueWords) { valueBytes in
                var name = unsafe MDB_val(mv_size: key.byteCount, mv_data: keyBytes.baseAddress)
                var data = unsafe MDB_val(mv_size: value.byteCount, mv_data: valueBytes.baseAddress)
                return unsafe mdb_put(reading.handle, database.handle, &name, &data, 0)
            }
        }
        try LMDBError.check(result, "mdb_put")
    }

    /// - Returns: false when the key is there and the mode is `.keepExisting`.
    @discardableResult
    func put(
        _ database: Database, _ key: [UInt8], _ value: ArraySlice<UInt8>, _ mode: PutMode = .replace
    ) throws(LMDBError) -> Bool {
        let result = unsafe key.withUnsafeBytes { bytes in unsafe put(database, bytes, value, mode) }
        if result == MDB_KEYEXIST, case .keepExisting = mode { return false }
        try LMDBError.check(result, "mdb_put")
        return true
    }

    private func put(
        _ database: Database, _ key: UnsafeRawBufferPointer, _ value: ArraySlice<UInt8>, _ mode: PutMode
    ) -> Int32 {
        unsafe value.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(mv_size: key.count, mv_data: UnsafeMutableRawPointer(mutating: key.baseAddress))
            var data = unsafe MDB_val(
                mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_put(reading.handle, database.handle, &name, &data, mode.flags)
        }
    }

    /// Removes a database with all that is in it.
    func drop(_ database: Database) throws(LMDBError) {
        try unsafe LMDBError.check(mdb_drop(reading.handle, database.handle, 1), "mdb_drop")
    }

    /// Removes a key; one that is not there is no error.
    func delete(_ database: Database, _ key: [UInt8]) throws(LMDBError) {
        let result = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(
                mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_del(reading.handle, database.handle, &name, nil)
        }
        if result != MDB_NOTFOUND { try LMDBError.check(result, "mdb_del") }
    }
}
