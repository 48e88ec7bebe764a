extension Situation {
    static let builds: [Situation] = [
        .boughtInPart, .everyCompatibilityFinding, .powerForNewCard, .cardForBudget, .saidToBeApproved,
        .briefForBudget, .oneChangeCuresTwo, .pendingOrderOfFaultyBuild, .briefWithSubstitute,
        .backorderWithOneEquivalent,
    ]
}
