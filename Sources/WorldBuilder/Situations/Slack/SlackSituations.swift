extension Situation {
    static let slack: [Situation] = [
        .noMemberOfTheChannel, .refundPromisedInSlack, .refundWhileManagerAway,
    ]
}
