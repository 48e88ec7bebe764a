/// Rows of text in aligned columns.
struct Table {
    /// How a column is set.
    enum Alignment {
        case left, right
    }

    private let titles: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter columns: The title of each column; one that ends in `>` is set to the right.
    init(_ columns: String...) {
        titles = columns.map { $0.hasSuffix(">") ? String($0.dropLast()) : $0 }
        alignments = columns.map { $0.hasSuffix(">") ? .right : .left }
    }

    /// - Precondition: As many cells as columns.
    mutating func add(_ cells: String...) {
        precondition(cells.count == titles.count)
        rows.append(cells.map { $0.isEmpty ? "-" : $0 })
    }

    /// The lines, titles first.
    var text: String {
        let widths = titles.indices.map { column in ([titles] + rows).map { $0[column].count }.max() ?? 0 }
        return ([titles] + rows).map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 ? "" : "  "
                line += alignments[column] == .right ? padding + cell : cell + padding
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
