/// How much of everything a world has; situations are counted in, and not multiplied by the scale.
struct WorldSize: Sendable {
    /// Made before the situations, which take some of them.
    let ordinaryCustomers: Int
    /// In a world of scale 1 situations bring more.
    let customers: Int
    /// What the months ought to have together; where situations alone need more, there are more.
    let orders: Int
    /// Beside those that the backlog of P80 adds.
    let tickets: Int
    let escalations: Int
    let refunds: Int
    let builds: Int
    let claims: Int
    let threads: Int

    init(scale: Int) {
        ordinaryCustomers = 36 * scale
        customers = 360 * scale
        // Situations take more than half of the first thousand; the rest is the ordinary course over the seasons.
        orders = 700 * scale + 360
        tickets = 350 * scale + 125
        escalations = 25 * scale + 31
        refunds = 25 * scale + 65
        builds = 90 * scale
        claims = 24 * scale
        threads = 70
    }
}
