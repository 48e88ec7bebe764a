internal import CanonicalJSON
internal import Projections

/// A world under construction: the company, and all that has happened in it so far.
///
/// Situations and the ordinary course of business add to it through the verbs of its extensions, which keep references,
/// times, prices and states in order by themselves (contract appendix A).
struct WorldPlan: Sendable {
    let seed: Int
    var company: Company

    var customers = DraftTable<CustomerDraft>()
    var builds = DraftTable<BuildDraft>()
    var orders = DraftTable<OrderDraft>()
    var payments = DraftTable<PaymentDraft>()
    var shipments = DraftTable<ShipmentDraft>()
    var tickets = DraftTable<TicketDraft>()
    var refunds = DraftTable<RefundDraft>()
    var resolutions = DraftTable<ResolutionDraft>()
    var escalations = DraftTable<EscalationDraft>()
    var claims = DraftTable<ClaimDraft>()
    var messages = DraftTable<MessageDraft>()
    /// Articles that situations add.
    var articles: [FixedDraft] = []

    /// Customers that belong to nobody's situation, for ordinary business and crowds.
    var ordinaryCustomers: [String] = []
    /// Customers of situations that may have an ordinary past, and before when.
    var openPasts: [(customerID: String, before: Moment)] = []
    /// Products that ordinary orders leave alone, since a situation counts their sales.
    var reservedProducts: Set<String> = []
    /// How many times as much ordinary business there is as in a world of scale 1.
    var scale = 1
    /// Weeks in which more is sold than usual.
    var busyTimes: BusyTimes
    /// Whose desks those are; drawn by ``countDesks(_:)``.
    var desks: CountedDesks?
    /// How many orders were placed on a day, counted since 1970.
    var ordersPerDay: [Int: Int] = [:]
    /// What customers have paid in the 365 days before the clock, in cents, before refunds: tiers come from it (H15).
    var yearSpend: [String: Int] = [:]
    /// The voice in which a customer has written.
    var voices: [String: String] = [:]
    /// How many of an id's kind a day can have.
    var numbersPerDay = 60

    private(set) var identifiers = IdentifierBook()
    var names = NameBook()
    var texts: TextBook

    init(company: Company, seed: Int, split: WorldSplit) {
        self.company = company
        self.seed = seed
        texts = TextBook(company.content, seed: seed, split: split)
        busyTimes = BusyTimes(seed: seed)
    }

    var clock: Moment { company.clock }
    var catalogue: Catalogue { company.catalogue }
    var staff: Staff { company.staff }

    /// The first day of the world's history: 18 months before the clock.
    var beginning: Moment { clock.adding(days: -548) }

    /// A new id such as `ord-250821-017`.
    mutating func newID(_ prefix: String, _ date: CivilDate, _ generator: inout SeededGenerator) -> String {
        identifiers.newID(prefix, date, numbersPerDay: numbersPerDay, &generator)
    }

    mutating func newTrackingNumber(_ carrier: Carrier, _ generator: inout SeededGenerator) -> String {
        identifiers.newTrackingNumber(carrier, &generator)
    }

    mutating func newTransactionID(_ generator: inout SeededGenerator) -> String {
        identifiers.newTransactionID(&generator)
    }

    /// How many of a hundred orders and letters fall into each hour: a hump in the evening, few in the night.
    private static let hours: [(Int, weight: Int)] = [
        (0, 2), (1, 1), (2, 1), (6, 1), (7, 2), (8, 4), (9, 5), (10, 5), (11, 5), (12, 6), (13, 5), (14, 5), (15, 5),
        (16, 6), (17, 6), (18, 7), (19, 8), (20, 9), (21, 8), (22, 5), (23, 3),
    ]

    /// A moment of a day at which people buy and write.
    func moment(on date: CivilDate, _ generator: inout SeededGenerator) -> Moment {
        let hour = generator.pick(weighted: Self.hours)
        let at = Moment(date, hour: hour).adding(seconds: generator.below(3600))
        // The clock's own day is not over.
        return date.daysSinceEpoch < clock.date.daysSinceEpoch || at < clock.adding(hours: -1)
            ? at : Moment(date, hour: 7).adding(seconds: generator.below(38_000))
    }

    /// A moment so many days before the clock at which people buy and write.
    func moment(daysAgo days: Int, _ generator: inout SeededGenerator) -> Moment {
        moment(on: CivilDate(daysSinceEpoch: clock.date.daysSinceEpoch - days), &generator)
    }
}
