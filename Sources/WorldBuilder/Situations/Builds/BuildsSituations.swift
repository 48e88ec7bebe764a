extension Situation {
    static let builds: [Situation] = [
        .powerForNewCard, .oneChangeCuresTwo, .pendingOrderOfFaultyBuild,
    ]
}
