extension Situation {
    static let slack: [Situation] = [.noMemberOfTheChannel]
}
