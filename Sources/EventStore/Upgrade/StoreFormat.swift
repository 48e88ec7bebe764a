/// The format of a store: the number in `meta`, and how a store of an earlier one becomes one of today's.
enum StoreFormat {
    /// What this version reads and writes.
    static let current: UInt32 = 1

    /// The step from each earlier format, at the place of its number, to the one after it.
    static let steps: [FormatStep] = [.rebuildingFromTheLog]

    /// What an environment says of itself, without touching anything else in it; nil when it holds no store.
    static func found(in environment: Environment) throws -> UInt32? {
        do {
            let meta = try environment.databases(["meta"], creating: false)[0]
            return try environment.read { transaction in
                try transaction.get(meta, Meta.formatKey).map { bytes in
                    var reader = ByteReader(bytes)
                    guard let format = reader.number(UInt32.self) else {
                        throw EventStoreError(.corrupt, "the number of the store's format (meta) is damaged")
                    }
                    return format
                }
            }
        } catch let error as LMDBError where error.code == .notFound {
            return nil
        }
    }

    /// - Throws: ``EventStoreError`` `.newerFormat`, `.olderFormat`, with what to do about it.
    static func requireCurrent(in environment: Environment) throws {
        guard let found = try found(in: environment), found != current else { return }
        try requireKnown(found)
        throw EventStoreError(
            .olderFormat(found: found, supported: current),
            "the store is of format \(found), and this version works on \(current); make a copy of format \(current)"
                + " with `corecraft upgrade`, which leaves the store as it is")
    }

    /// - Throws: ``EventStoreError`` `.newerFormat`.
    static func requireKnown(_ found: UInt32) throws(EventStoreError) {
        guard found > current else { return }
        throw EventStoreError(
            .newerFormat(found: found, supported: current),
            "the store is of format \(found), and this version reads up to \(current); use a newer corecraft")
    }
}

/// What makes a store of one format one of the next. It works on a copy that nobody else knows of yet.
struct FormatStep: Sendable {
    /// What it does, for people.
    let summary: String
    /// It leaves `log` and `commits` as they are, so that heads, roots and the commit chain stay what they were.
    let run: @Sendable (Environment, _ progress: (_ done: UInt64, _ of: UInt64) -> Void) throws -> Void
}
