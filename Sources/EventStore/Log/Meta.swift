internal import CanonicalJSON

/// What the database `meta` says of the store.
struct Meta {
    var format: UInt32
    var storeID: Text
    var mode: EventStore.Mode
    /// Of a scratch store: the boot under which it was opened last, and whether it was closed.
    var bootID: Text
    var isClean: Bool
    /// The blob that says what this store was collected from (``Origin``).
    var origin: Digest?
    /// The least number that no branch has had, where branches were left out.
    var branchFloor: UInt64?

    static let formatKey = Array("format".utf8)
    static let storeKey = Array("store".utf8)
    static let modeKey = Array("mode".utf8)
    static let bootKey = Array("boot".utf8)
    static let cleanKey = Array("clean".utf8)
    static let originKey = Array("origin".utf8)
    static let floorKey = Array("branches".utf8)

    /// - Returns: nil when there is no format: an empty environment.
    /// - Throws: ``EventStoreError`` `.corrupt`, also for another format than ``StoreFormat/current``.
    init?(reading transaction: borrowing ReadTransaction, _ meta: Database) throws {
        guard let format = try transaction.get(meta, Meta.formatKey) else { return nil }
        var reader = ByteReader(format)
        self.format = reader.number(UInt32.self) ?? 0
        func text(_ key: [UInt8]) throws -> String {
            String(decoding: try transaction.get(meta, key) ?? [], as: UTF8.self)
        }
        storeID = Text(try text(Meta.storeKey))
        guard self.format == StoreFormat.current, storeID.byteCount == 12,
            let mode = EventStore.Mode(rawValue: try text(Meta.modeKey))
        else { throw EventStoreError(.corrupt, "the store's own description (meta) is damaged") }
        self.mode = mode
        bootID = Text(try text(Meta.bootKey))
        isClean = try transaction.get(meta, Meta.cleanKey) == [1]
        origin = try transaction.get(meta, Meta.originKey).flatMap { Digest(bytes: $0) }
        var floor = ByteReader(try transaction.get(meta, Meta.floorKey) ?? [])
        branchFloor = floor.number(UInt64.self)
    }

    init(storeID: Text, mode: EventStore.Mode, bootID: Text) {
        format = StoreFormat.current
        self.storeID = storeID
        self.mode = mode
        self.bootID = bootID
        isClean = false
    }

    func write(to transaction: borrowing WriteTransaction, _ meta: Database) throws {
        try Meta.write(format: format, to: transaction, meta)
        try transaction.put(meta, Meta.storeKey, Array(storeID.string.utf8)[...])
        try transaction.put(meta, Meta.modeKey, Array(mode.rawValue.utf8)[...])
        try transaction.put(meta, Meta.bootKey, Array(bootID.string.utf8)[...])
        try transaction.put(meta, Meta.cleanKey, [isClean ? 1 : 0])
        if let origin { try transaction.put(meta, Meta.originKey, Array(origin.bytes)[...]) }
        if let branchFloor {
            var number: [UInt8] = []
            number.append(bigEndian: branchFloor)
            try transaction.put(meta, Meta.floorKey, number[...])
        }
    }

    static func write(format: UInt32, to transaction: borrowing WriteTransaction, _ meta: Database) throws {
        var number: [UInt8] = []
        number.append(bigEndian: format)
        try transaction.put(meta, Meta.formatKey, number[...])
    }
}
