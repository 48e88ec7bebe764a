internal import CLMDB

/// One of the environment's databases.
struct Database {
    let handle: MDB_dbi
}

/// A key with its value, both copied out of the map.
struct StoredRow {
    let key: [UInt8]
    let value: [UInt8]
}

/// What both kinds of transaction can read.
///
/// A transaction is only ever borrowed by a synchronous, non-escaping closure (``Environment/read(_:)``), and every value
/// is copied before it is handed out, so nothing can refer to the map after the transaction's end.
@safe
struct ReadTransaction: ~Copyable {
    /// Owned by the environment's `read` or `write`, which ends it after the closure; used on that thread only.
    let handle: OpaquePointer

    init(handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
    }

    func get(_ database: Database, _ key: Key) throws(LMDBError) -> [UInt8]? {
        var words = key.words
        var value = unsafe MDB_val()
        // The key's bytes lie in this frame; the value's belong to the map until the transaction ends and are copied.
        let result = unsafe withUnsafeMutableBytes(of: &words) { bytes in
            var name = unsafe MDB_val(mv_size: key.byteCount, mv_data: bytes.baseAddress)
            return unsafe mdb_get(handle, database.handle, &name, &value)
        }
        return try unsafe copied(value, result)
    }

    func get(_ database: Database, _ key: [UInt8]) throws(LMDBError) -> [UInt8]? {
        var value = unsafe MDB_val()
        // LMDB reads the key's bytes during the call only; the array keeps them.
        let result = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(
                mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_get(handle, database.handle, &name, &value)
        }
        return try unsafe copied(value, result)
    }

    /// Whether the key is there; copies nothing.
    func contains(_ database: Database, _ key: [UInt8]) throws(LMDBError) -> Bool {
        var value = unsafe MDB_val()
        let result = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(
                mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_get(handle, database.handle, &name, &value)
        }
        if result == MDB_NOTFOUND { return false }
        try LMDBError.check(result, "mdb_get")
        return true
    }

    private func copied(_ value: MDB_val, _ result: Int32) throws(LMDBError) -> [UInt8]? {
        if result == MDB_NOTFOUND { return nil }
        try LMDBError.check(result, "mdb_get")
        return unsafe [UInt8](UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size))
    }

    /// How many keys a database has.
    func count(_ database: Database) throws(LMDBError) -> Int {
        var stat = MDB_stat()
        try unsafe LMDBError.check(mdb_stat(handle, database.handle, &stat), "mdb_stat")
        return stat.ms_entries
    }

    /// The row with the greatest key.
    func last(_ database: Database) throws(LMDBError) -> StoredRow? {
        let cursor = unsafe Cursor(transaction: handle, database: database)
        return try cursor.move(MDB_LAST)
    }

    /// Visits rows in ascending order of keys, from the first that is not less than `start`, until `body` says no.
    func scan(_ database: Database, from start: [UInt8]? = nil, _ body: (StoredRow) throws -> Bool) throws {
        let cursor = unsafe Cursor(transaction: handle, database: database)
        var row: StoredRow?
        if let start { row = try cursor.seek(start) } else { row = try cursor.move(MDB_FIRST) }
        while let found = row, try body(found) {
            row = try cursor.move(MDB_NEXT)
        }
    }
}

/// A position in a database, closed at the end of the closure that borrows it.
@safe
struct Cursor: ~Copyable {
    /// Owned by this value, closed in `deinit`, before the transaction ends. nil when opening it failed.
    private let handle: OpaquePointer?
    private let opened: Int32

    fileprivate init(transaction: OpaquePointer, database: Database) {
        var handle: OpaquePointer?
        opened = unsafe mdb_cursor_open(transaction, database.handle, &handle)
        unsafe self.handle = unsafe handle
    }

    deinit {
        if let handle = unsafe handle { unsafe mdb_cursor_close(handle) }
    }

    func move(_ operation: MDB_cursor_op) throws(LMDBError) -> StoredRow? {
        try LMDBError.check(opened, "mdb_cursor_open")
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        return try unsafe copied(mdb_cursor_get(handle, &key, &value, operation), key, value)
    }

    /// The first row whose key is not less than this one.
    func seek(_ start: [UInt8]) throws(LMDBError) -> StoredRow? {
        try LMDBError.check(opened, "mdb_cursor_open")
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        // LMDB replaces the pointer to our array by one into the map, which stays valid until the transaction ends.
        let result = unsafe start.withUnsafeBytes { bytes in
            unsafe key = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_cursor_get(handle, &key, &value, MDB_SET_RANGE)
        }
        return try unsafe copied(result, key, value)
    }

    private func copied(_ result: Int32, _ key: MDB_val, _ value: MDB_val) throws(LMDBError) -> StoredRow? {
        if result == MDB_NOTFOUND { return nil }
        try LMDBError.check(result, "mdb_cursor_get")
        return unsafe StoredRow(
            key: [UInt8](UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size)),
            value: [UInt8](UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)))
    }
}
