extension Situation {
    static let warranty: [Situation] = [
        .mixedWarrantyTerms, .partOfBundle, .faultAfterReturnWindow, .claimsToJudge, .partOfPrebuilt, .ruleOfThatDay,
    ]
}
