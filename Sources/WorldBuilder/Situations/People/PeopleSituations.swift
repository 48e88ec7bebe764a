extension Situation {
    static let people: [Situation] = [.threeWishesAtOnce]
}
