/// How alike masked texts are: the share of their three-word runs that both have.
struct TextLikeness {
    /// From this similarity on, in thousandths, two texts tell the same. Told again in another world, a text keeps four fifths
    /// of its runs or more; two texts that were written apart share less than a tenth.
    static let retold = 400

    private let runs: [Set<Int>]
    /// By run, the positions of the texts that have it.
    private let holders: [Int: [Int]]

    /// - Parameter texts: Each as its masked sentences.
    init(_ texts: [[String]]) {
        runs = texts.map(Self.runs)
        var holders: [Int: [Int]] = [:]
        for (position, set) in runs.enumerated() {
            for run in set { holders[run, default: []].append(position) }
        }
        self.holders = holders
    }

    /// The position of the text most alike, the first of equals, and its similarity in thousandths; nil when none shares a
    /// run.
    ///
    /// - Parameter own: The position of a text that is left out.
    func closest(to sentences: [String], besides own: Int? = nil) -> (position: Int, similarity: Int)? {
        let wanted = Self.runs(of: sentences)
        var shared: [Int: Int] = [:]
        for run in wanted {
            for other in holders[run] ?? [] where other != own { shared[other, default: 0] += 1 }
        }
        return shared.map { position, common in
            (position, 1000 * common / max(1, wanted.count + runs[position].count - common))
        }.max { ($0.1, $1.0) < ($1.1, $0.0) }
    }

    /// Stable numbers for the runs: the standard hash differs from process to process.
    private static func runs(of sentences: [String]) -> Set<Int> {
        let words = sentences.flatMap { $0.split(separator: " ") }
        guard words.count >= 3 else { return [] }
        return Set(
            (0...words.count - 3).map { start in
                words[start..<start + 3].joined(separator: " ").utf8.reduce(5381) { ($0 &* 33) &+ Int($1) }
            })
    }
}
