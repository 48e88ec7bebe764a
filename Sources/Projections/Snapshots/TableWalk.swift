internal import CanonicalJSON

/// The entities of a snapshot's table that meet a query, one by one in the order of the table's search.
///
/// It goes through the shortest list of positions that an index has for some part of the query, and asks of each entity
/// whatever the list does not vouch for; without a list it goes through the table.
struct TableWalk {
    private let table: SnapshotTable
    private let equalities: [WorldState.Equality]
    /// Which of the equalities the list has seen to.
    private let vouchedFor: Int?
    private let containments: [WorldState.Containment]
    private let ranges: [(interval: Interval, index: RangeIndex)]
    /// What is left of the list.
    private var listed: ArraySlice<Int32>
    /// Where to go on in the table after the list; the end of the table when the list is all there is.
    private var rest: Int

    /// Above this number the positions of a range are not worth sorting.
    private static let longestSortedRange = 512

    init(_ query: WorldState.Query, over table: SnapshotTable) {
        self.table = table
        equalities = query.equalities
        containments = query.containments
        ranges =
            query.spans.map { ($0.interval, table.instants($0.field)) }
            + query.numbers.map { ($0.interval, table.numbers($0.field)) }

        let count = table.inSearchOrder.count
        // Nil stands for the whole table.
        var shortest: ArraySlice<Int32>?
        var vouchedFor: Int?
        for (index, equality) in query.equalities.enumerated() {
            let list = table.positions(equality.field, equality.value)
            guard list.count < shortest?.count ?? .max else { continue }
            shortest = list
            vouchedFor = index
        }
        for range in ranges where shortest?.count ?? count > Self.longestSortedRange {
            guard range.index.count(range.interval) <= Self.longestSortedRange else { continue }
            shortest = range.index.positions(range.interval)[...]
            vouchedFor = nil
        }
        var first: ArraySlice<Int32>?
        for containment in query.containments {
            switch table.candidates(containment.field, containment.piece) {
            case .among(let list) where list.count < shortest?.count ?? .max:
                shortest = list
                vouchedFor = nil
            case .first(let list): first = list
            case .among, .anywhere: break
            }
        }
        self.vouchedFor = vouchedFor
        listed = shortest ?? first ?? []
        rest = shortest == nil ? (first?.last).map { Int($0) + 1 } ?? 0 : count
    }

    /// The next entity that meets the query.
    mutating func next() -> Document? {
        while let position = listed.popFirst() {
            if let document = document(at: Int(position)) { return document }
        }
        while rest < table.inSearchOrder.count {
            if !ranges.isEmpty, rest.isMultiple(of: RangeIndex.runLength) {
                let run = rest / RangeIndex.runLength
                guard ranges.allSatisfy({ $0.index.mayContain($0.interval, inRun: run) }) else {
                    rest += RangeIndex.runLength
                    continue
                }
            }
            defer { rest += 1 }
            if let document = document(at: rest) { return document }
        }
        return nil
    }

    /// The entity at a position if it meets the query.
    private func document(at position: Int) -> Document? {
        for range in ranges where !range.index.contains(range.interval, at: position) { return nil }
        let document = table.inSearchOrder[position]
        for (index, equality) in equalities.enumerated() where index != vouchedFor {
            guard equality.field.matches(document, equality.value) else { return nil }
        }
        guard containments.allSatisfy({ $0.field.matches(document, $0.piece) })
        else { return nil }
        return document
    }
}
