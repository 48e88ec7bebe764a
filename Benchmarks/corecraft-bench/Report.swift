import CanonicalJSON

/// Puts figures into words.
enum Report {
    static func table(_ figures: [Figure]) -> String {
        var rows = [["figure", "value", "unit", "beside", "limit", "ratio", "target"]]
        for figure in figures {
            rows.append([
                figure.name, number(figure.value), figure.unit.rawValue, figure.limit?.name ?? "",
                figure.limit.map { number($0.value) } ?? "", figure.ratio.map { "\(Int(($0 * 100).rounded()))%" } ?? "",
                figure.target,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isNumeric = [false, true, false, false, true, true, false]
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (isNumeric[column] ? padding + cell : cell + padding) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    static func json(_ figures: [Figure]) -> String {
        let values = figures.map { figure in
            var object: JSONObject = [
                "name": .string(Text(figure.name)), "target": .string(Text(figure.target)),
                "unit": .string(Text(figure.unit.rawValue)), "value": rounded(figure.value),
            ]
            if let limit = figure.limit {
                object["limit"] = rounded(limit.value)
                object["limit_name"] = .string(Text(limit.name))
            }
            return JSONValue.object(object)
        }
        return String(decoding: (["figures": .array(values)] as JSONValue).canonicalBytes, as: UTF8.self)
    }

    /// Three digits are more than a shared machine can promise.
    private static func rounded(_ value: Double) -> JSONValue {
        .number(JSONNumber((value * 1_000).rounded() / 1_000) ?? JSONNumber(0))
    }

    private static func number(_ value: Double) -> String {
        guard value < 100 else { return grouped(Int(value.rounded())) }
        return "\((value * 100).rounded() / 100)"
    }

    private static func grouped(_ number: Int) -> String {
        var groups: [String] = []
        var rest = String(number)[...]
        while !rest.isEmpty {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        return groups.joined(separator: ",")
    }
}
