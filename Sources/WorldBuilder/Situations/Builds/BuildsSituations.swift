extension Situation {
    static let builds: [Situation] = [.backorderWithOneEquivalent]
}
