extension Situation {
    static let returns: [Situation] = [
        .nearEndOfReturnWindow, .paidNotShipped, .tooLateToCancel, .threeOpenOrders,
    ]
}
