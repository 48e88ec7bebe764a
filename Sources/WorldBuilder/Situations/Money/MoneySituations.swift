extension Situation {
    static let money: [Situation] = [
        .failedBeforeCaptured, .pendingWithoutCapture, .chargedTwice, .fraudSignals,
    ]
}
