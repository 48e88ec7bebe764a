extension Situation {
    static let warranty: [Situation] = []
}
