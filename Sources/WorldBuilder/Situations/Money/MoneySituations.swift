extension Situation {
    static let money: [Situation] = [
        .refundsOverSeveralOrders, .linePriceAboveTodays, .claimedTier, .spendNearThreshold, .piecesOfTieredCustomer,
        .earlierPartialRefund, .disputedPayment, .refundAboveOwnLimit, .unlinkedRefundResolution, .refundToAudit,
        .unfinishedRefund,
    ]
}
