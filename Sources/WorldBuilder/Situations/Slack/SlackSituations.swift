extension Situation {
    static let slack: [Situation] = [.recallWithCorrectedWindow, .refundPromisedInSlack, .refundWhileManagerAway]
}
