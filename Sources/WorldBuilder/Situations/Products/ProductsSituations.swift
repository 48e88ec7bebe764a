extension Situation {
    static let products: [Situation] = [
        .nearTwins, .absentSpec, .soldOut, .brandAsSpoken, .articleAndPredecessor,
    ]
}
