internal import CanonicalJSON

/// For each value of one field, the positions of the entities that have it, in the order of the table's search.
///
/// The positions of all values lie in one array, so that hundreds of thousands of values need no array each.
struct FieldIndex: Sendable {
    private let groups: [Text: Int32]
    private let starts: [Int32]
    private let positions: [Int32]

    /// - Parameter documents: A table in the order of its search.
    init(_ field: IndexedField, over documents: [Document]) {
        var groups: [Text: Int32] = [:]
        var counts: [Int32] = []
        var entries: [(group: Int32, position: Int32)] = []
        entries.reserveCapacity(documents.count)

        func add(_ value: Text, at position: Int) {
            let group: Int32
            if let known = groups[value] {
                group = known
            } else {
                group = Int32(counts.count)
                groups[value] = group
                counts.append(0)
            }
            counts[Int(group)] += 1
            entries.append((group, Int32(position)))
        }

        for (position, document) in documents.enumerated() {
            switch field.value(of: document) {
            case .string(let text): add(text, at: position)
            case .array(let elements):
                var seen: Set<Text> = []
                for text in elements.compactMap(field.text) where seen.insert(text).inserted {
                    add(text, at: position)
                }
            default: break
            }
        }

        var starts: [Int32] = [0]
        starts.reserveCapacity(counts.count + 1)
        for count in counts { starts.append((starts.last ?? 0) + count) }
        var next = starts
        var positions = [Int32](repeating: 0, count: entries.count)
        for entry in entries {
            positions[Int(next[Int(entry.group)])] = entry.position
            next[Int(entry.group)] += 1
        }
        self.groups = groups
        self.starts = starts
        self.positions = positions
    }

    /// Memory of the index, in bytes, without the texts, which it shares with the entities.
    var byteCount: Int {
        groups.capacity * (MemoryLayout<Text>.stride + MemoryLayout<Int32>.stride)
            + (starts.count + positions.count) * MemoryLayout<Int32>.stride
    }

    /// The positions of the entities with that value, ascending.
    subscript(value: Text) -> ArraySlice<Int32> {
        guard let group = groups[value] else { return [] }
        return positions[Int(starts[Int(group)])..<Int(starts[Int(group) + 1])]
    }
}
