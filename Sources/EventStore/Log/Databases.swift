/// The eight databases of a store.
struct Databases {
    let log: Database
    let index: Database
    let branches: Database
    let blobs: Database
    let snapshots: Database
    let idempotency: Database
    let commits: Database
    let meta: Database

    static let names = ["log", "index", "branches", "blobs", "snapshots", "idempotency", "commits", "meta"]

    init(in environment: Environment, creating: Bool) throws {
        let all = try environment.databases(Databases.names, creating: creating)
        log = all[0]
        index = all[1]
        branches = all[2]
        blobs = all[3]
        snapshots = all[4]
        idempotency = all[5]
        commits = all[6]
        meta = all[7]
    }

    /// The index's key of a record.
    static func recordKey(_ branch: BranchID, _ seq: Int) -> Key {
        Key(branch.rawValue, UInt64(seq))
    }

    /// The index's key of a branch's note, behind those of its records.
    static func noteKey(_ branch: BranchID, _ number: Int) -> Key {
        Key(branch.rawValue, noteBit | UInt64(number))
    }

    static let noteBit: UInt64 = 1 << 63
}
