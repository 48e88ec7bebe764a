extension Situation {
    static let money: [Situation] = [
        .refundsOverSeveralOrders, .linePriceAboveTodays, .spendNearThreshold, .piecesOfTieredCustomer,
        .earlierPartialRefund, .disputedPayment, .refundAboveOwnLimit,
    ]
}
