extension Situation {
    static let parcels: [Situation] = [
        .carrierOutage, .newestOrderOnItsWay, .splitShipments, .rerouted, .lateExpress, .noScan, .farAway, .needBy,
    ]
}
