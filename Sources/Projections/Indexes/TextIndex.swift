internal import CanonicalJSON

/// Finds the entities of a table that may contain a piece of text, in the order of the table's search.
///
/// A tree of pieces: the path from the root to a node spells a piece of bytes (A to Z made small). A node whose piece
/// stands in few entities, or is long, lists them all and ends there; one whose piece is common lists the first few and
/// goes on by another byte. So the entities that a piece may be in are found by walking down once from each of its
/// bytes, whatever the size of the table: either some part of the piece is rare, and there are few candidates; or the
/// piece is short and common, and the first entities that contain it are listed; or it is long and of common parts, and
/// a search, which stops at its limit, seldom goes far through the candidates.
///
/// Memory: each byte of text is in at most one complete list, 4 bytes each; common pieces add
/// ``firstRows`` entries for more than ``mostRareRows`` entities.
struct TextIndex: Sendable {
    /// The most entities that the complete list of a short piece has in a large table.
    static let mostRareRows = 128
    /// How many entities the list of a common piece has: above the standard limit of a search.
    static let firstRows = 64
    /// The longest piece, in bytes.
    static let maximumDepth = 8

    /// Where a piece may be found; positions ascend.
    enum Candidates {
        /// Nowhere but in these.
        case among(ArraySlice<Int32>)
        /// In all of these, in none between them, and perhaps after the last.
        case first(ArraySlice<Int32>)
        /// Nothing is known.
        case anywhere
    }

    private struct Node {
        var byte: UInt8 = 0
        var isComplete = true
        var childCount: UInt16 = 0
        var firstChild: Int32 = 0
        var rowsStart: Int32 = 0
        var rowsCount: Int32 = 0
    }

    private let nodes: [Node]
    private let rows: [Int32]

    /// - Parameters:
    ///   - documents: A table in the order of its search.
    ///   - rareRows: For tests; so are the others.
    init(
        _ field: SearchedText, over documents: [Document], rareRows: Int? = nil,
        firstRows: Int = TextIndex.firstRows, maximumDepth: Int = TextIndex.maximumDepth
    ) {
        let rareRows = rareRows ?? TextIndex.rareRows(of: documents.count)
        var builder = Builder(rareRows: rareRows, firstRows: firstRows, maximumDepth: maximumDepth)
        for (row, document) in documents.enumerated() {
            _ = field.contains(in: document) { text in
                builder.add(text, row: Int32(row))
                return false
            }
        }
        builder.build()
        nodes = builder.nodes.withoutSlack
        rows = builder.rows.withoutSlack
    }

    /// Few of the entities of a small table are a few of them only: its texts may be long.
    static func rareRows(of count: Int) -> Int { min(mostRareRows, count / 16) }

    /// Memory of the index, in bytes.
    var byteCount: Int { nodes.count * MemoryLayout<Node>.stride + rows.count * MemoryLayout<Int32>.stride }

    /// Where a piece may be found.
    func candidates(for piece: TextMatch) -> Candidates {
        let needle = piece.needle
        var best: Node?
        // A long piece has rare parts near its start; the whole is compared afterwards anyway.
        for start in 0..<min(needle.count, 256) {
            var node = nodes[0]
            var position = start
            while !node.isComplete, position < needle.count, node.childCount > 0 {
                guard let child = child(of: node, needle[position]) else { return .among([]) }
                node = child
                position += 1
            }
            if node.isComplete {
                if node.rowsCount < best?.rowsCount ?? .max { best = node }
            } else if start == 0, position == needle.count {
                // All its parts are as common as the whole.
                return .first(list(of: node))
            }
        }
        return best.map { .among(list(of: $0)) } ?? .anywhere
    }

    private func list(of node: Node) -> ArraySlice<Int32> {
        rows[Int(node.rowsStart)..<Int(node.rowsStart + node.rowsCount)]
    }

