internal import CanonicalJSON
internal import Projections

/// The figures of the house rules in this world, by `H03.limit`.
struct HouseFigures: Sendable {
    /// In the order of their names.
    let values: [(name: String, value: String)]

    init(_ groups: [FigureGroup], generator: inout SeededGenerator) {
        var values: [(name: String, value: String)] = []
        for group in groups {
            let choice = generator.pick(group.choices)
            for name in choice.keys.sorted() {
                values.append((name: "\(group.rule).\(name)", value: choice[name] ?? ""))
            }
        }
        self.values = values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    /// As texts show it: amounts by ``dollars(cents:)``, all else as it is.
    func text(_ name: String) -> String? {
        self[name].map { value in DollarText.parse(value).map { dollars(cents: $0) } ?? value }
    }

    /// A whole number, such as `H07.days`.
    func number(_ name: String) throws(ContentError) -> Int {
        guard let number = self[name].flatMap({ Int($0) }) else {
            throw ContentError("Company/figures.yaml", "has no number \(name)")
        }
        return number
    }

    /// An amount, such as `H03.limit`.
    func cents(_ name: String) throws(ContentError) -> Int {
        guard let cents = self[name].flatMap({ DollarText.parse($0) }) else {
            throw ContentError("Company/figures.yaml", "has no amount \(name)")
        }
        return cents
    }

    /// A day, such as `H05.until`.
    func date(_ name: String) throws(ContentError) -> CivilDate {
        guard let date = self[name].flatMap({ CivilDate(Text($0)) }) else {
            throw ContentError("Company/figures.yaml", "has no day \(name)")
        }
        return date
    }
}

/// Amounts as the content writes them.
enum DollarText {
    /// Reads `1234.50`.
    static func parse(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, let whole = Int(parts[0]), let cents = Int(parts[1]) else {
            return nil
        }
        return whole * 100 + cents
    }
}
