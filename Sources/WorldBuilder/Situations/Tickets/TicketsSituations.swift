extension Situation {
    static let tickets: [Situation] = [
        .ordersAfterTicket, .repeatContacts, .decidedByTriage, .guideExhausted,
    ]
}
