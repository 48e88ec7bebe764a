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
