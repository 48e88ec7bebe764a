extension Situation {
    static let parcels: [Situation] = [
        .carrierOutage, .newestOrderOnItsWay, .splitShipments, .rerouted, .lateExpress, .noScan, .farAway, .needBy,
    ]
    /// Counted over all orders and payments.
    static let busyTimes: [Situation] = []
}
