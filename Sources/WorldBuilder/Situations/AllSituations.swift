extension Situation {
    /// Planted first, since they reserve products and desks that all others leave alone.
    static let reserving: [Situation] = [.symptomCluster, .recall, .deskOnLeave]

    /// Planted before the ordinary course of business, in this order.
    static let early =
        reserving + slack + tickets + products + builds + warranty + parcels + people + money + returns

    /// Planted after it, since they count over all that there is.
    static let late: [Situation] = [.overdueBacklog] + latePeople + lateMoney + lateProducts

    /// All, in the order of their numbers.
    static let all = (early + late).sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
}
