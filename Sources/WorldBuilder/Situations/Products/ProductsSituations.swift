extension Situation {
    static let products: [Situation] = [.recall]
    /// Counted over all orders.
    static let lateProducts: [Situation] = [.denseWindow]
}
