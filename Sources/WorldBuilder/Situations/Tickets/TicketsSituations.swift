extension Situation {
    static let tickets: [Situation] = [.symptomOfOneGuide]
}
