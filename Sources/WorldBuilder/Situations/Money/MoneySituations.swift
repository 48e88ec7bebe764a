extension Situation {
    static let money: [Situation] = []
}
