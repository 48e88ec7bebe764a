extension Situation {
    static let money: [Situation] = [
        .failedBeforeCaptured, .pendingWithoutCapture, .chargedTwice, .fraudSignals, .refundsOverSeveralOrders,
        .linePriceAboveTodays, .claimedTier, .spendNearThreshold, .piecesOfTieredCustomer, .earlierPartialRefund,
        .disputedPayment, .refundAboveOwnLimit, .unlinkedRefundResolution, .refundToAudit, .unfinishedRefund,
    ]
    /// Counted over all payments.
    static let lateMoney: [Situation] = [.busySeason]
}
