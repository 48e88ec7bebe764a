internal import CLMDB
internal import Glibc
internal import Synchronization

/// One open LMDB environment. A directory is opened at most once in a process (``EnvironmentRegistry``).
@safe
final class Environment: @unchecked Sendable {
    // Sendable: LMDB's environment may be used by several threads; what may not, resizing and closing, happens inside
    // the gate's exclusive side, and `write` is called by one at a time, the writer (or before it starts).

    struct Settings {
        var mapSize: Int
        var maxReaders: Int
        var isReadOnly: Bool
        var syncs: Bool
    }

    let path: String
    let isReadOnly: Bool
    private let gate = ReaderGate()
    /// Owned by this object from `init` until `close` or `deinit`; nil after closing.
    private var handle: OpaquePointer?
    private let uses = Mutex(1)

    /// - Throws: ``LMDBError``; the map is halved while the machine has no room for it.
    fileprivate init(path: String, settings: Settings) throws {
        self.path = path
        isReadOnly = settings.isReadOnly
        unsafe handle = try Environment.opened(path: path, settings: settings)
        if !isReadOnly { try clearDeadReaders() }
    }

    deinit { close() }

    private static func opened(path: String, settings: Settings) throws(LMDBError) -> OpaquePointer? {
        var size = settings.mapSize
        while true {
            var handle: OpaquePointer?
            try unsafe LMDBError.check(mdb_env_create(&handle), "mdb_env_create")
            var flags = UInt32(MDB_NOTLS)
            if settings.isReadOnly { flags |= UInt32(MDB_RDONLY) }
            if !settings.syncs { flags |= UInt32(MDB_NOSYNC) }
            unsafe mdb_env_set_mapsize(handle, size)
            unsafe mdb_env_set_maxdbs(handle, 16)
            unsafe mdb_env_set_maxreaders(handle, UInt32(settings.maxReaders))
            let result = unsafe mdb_env_open(handle, path, flags, 0o600)
            if result == 0 { return unsafe handle }
            // After a failed open the handle must still be closed.
            unsafe mdb_env_close(handle)
            guard result == ENOMEM, size > 1 << 20 else { throw LMDBError(result, in: "mdb_env_open") }
            size /= 2
        }
    }

    /// Runs the closure in a read transaction, which ends with it. It must not read again inside.
    func read<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value {
        while true {
            if let value = try gate.shared({ try readOnce(body) }) { return value }
            // Another process has grown the map.
            try gate.exclusive { try unsafe LMDBError.check(mdb_env_set_mapsize(try open(), 0), "mdb_env_set_mapsize") }
        }
    }

    /// - Returns: nil when the map must be adopted from another process first.
    private func readOnce<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value? {
        var begun: OpaquePointer?
        let result = unsafe mdb_txn_begin(try open(), nil, UInt32(MDB_RDONLY), &begun)
        if result == MDB_MAP_RESIZED { return nil }
        try LMDBError.check(result, "mdb_txn_begin")
        guard let transaction = unsafe begun else { throw LMDBError(EINVAL, in: "mdb_txn_begin") }
        // Begun above and ended here, on this thread, after the closure has given its borrow back.
        defer { unsafe mdb_txn_abort(transaction) }
        return try body(unsafe ReadTransaction(handle: transaction))
    }

