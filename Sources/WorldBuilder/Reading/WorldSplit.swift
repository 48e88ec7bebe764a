/// What a world is for, and so which of the authored tickets and threads it tells.
///
/// A text with `split: eval` in its file is told in worlds for evaluation alone.
public enum WorldSplit: String, Sendable, Hashable, CaseIterable, Decodable {
    case train, eval
}

/// Authored content that may be held out of training.
protocol SplitContent {
    /// nil for what training tells.
    var split: WorldSplit? { get }
}

extension OrdinaryStory: SplitContent {}
extension PlantedText: SplitContent {}
extension PlantedSet: SplitContent {}
extension SymptomCluster: SplitContent {}
extension ThreadContent: SplitContent {}

extension Array where Element: SplitContent {
    /// What only worlds of a split tell.
    func own(of split: WorldSplit) -> [Element] { filter { ($0.split ?? .train) == split } }

    /// What a world of a split may tell: training leaves out what is held out; evaluation begins with it, and goes on to
    /// the rest where there is too little.
    func open(to split: WorldSplit) -> [Element] {
        split == .train ? own(of: .train) : own(of: .eval) + own(of: .train)
    }
}
