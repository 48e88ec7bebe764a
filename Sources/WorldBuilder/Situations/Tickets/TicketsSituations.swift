extension Situation {
    static let tickets: [Situation] = []
}