    private func child(of node: Node, _ byte: UInt8) -> Node? {
        var low = Int(node.firstChild)
        var high = low + Int(node.childCount)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle].byte < byte { low = middle + 1 } else { high = middle }
        }
        guard low < Int(node.firstChild) + Int(node.childCount), nodes[low].byte == byte else { return nil }
        return nodes[low]
    }
}

extension TextIndex {
    /// Sorts the places of a text by the bytes that follow, as far as it takes to tell rare pieces apart.
    private struct Builder {
        /// A place in the text, and the entity that it belongs to.
        struct Place {
            let position: Int32
            let row: Int32
        }

        let rareRows: Int
        let firstRows: Int
        let maximumDepth: Int
        private(set) var nodes: [Node] = [Node()]
        private(set) var rows: [Int32] = []
        /// All texts, folded, each followed by a byte that no text has.
        private var text: [UInt8] = []
        private var places: [Place] = []
        private var scratch: [Place] = []

        private static let end: UInt8 = 0xFF

        init(rareRows: Int, firstRows: Int, maximumDepth: Int) {
            self.rareRows = rareRows
            self.firstRows = firstRows
            self.maximumDepth = maximumDepth
        }

        mutating func add(_ added: Text, row: Int32) {
            let bytes = added.string.utf8Span.span
            // Places are kept in 32 bits; what does not fit makes the root's list incomplete instead.
            guard text.count + bytes.count < Int(Int32.max) - 1 else {
                isCutOff = true
                return
            }
            for index in bytes.indices {
                places.append(Place(position: Int32(text.count), row: row))
                text.append(TextMatch.folded(bytes[index]))
            }
            text.append(Builder.end)
        }

        private var isCutOff = false

        mutating func build() {
            guard !isCutOff else {
                nodes[0].isComplete = false
                return
            }
            scratch = places
            refine(0, places.startIndex..<places.endIndex, depth: 0)
        }

        /// Fills in a node whose piece is followed by the places in this range; they ascend.
        private mutating func refine(_ node: Int, _ range: Range<Int>, depth: Int) {
            let start = rows.count
            var last: Int32 = -1
            let limit = depth < maximumDepth ? rareRows : .max
            for index in range where places[index].row != last {
                last = places[index].row
                rows.append(last)
                if rows.count - start > limit { break }
            }
            let isComplete = rows.count - start <= limit
            if !isComplete { rows.removeLast(rows.count - start - min(firstRows, rareRows)) }
            nodes[node].isComplete = isComplete
            nodes[node].rowsStart = Int32(start)
            nodes[node].rowsCount = Int32(rows.count - start)
            guard !isComplete else { return }

            let starts = partition(range, depth: depth)
            let present = (0..<Int(Builder.end)).filter { starts[$0] < starts[$0 + 1] }
            let firstChild = nodes.count
            nodes[node].firstChild = Int32(firstChild)
            nodes[node].childCount = UInt16(present.count)
            for byte in present { nodes.append(Node(byte: UInt8(byte))) }
            for (index, byte) in present.enumerated() {
                refine(firstChild + index, starts[byte]..<starts[byte + 1], depth: depth + 1)
            }
        }

        /// Orders the places of a range by the byte at `depth`, keeping their order where it is equal.
        ///
        /// - Returns: For each byte where its places start; the texts' ends come last.
        private mutating func partition(_ range: Range<Int>, depth: Int) -> [Int] {
            var counts = [Int](repeating: 0, count: 257)
            for index in range { counts[Int(text[Int(places[index].position) + depth]) + 1] += 1 }
            counts[0] = range.lowerBound
            for byte in 1...256 { counts[byte] += counts[byte - 1] }
            let starts = counts
            for index in range {
                let byte = Int(text[Int(places[index].position) + depth])
                scratch[counts[byte]] = places[index]
                counts[byte] += 1
            }
            for index in range { places[index] = scratch[index] }
            return starts
        }
    }
}

extension Array {
    /// The same elements in no more memory than they need.
    fileprivate var withoutSlack: [Element] {
        var exact: [Element] = []
        exact.reserveCapacity(count)
        exact.append(contentsOf: self)
        return exact
    }
}
