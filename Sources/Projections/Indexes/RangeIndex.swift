/// The values of one field of a table as integers (instants in microseconds, numbers in units of their last decimal): by
/// position in the order of the table's search, in their own order, and the extremes of each run of positions, so that a
/// search passes over runs in which nothing can match.
struct RangeIndex: Sendable {
    /// How many positions are a run.
    static let runLength = 64
    /// Stands for an entity without the field.
    private static let absent = Int64.min

    /// By position.
    private let values: [Int64]
    /// Positions of entities with the field, lowest value first.
    private let byValue: [Int32]
    private let absentPositions: [Int32]
    private let runs: [Run]

    private struct Run {
        var lowest = Int64.max
        var highest = Int64.min
        var hasAbsent = false
    }

    /// - Parameters:
    ///   - documents: A table in the order of its search.
    ///   - value: The field of an entity; never the least integer, nor the one after it.
    init(over documents: [Document], by value: (Document) -> Int64?) {
        var values: [Int64] = []
        values.reserveCapacity(documents.count)
        var runs = [Run](repeating: Run(), count: (documents.count + Self.runLength - 1) / Self.runLength)
        var present: [Int32] = []
        var absent: [Int32] = []
        for (position, document) in documents.enumerated() {
            let run = position / Self.runLength
            if let value = value(document) {
                values.append(value)
                present.append(Int32(position))
                runs[run].lowest = min(runs[run].lowest, value)
                runs[run].highest = max(runs[run].highest, value)
            } else {
                values.append(Self.absent)
                absent.append(Int32(position))
                runs[run].hasAbsent = true
            }
        }
        present.sort {
            let (left, right) = (values[Int($0)], values[Int($1)])
            return left == right ? $0 < $1 : left < right
        }
        self.values = values
        byValue = present
        absentPositions = absent
        self.runs = runs
    }

    /// Whether the entity at a position lies in the interval.
    func contains(_ interval: Interval, at position: Int) -> Bool {
        let value = values[position]
        return value == Self.absent ? interval.admitsAbsent : interval.bounds.contains(value)
    }

    /// Whether an entity of a run may lie in the interval.
    func mayContain(_ interval: Interval, inRun run: Int) -> Bool {
        let run = runs[run]
        return (run.lowest <= interval.bounds.upperBound && run.highest >= interval.bounds.lowerBound)
            || (run.hasAbsent && interval.admitsAbsent)
    }

    /// How many entities lie in the interval.
    func count(_ interval: Interval) -> Int {
        present(interval).count + (interval.admitsAbsent ? absentPositions.count : 0)
    }

    /// The positions of the entities in the interval, ascending. O(n log n) of their number.
    func positions(_ interval: Interval) -> [Int32] {
        var positions = Array(byValue[present(interval)])
        if interval.admitsAbsent { positions += absentPositions }
        positions.sort()
        return positions
    }

    /// Memory of the index, in bytes.
    var byteCount: Int {
        values.count * MemoryLayout<Int64>.stride + (byValue.count + absentPositions.count) * MemoryLayout<Int32>.stride
            + runs.count * MemoryLayout<Run>.stride
    }

    private func present(_ interval: Interval) -> Range<Int> {
        let start = firstIndex { $0 >= interval.bounds.lowerBound }
        let end = firstIndex { $0 > interval.bounds.upperBound }
        return start..<max(start, end)
    }

    private func firstIndex(where isPast: (Int64) -> Bool) -> Int {
        var low = 0
        var high = byValue.count
        while low < high {
            let middle = (low + high) / 2
            if isPast(values[Int(byValue[middle])]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Which values of a field a search asks for, as the integers of a ``RangeIndex``.
struct Interval: Sendable, Hashable {
    /// Both inclusive.
    let bounds: ClosedRange<Int64>
    /// Whether an entity without the field passes.
    let admitsAbsent: Bool

    /// The extremes stand for entities without the field and for intervals in which no value lies.
    private static let nothing: ClosedRange<Int64> = (.min + 1)...(.min + 1)

    /// - Parameters:
    ///   - low: The first value.
    ///   - high: The last one; below the first when nothing is asked for.
    init(from low: Int64, through high: Int64, admitsAbsent: Bool) {
        let low = max(low, .min + 2)
        bounds = low <= high ? low...high : Self.nothing
        self.admitsAbsent = admitsAbsent
    }

    func contains(_ value: Int64?) -> Bool { value.map(bounds.contains) ?? admitsAbsent }

    /// What lies in both.
    func intersection(_ other: Interval) -> Interval {
        Interval(
            from: max(bounds.lowerBound, other.bounds.lowerBound),
            through: min(bounds.upperBound, other.bounds.upperBound),
            admitsAbsent: admitsAbsent && other.admitsAbsent)
    }
}
