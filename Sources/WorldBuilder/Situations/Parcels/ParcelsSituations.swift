extension Situation {
    static let parcels: [Situation] = [.newestOrderOnItsWay]
}
