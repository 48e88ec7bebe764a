extension Situation {
    static let builds: [Situation] = []
}
