extension Situation {
    static let tickets: [Situation] = [
        .silentOnOneDesk, .symptomOfOneGuide, .ordersAfterTicket, .repeatContacts, .decidedByTriage, .guideExhausted,
        .twiceOneMatter, .ordersToTheAgent, .emptyPromise, .longHistory,
    ]
}
