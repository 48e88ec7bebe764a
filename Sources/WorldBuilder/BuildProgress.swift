/// The parts of a build, with their shares of its time in a large world.
enum BuildStage: String, Sendable {
    case company, situations, orders, tickets, builds, messages, tables, proof, done

    /// In percent of the whole.
    fileprivate var share: Range<Int> {
        switch self {
        case .company: 0..<1
        case .situations: 1..<10
        case .orders: 10..<21
        case .tickets: 21..<33
        case .builds: 33..<48
        case .messages: 48..<57
        case .tables: 57..<90
        case .proof: 90..<100
        case .done: 100..<100
        }
    }
}

/// Tells how far a build is.
struct BuildProgress {
    /// Told what is being made, and how much of the world is done, in percent.
    let report: (String, Int) -> Void

    /// - Parameters:
    ///   - done: Steps of the stage that are done.
    ///   - total: Steps that it has.
    func show(_ stage: BuildStage, _ done: Int = 0, of total: Int = 1) {
        let share = stage.share
        report(stage.rawValue, share.lowerBound + share.count * min(done, total) / max(1, total))
    }
}
