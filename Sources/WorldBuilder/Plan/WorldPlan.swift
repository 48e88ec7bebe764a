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
    /// Employees whose desks a situation counts: nothing else is assigned to them.
    var reservedEmployees: Set<String> = []
    /// How many times as much ordinary business there is as in a world of scale 1.
    var scale = 1
    /// Weeks in which more is sold than usual.
    var busyTimes: BusyTimes
    /// Whose desks those are; drawn by ``countDesks(_:)``.
    var desks: CountedDesks?
    /// Ordinary customers whom situations gave one ticket each to fill a desk.
    var crowd: Set<String> = []
    /// How many of an id's kind a day can have.
    var numbersPerDay = 60

    private(set) var identifiers = IdentifierBook()
    var names = NameBook()
    var texts: TextBook

    init(company: Company, seed: Int) {
        self.company = company
        self.seed = seed
        texts = TextBook(company.content, seed: seed)
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

    /// A moment of a day at which people are awake.
    func moment(on date: CivilDate, _ generator: inout SeededGenerator) -> Moment {
        Moment(date, hour: 7).adding(seconds: generator.below(59_000))
    }

    /// A moment so many days before the clock, at an hour at which people are awake.
    func moment(daysAgo days: Int, _ generator: inout SeededGenerator) -> Moment {
        let date = CivilDate(daysSinceEpoch: clock.date.daysSinceEpoch - days)
        let latest = days == 0 ? 41_000 : 59_000
        return Moment(date, hour: 7).adding(seconds: generator.below(latest))
    }
}