    /// Runs the closure in the write transaction and commits what it did; an error aborts it.
    ///
    /// - Parameter beforeCommit: For tests: an error code to fail with in the place of the commit.
    func write<Value>(
        beforeCommit: () -> Int32? = { nil }, _ body: (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        var begun: OpaquePointer?
        try unsafe LMDBError.check(mdb_txn_begin(try open(), nil, 0, &begun), "mdb_txn_begin")
        guard let transaction = unsafe begun else { throw LMDBError(EINVAL, in: "mdb_txn_begin") }
        let value: Value
        do {
            value = try body(unsafe WriteTransaction(handle: transaction))
        } catch {
            unsafe mdb_txn_abort(transaction)
            throw error
        }
        if let fault = beforeCommit() {
            unsafe mdb_txn_abort(transaction)
            throw CommitFailure(cause: LMDBError(fault, in: "mdb_txn_commit"))
        }
        // The commit frees the transaction, also when it fails.
        let committed = unsafe mdb_txn_commit(transaction)
        if committed != 0 { throw CommitFailure(cause: LMDBError(committed, in: "mdb_txn_commit")) }
        return value
    }

    /// Makes or opens the databases of these names.
    func databases(_ names: [String], creating: Bool) throws -> [Database] {
        var begun: OpaquePointer?
        let flags = creating ? 0 : UInt32(MDB_RDONLY)
        try unsafe LMDBError.check(mdb_txn_begin(try open(), nil, flags, &begun), "mdb_txn_begin")
        guard let transaction = unsafe begun else { throw LMDBError(EINVAL, in: "mdb_txn_begin") }
        var databases: [Database] = []
        for name in names {
            var handle: MDB_dbi = 0
            let opened = unsafe mdb_dbi_open(transaction, name, creating ? UInt32(MDB_CREATE) : 0, &handle)
            if opened != 0 {
                unsafe mdb_txn_abort(transaction)
                throw LMDBError(opened, in: "mdb_dbi_open")
            }
            databases.append(Database(handle: handle))
        }
        // Only a committed transaction leaves the handles open.
        try unsafe LMDBError.check(mdb_txn_commit(transaction), "mdb_txn_commit")
        return databases
    }

    /// Bytes of the map, and how many of them are in use.
    func mapUse() throws -> (size: Int, used: Int) {
        var info = unsafe MDB_envinfo()
        try unsafe LMDBError.check(mdb_env_info(try open(), &info), "mdb_env_info")
        var stat = MDB_stat()
        try unsafe LMDBError.check(mdb_env_stat(try open(), &stat), "mdb_env_stat")
        return unsafe (info.me_mapsize, (info.me_last_pgno + 1) * Int(stat.ms_psize))
    }

    /// Waits for open reads, holds back new ones, and makes the map that large. No transaction may be open here.
    func grow(to size: Int) throws {
        try gate.exclusive {
            try unsafe LMDBError.check(mdb_env_set_mapsize(try open(), size), "mdb_env_set_mapsize")
        }
    }

    /// Copies the environment into an empty directory as it is now; whoever writes goes on meanwhile.
    ///
    /// The copy reads in one transaction: pages that are freed meanwhile are not used again until it has ended.
    func copy(to directory: String) throws {
        while true {
            let result = try gate.shared { unsafe mdb_env_copy2(try open(), directory, 0) }
            guard result == MDB_MAP_RESIZED else { return try LMDBError.check(result, "mdb_env_copy2") }
            // Another process has grown the map.
            try gate.exclusive { try unsafe LMDBError.check(mdb_env_set_mapsize(try open(), 0), "mdb_env_set_mapsize") }
        }
    }

    /// Frees the slots of processes that died while reading: they would keep pages from being used again.
    func clearDeadReaders() throws {
        var dead: Int32 = 0
        try unsafe LMDBError.check(mdb_reader_check(try open(), &dead), "mdb_reader_check")
    }

    /// Brings everything onto the disk, also when commits do not.
    func sync() throws {
        try unsafe LMDBError.check(mdb_env_sync(try open(), 1), "mdb_env_sync")
    }

    /// Counts one more user of this environment.
    fileprivate func retain() { uses.withLock { $0 += 1 } }

    /// Counts one user less; the last one closes.
    func release() {
        let isLast = uses.withLock { uses in
            uses -= 1
            return uses == 0
        }
        if isLast { close() }
    }

    /// Waits for open reads and closes; later reads throw.
    func close() {
        gate.exclusive {
            if let open = unsafe handle { unsafe mdb_env_close(open) }
            unsafe handle = nil
        }
    }

    private func open() throws(LMDBError) -> OpaquePointer {
        guard let handle = unsafe handle else { throw LMDBError(EBADF, in: "mdb_env_close") }
        return unsafe handle
    }
}

/// The commit itself failed: what is on the disk is in doubt.
struct CommitFailure: Error {
    let cause: LMDBError
}

/// Which environments this process has open: LMDB allows one a directory.
enum EnvironmentRegistry {
    private struct Entry {
        weak var environment: Environment?
    }

    private static let open = Mutex<[String: Entry]>([:])

    /// The environment of a directory: the one that is open already, when it is good enough, or a new one.
    ///
    /// - Returns: nil when the directory is open read-only and writing is asked for.
    static func environment(path: String, settings: Environment.Settings) throws -> Environment? {
        try open.withLock { open in
            if let environment = open[path]?.environment, !environment.isClosed {
                if environment.isReadOnly, !settings.isReadOnly { return nil }
                environment.retain()
                return environment
            }
            let environment = try Environment(path: path, settings: settings)
            open[path] = Entry(environment: environment)
            return environment
        }
    }
}

extension Environment {
    /// Whether `close` was called.
    var isClosed: Bool { gate.shared { unsafe handle == nil } }
}
