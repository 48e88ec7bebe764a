extension Situation {
    static let products: [Situation] = []
}
