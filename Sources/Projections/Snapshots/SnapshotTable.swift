internal import CanonicalJSON

/// One table of a snapshot with its indexes. Immutable.
struct SnapshotTable: Sendable {
    let type: EntityType
    /// Ordered by id.
    let documents: [Document]
    /// Ordered as the tools show them.
    let inSearchOrder: [Document]
    /// SHA-256 of the table's file.
    let digest: Digest
    private let byID: [Text: Document]
    private let indexes: [IndexedField: FieldIndex]
    private let textIndexes: [SearchedText: OnFirstUse<TextIndex>]
    private let instantIndexes: [TimedField: OnFirstUse<InstantIndex>]

    /// - Parameter documents: Ordered by id, no id twice.
    init(_ type: EntityType, documents: [Document], digest: Digest) {
        self.type = type
        self.documents = documents
        self.digest = digest
        inSearchOrder = SearchOrder(of: type).sorting(documents)
        var byID: [Text: Document] = Dictionary(minimumCapacity: documents.count)
        for document in documents { byID[document.id] = document }
        self.byID = byID
        var indexes: [IndexedField: FieldIndex] = [:]
        for field in IndexedField.byType[type.ordinal] {
            indexes[field] = FieldIndex(field, over: inSearchOrder)
        }
        self.indexes = indexes
        let texts = SearchedText.allCases.filter { $0.type == type }
        textIndexes = Dictionary(uniqueKeysWithValues: texts.map { ($0, OnFirstUse()) })
        let times = TimedField.allCases.filter { $0.type == type }
        instantIndexes = Dictionary(uniqueKeysWithValues: times.map { ($0, OnFirstUse()) })
    }

    /// - Parameter documents: Ordered by id, no id twice.
    init(_ type: EntityType, documents: [Document]) {
        self.init(type, documents: documents, digest: Digest(of: SnapshotTable.fileBytes(of: documents)))
    }

    func document(_ id: Text) -> Document? { byID[id] }

    /// Positions in ``inSearchOrder`` of the entities whose field has that value.
    func positions(_ field: IndexedField, _ value: Text) -> ArraySlice<Int32> {
        indexes[field]?[value] ?? []
    }

    /// Where in ``inSearchOrder`` a piece of text may be found. The index is built on first use; a small table has none.
    func candidates(_ field: SearchedText, _ piece: TextMatch) -> TextIndex.Candidates {
        guard documents.count > TextIndex.rareRows else { return .anywhere }
        return textIndexes[field]?.value { TextIndex(field, over: inSearchOrder) }.candidates(for: piece) ?? .anywhere
    }

    /// The instants of a field by position in ``inSearchOrder``, parsed on first use.
    func instants(_ field: TimedField) -> InstantIndex {
        guard let index = instantIndexes[field] else { preconditionFailure("\(field) is no field of \(type.rawValue)") }
        return index.value { InstantIndex(field, over: inSearchOrder) }
    }

    /// The table's file: one entity per line, ordered by id.
    var fileBytes: [UInt8] { SnapshotTable.fileBytes(of: documents) }

    private static func fileBytes(of documents: [Document]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(documents.reduce(0) { $0 + $1.bytes.count + 1 })
        for document in documents {
            bytes += document.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
