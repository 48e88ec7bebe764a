extension Situation {
    /// Planted before the ordinary course of business, in this order: those first that reserve products and desks.
    static let early = slack + tickets + products + builds + warranty + parcels + people + money + returns

    /// Planted after it, since they count over all that there is.
    static let late: [Situation] = [.overdueBacklog]

    /// All, in the order of their numbers.
    static let all = (early + late).sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
}
