internal import Projections

/// A picture of a world: orders and tickets over time, and how its entities hang together.
public enum WorldPicture {
    /// The picture as SVG, readable on light and dark pages.
    ///
    /// - Parameter name: The world's, for the title.
    public static func svg(_ statistics: WorldStatistics, name: String) -> String {
        var drawing = Drawing()
        drawing.text(40, 32, "\(name): orders and tickets by week", size: 16)
        drawing.bars(statistics.weeks.map(\.orders), x: 40, y: 50, width: 880, height: 150, color: "#3b6fb6")
        drawing.text(40, 216, "orders, \(statistics.weeks.reduce(0) { $0 + $1.orders }) in all", size: 12)
        drawing.bars(statistics.weeks.map(\.tickets), x: 40, y: 232, width: 880, height: 110, color: "#c46a2b")
        drawing.text(40, 358, "tickets, \(statistics.weeks.reduce(0) { $0 + $1.tickets }) in all", size: 12)
        let marks = statistics.weeks.enumerated().filter {
            $0.element.monday.hasSuffix("-01") || isFirstOfMonth($0.element.monday)
        }
        for (index, week) in marks {
            let x = 40 + 880 * index / max(1, statistics.weeks.count)
            drawing.text(x, 376, String(week.monday.prefix(7)), size: 9)
        }
        drawing.text(40, 416, "entities by the number of their links", size: 16)
        let rows = statistics.degrees.rows
        drawing.bars(rows.map(\.count), x: 40, y: 434, width: 880, height: 130, color: "#5a8f4e")
        for (index, row) in rows.enumerated() {
            let x = 40 + 880 * index / max(1, rows.count)
            drawing.text(x, 580, row.value, size: 10)
            drawing.text(x, 594, "\(row.count)", size: 9)
        }
        return drawing.finished(width: 960, height: 610)
    }

    /// Whether a Monday is the first of every second month.
    private static func isFirstOfMonth(_ monday: String) -> Bool {
        guard let day = Int(monday.suffix(2)), let month = Int(monday.dropFirst(5).prefix(2)) else { return false }
        return day <= 7 && month.isMultiple(of: 2)
    }

    private struct Drawing {
        private var elements: [String] = []

        mutating func text(_ x: Int, _ y: Int, _ text: String, size: Int) {
            let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            elements.append("<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" fill=\"#7a7f87\">\(escaped)</text>")
        }

        mutating func bars(_ values: [Int], x: Int, y: Int, width: Int, height: Int, color: String) {
            let most = max(1, values.max() ?? 1)
            for (index, value) in values.enumerated() {
                // Tenths of a pixel, so that many narrow bars stay even.
                let left = x * 10 + width * 10 * index / max(1, values.count)
                let step = max(10, width * 10 / max(1, values.count) - 10)
                let tall = height * 10 * value / most
                elements.append(
                    "<rect x=\"\(tenths(left))\" y=\"\(tenths((y + height) * 10 - tall))\" width=\"\(tenths(step))\" "
                        + "height=\"\(tenths(tall))\" fill=\"\(color)\"/>")
            }
            elements.append(
                "<text x=\"\(x + width + 4)\" y=\"\(y + 8)\" font-size=\"10\" fill=\"#7a7f87\">\(most)</text>")
        }

        private func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }

        func finished(width: Int, height: Int) -> String {
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" font-family="sans-serif">
            \(elements.joined(separator: "\n"))
            </svg>

            """
        }
    }
}
