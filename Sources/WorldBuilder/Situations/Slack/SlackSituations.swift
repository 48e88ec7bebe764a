extension Situation {
    /// The cluster first, since it reserves its products; then whoever is on leave.
    static let slack: [Situation] = [.symptomCluster, .deskOnLeave, .whatWasDecided]
}
