extension Situation {
    static let builds: [Situation] = [
        .boughtInPart, .everyCompatibilityFinding, .powerForNewCard, .cardForBudget, .saidToBeApproved,
        .oneChangeCuresTwo, .pendingOrderOfFaultyBuild,
    ]
}
