internal import CanonicalJSON

/// One table of a snapshot with its indexes. Immutable.
final class SnapshotTable: Sendable {
    let type: EntityType
    /// Ordered by id.
    let documents: [Document]
    /// Ordered as the tools show them.
    let inSearchOrder: [Document]
    /// SHA-256 of the table's file.
    let digest: Digest
    private let byID: [Text: Document]
    /// By the fields' raw values; nil for fields of other types.
    private let indexes: [FieldIndex?]
    private let textIndexes: [SearchedText: MadeInBackground<TextIndex>]
    private let instantIndexes: [TimedField: OnFirstUse<RangeIndex>]
    private let numberIndexes: [NumericField: OnFirstUse<RangeIndex>]

    /// - Parameter documents: Ordered by id, no id twice.
    init(_ type: EntityType, documents: [Document], digest: Digest) {
        self.type = type
        self.documents = documents
        self.digest = digest
        inSearchOrder = SearchOrder(of: type).sorting(documents)
        var byID: [Text: Document] = Dictionary(minimumCapacity: documents.count)
        for document in documents { byID[document.id] = document }
        self.byID = byID
        var indexes = [FieldIndex?](repeating: nil, count: IndexedField.allCases.count)
        for field in IndexedField.byType[type.ordinal] {
            indexes[field.rawValue] = FieldIndex(field, over: inSearchOrder)
        }
        self.indexes = indexes
        let texts = SearchedText.allCases.filter { $0.type == type }
        textIndexes = Dictionary(uniqueKeysWithValues: texts.map { ($0, MadeInBackground()) })
        let times = TimedField.allCases.filter { $0.type == type }
        instantIndexes = Dictionary(uniqueKeysWithValues: times.map { ($0, OnFirstUse()) })
        let numbers = NumericField.allCases.filter { $0.type == type }
        numberIndexes = Dictionary(uniqueKeysWithValues: numbers.map { ($0, OnFirstUse()) })
    }

    /// - Parameter documents: Ordered by id, no id twice.
    convenience init(_ type: EntityType, documents: [Document]) {
        self.init(type, documents: documents, digest: Digest(of: SnapshotTable.fileBytes(of: documents)))
    }

    func document(_ id: Text) -> Document? { byID[id] }

    /// Positions in ``inSearchOrder`` of the entities whose field has that value.
    func positions(_ field: IndexedField, _ value: Text) -> ArraySlice<Int32> {
        indexes[field.rawValue]?[value] ?? []
    }

    /// Where in ``inSearchOrder`` a piece of text may be found.
    ///
    /// The first question has the index built in the background; until it is there, the answer is "anywhere".
    func candidates(_ field: SearchedText, _ piece: TextMatch) -> TextIndex.Candidates {
        textIndexes[field]?.value { [inSearchOrder] in TextIndex(field, over: inSearchOrder) }?
            .candidates(for: piece) ?? .anywhere
    }

    /// The instants of a field by position in ``inSearchOrder``, parsed on first use.
    func instants(_ field: TimedField) -> RangeIndex {
        guard let index = instantIndexes[field] else { preconditionFailure("\(field) is no field of \(type.rawValue)") }
        return index.value { RangeIndex(over: inSearchOrder) { field.instant(of: $0)?.microseconds } }
    }

    /// The numbers of a field by position in ``inSearchOrder``, read on first use.
    func numbers(_ field: NumericField) -> RangeIndex {
        guard let index = numberIndexes[field] else { preconditionFailure("\(field) is no field of \(type.rawValue)") }
        return index.value { RangeIndex(over: inSearchOrder) { field.value(of: $0) } }
    }

    /// Builds what else is built on first use.
    ///
    /// - Returns: Memory of all indexes of the table, in bytes.
    func prepareIndexes() -> Int {
        var byteCount = 0
        for index in indexes.compactMap({ $0 }) { byteCount += index.byteCount }
        for field in instantIndexes.keys { byteCount += instants(field).byteCount }
        for field in numberIndexes.keys { byteCount += numbers(field).byteCount }
        for (field, index) in textIndexes {
            byteCount += index.valueAtOnce { TextIndex(field, over: inSearchOrder) }.byteCount
        }
        return byteCount
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
