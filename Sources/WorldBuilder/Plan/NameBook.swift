internal import CanonicalJSON

/// Keeps names, e-mail addresses and telephone numbers apart.
struct NameBook: Sendable {
    private var names: Set<String> = []
    private var phones: Set<String> = []
    private var emails: Set<String> = []

    /// A name that nobody has yet.
    mutating func newName(_ people: PeopleContent, _ generator: inout SeededGenerator) -> (first: String, last: String)
    {
        while true {
            let first = generator.pick(people.firstNames)
            let last = generator.pick(people.lastNames)
            if take(first: first, last: last) { return (first, last) }
        }
    }

    /// Whether the name was free.
    mutating func take(first: String, last: String) -> Bool { names.insert("\(first) \(last)").inserted }

    /// An address in the style of its owner.
    mutating func newEmail(
        first: String, last: String, _ people: PeopleContent, _ generator: inout SeededGenerator
    ) -> String {
        let plainFirst = slug(first).replacing("-", with: "")
        let plainLast = slug(last).replacing("-", with: "")
        let isBusiness = generator.chance(percent: 14)
        let domain = generator.pick(isBusiness ? people.businessDomains : people.personalDomains)
        while true {
            // None that reads like a year of birth.
            let number = generator.number(in: 2...39)
            let local =
                switch generator.below(7) {
                case 0: "\(plainFirst).\(plainLast)"
                case 1: "\(plainFirst.prefix(1))\(plainLast)"
                case 2: "\(plainFirst)\(plainLast.prefix(1))\(number)"
                case 3: "\(plainFirst)_\(plainLast)"
                case 4: "\(plainLast).\(plainFirst)"
                case 5: "\(plainFirst).\(plainLast)\(number)"
                default: "\(plainFirst)\(number)"
                }
            if emails.insert("\(local)@\(domain)").inserted { return "\(local)@\(domain)" }
        }
    }

    /// A number that belongs to nobody: 555-0100 to 555-0199 of an area, and beyond those of a fictional exchange.
    mutating func newPhone(area: [String], _ generator: inout SeededGenerator) -> String {
        var attempts = 0
        while true {
            attempts += 1
            let area = generator.pick(area)
            let exchange = attempts < 40 ? "555" : "\(generator.number(in: 550...559))"
            let line = attempts < 40 ? "01\(twoDigits(generator.below(100)))" : "\(1000 + generator.below(9000))"
            guard phones.insert("\(area)\(exchange)\(line)").inserted else { continue }
            return switch generator.below(4) {
            case 0: "(\(area)) \(exchange)-\(line)"
            case 1: "\(area)-\(exchange)-\(line)"
            case 2: "+1 \(area) \(exchange) \(line)"
            default: "\(area).\(exchange).\(line)"
            }
        }
    }
}
