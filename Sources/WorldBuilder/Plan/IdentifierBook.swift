internal import CanonicalJSON
internal import Projections

/// Gives out ids, tracking numbers and transaction ids, none twice (I-REF-8).
struct IdentifierBook: Sendable {
    private var used: Set<String> = []

    /// A new id such as `ord-250821-017`; the number says nothing of the order in which things happened.
    mutating func newID(
        _ prefix: String, _ date: CivilDate, numbersPerDay: Int, _ generator: inout SeededGenerator
    ) -> String {
        let day = "\(twoDigits(date.year % 100))\(twoDigits(date.month))\(twoDigits(date.day))"
        var limit = numbersPerDay
        while true {
            let id = "\(prefix)-\(day)-\(threeDigits(generator.number(in: 1...limit)))"
            if used.insert(id).inserted { return id }
            limit += 1
        }
    }

    mutating func newTrackingNumber(_ carrier: Carrier, _ generator: inout SeededGenerator) -> String {
        while true {
            let number =
                switch carrier {
                case .upsGround: "1Z" + letters(3, &generator) + digits(13, &generator)
                case .uspsGround: "94" + digits(18, &generator)
                case .fedexExpress, .fedexOvernight: digits(12, &generator)
                }
            if used.insert(number).inserted { return number }
        }
    }

    mutating func newTransactionID(_ generator: inout SeededGenerator) -> String {
        while true {
            let id = "txn_" + hexadecimal(14, &generator)
            if used.insert(id).inserted { return id }
        }
    }

    private func digits(_ count: Int, _ generator: inout SeededGenerator) -> String {
        // The first digit is no zero, so that nobody takes the number for one with fewer digits.
        (0..<count).reduce(into: "") { text, position in
            text += "\(position == 0 ? generator.number(in: 1...9) : generator.below(10))"
        }
    }

    private func letters(_ count: Int, _ generator: inout SeededGenerator) -> String {
        let alphabet = Array("ABCDEFGHJKLMNPRSTVWXYZ")
        return String((0..<count).map { _ in generator.pick(alphabet) })
    }

    private func hexadecimal(_ count: Int, _ generator: inout SeededGenerator) -> String {
        let alphabet = Array("0123456789abcdef")
        return String((0..<count).map { _ in generator.pick(alphabet) })
    }
}
