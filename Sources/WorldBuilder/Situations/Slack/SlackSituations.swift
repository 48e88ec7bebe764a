extension Situation {
    static let slack: [Situation] = [
        .whatWasDecided, .noMemberOfTheChannel, .refundPromisedInSlack, .refundWhileManagerAway,
    ]
}
