extension Situation {
    static let tickets: [Situation] = [
        .ordersAfterTicket, .repeatContacts, .decidedByTriage, .guideExhausted, .twiceOneMatter, .silentOnOneDesk,
        .ordersToTheAgent, .emptyPromise, .longHistory,
    ]
}
