extension Situation {
    static let parcels: [Situation] = [
        .newestOrderOnItsWay, .farAway, .needBy,
    ]
    /// Counted over all orders and payments.
    static let busyTimes: [Situation] = []
}
