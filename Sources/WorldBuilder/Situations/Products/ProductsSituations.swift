extension Situation {
    static let products: [Situation] = [
        .nearTwins, .absentSpec, .soldOut, .brandAsSpoken, .articleAndPredecessor,
    ]
    /// Counted over all orders.
    static let lateProducts: [Situation] = [.denseWindow]
}
