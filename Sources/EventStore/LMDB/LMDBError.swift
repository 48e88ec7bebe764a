internal import CLMDB
internal import Glibc

/// A C call that failed, with its code as a name where LMDB has one.
struct LMDBError: Error, CustomStringConvertible {
    enum Code: Equatable {
        case keyExists, notFound, pageNotFound, corrupted, panic, versionMismatch, invalid
        case mapFull, databasesFull, readersFull, transactionFull, cursorFull, pageFull, mapResized
        case incompatible, badReaderSlot, badTransaction, badValueSize, badDatabase
        /// An errno of the operating system.
        case system(Int32)
    }

    let code: Code
    /// The name of the C function.
    let call: StaticString

    init(_ raw: Int32, in call: StaticString) {
        self.call = call
        code =
            switch raw {
            case MDB_KEYEXIST: .keyExists
            case MDB_NOTFOUND: .notFound
            case MDB_PAGE_NOTFOUND: .pageNotFound
            case MDB_CORRUPTED: .corrupted
            case MDB_PANIC: .panic
            case MDB_VERSION_MISMATCH: .versionMismatch
            case MDB_INVALID: .invalid
            case MDB_MAP_FULL: .mapFull
            case MDB_DBS_FULL: .databasesFull
            case MDB_READERS_FULL: .readersFull
            case MDB_TXN_FULL: .transactionFull
            case MDB_CURSOR_FULL: .cursorFull
            case MDB_PAGE_FULL: .pageFull
            case MDB_MAP_RESIZED: .mapResized
            case MDB_INCOMPATIBLE: .incompatible
            case MDB_BAD_RSLOT: .badReaderSlot
            case MDB_BAD_TXN: .badTransaction
            case MDB_BAD_VALSIZE: .badValueSize
            case MDB_BAD_DBI: .badDatabase
            default: .system(raw)
            }
    }

    /// Whether the environment had been closed before the call.
    var isClosed: Bool { code == .system(EBADF) }

    var description: String {
        switch code {
        // strerror's text belongs to the C library and is copied at once.
        case .system(let errno): unsafe "\(call): \(String(cString: strerror(errno))) (errno \(errno))"
        default: "\(call): \(code)"
        }
    }

    /// Every C call goes through here, so that its failure names it.
    @inline(__always)
    static func check(_ raw: Int32, _ call: StaticString) throws(LMDBError) {
        if raw != 0 { throw LMDBError(raw, in: call) }
    }
}
