internal import CanonicalJSON

/// The instants of one field of a table, parsed once: by position in the order of the table's search, in order of time,
/// and the extremes of each run of positions, so that a search passes over runs in which nothing can match.
struct InstantIndex: Sendable {
    /// How many positions are a run.
    static let runLength = 64
    /// Stands for an entity without the timestamp.
    private static let untimed = Int64.min

    /// By position.
    private let instants: [Int64]
    /// Positions of entities with the timestamp, earliest first.
    private let byTime: [Int32]
    private let untimedPositions: [Int32]
    private let runs: [Run]

    private struct Run {
        var earliest = Int64.max
        var latest = Int64.min
        var hasUntimed = false
    }

    /// - Parameter documents: A table in the order of its search.
    init(_ field: TimedField, over documents: [Document]) {
        var instants: [Int64] = []
        instants.reserveCapacity(documents.count)
        var runs = [Run](repeating: Run(), count: (documents.count + Self.runLength - 1) / Self.runLength)
        var timed: [Int32] = []
        var untimed: [Int32] = []
        for (position, document) in documents.enumerated() {
            let run = position / Self.runLength
            if let instant = field.instant(of: document)?.microseconds {
                instants.append(instant)
                timed.append(Int32(position))
                runs[run].earliest = min(runs[run].earliest, instant)
                runs[run].latest = max(runs[run].latest, instant)
            } else {
                instants.append(Self.untimed)
                untimed.append(Int32(position))
                runs[run].hasUntimed = true
            }
        }
        timed.sort {
            let (left, right) = (instants[Int($0)], instants[Int($1)])
            return left == right ? $0 < $1 : left < right
        }
        self.instants = instants
        byTime = timed
        untimedPositions = untimed
        self.runs = runs
    }

    /// Whether the entity at a position lies in the span.
    func contains(_ span: TimeSpan, at position: Int) -> Bool {
        let instant = instants[position]
        return instant == Self.untimed ? span.admitsUntimed : span.bounds.contains(instant)
    }

    /// Whether an entity of a run may lie in the span.
    func mayContain(_ span: TimeSpan, inRun run: Int) -> Bool {
        let run = runs[run]
        return (run.earliest <= span.bounds.upperBound && run.latest >= span.bounds.lowerBound)
            || (run.hasUntimed && span.admitsUntimed)
    }

    /// How many entities lie in the span.
    func count(_ span: TimeSpan) -> Int { timed(span).count + (span.admitsUntimed ? untimedPositions.count : 0) }

    /// The positions of the entities in the span, ascending. O(n log n) of their number.
    func positions(_ span: TimeSpan) -> [Int32] {
        var positions = Array(byTime[timed(span)])
        if span.admitsUntimed { positions += untimedPositions }
        positions.sort()
        return positions
    }

    private func timed(_ span: TimeSpan) -> Range<Int> {
        let start = firstIndex { $0 >= span.bounds.lowerBound }
        let end = firstIndex { $0 > span.bounds.upperBound }
        return start..<max(start, end)
    }

    private func firstIndex(where isPast: (Int64) -> Bool) -> Int {
        var low = 0
        var high = byTime.count
        while low < high {
            let middle = (low + high) / 2
            if isPast(instants[Int(byTime[middle])]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
