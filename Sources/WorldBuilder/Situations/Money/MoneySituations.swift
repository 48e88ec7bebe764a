extension Situation {
    static let money: [Situation] = [
        .failedBeforeCaptured, .pendingWithoutCapture, .chargedTwice, .fraudSignals,
    ]
    /// Counted over all payments.
    static let lateMoney: [Situation] = [.busySeason]
}
