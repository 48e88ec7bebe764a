extension Situation {
    static let people: [Situation] = [.holdersOfPermission]
}
