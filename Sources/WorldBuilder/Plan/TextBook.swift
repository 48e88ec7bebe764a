internal import CanonicalJSON

/// Hands out authored texts in an order of the world's own, each once; held out ones first where the world's split may tell
/// them.
struct TextBook: Sendable {
    private var planted: [String: [PlantedText]] = [:]
    private var sets: [String: [PlantedSet]] = [:]
    private var clusters: [SymptomCluster] = []
    private var threads: [String: [ThreadContent]] = [:]
    private var ordinary: StoryQueue
    private var ordinaryThreads: [ThreadContent]
    /// Ordinary stories that the ordinary course leaves to what is planted after it.
    private var keptBack: [Int] = []
    /// Whether an ordinary story may be told again, as a world larger than the content needs.
    var retellsStories = false

    init(_ content: AuthoredContent, seed: Int, split: WorldSplit) {
        var generator = SeededGenerator(seed: seed, purpose: "texts")
        for situation in content.plantedTexts.keys.sorted() {
            guard let texts = content.plantedTexts[situation] else { continue }
            planted[situation] = generator.shuffle(texts.texts ?? []).open(to: split)
            sets[situation] = generator.shuffle(texts.sets ?? []).open(to: split)
            clusters += generator.shuffle(texts.clusters ?? []).open(to: split)
        }
        for situation in content.plantedThreads.keys.sorted() {
            threads[situation] = generator.shuffle(content.plantedThreads[situation] ?? []).open(to: split)
        }
        let stories = content.ordinaryStories.own(of: split)
        ordinary = StoryQueue(stories, order: generator.shuffle(Array(stories.indices)))
        ordinaryThreads = generator.shuffle(content.ordinaryThreads.own(of: split))
    }

    /// The next text of a situation.
    ///
    /// - Parameters:
    ///   - variant: nil for a situation without variants.
    ///   - category: That of the product it is about; texts for other categories are passed over.
    ///   - reason: The refund's reason that its story must call for.
    /// - Throws: ``ContentError`` when there is none left.
    mutating func text(
        _ situation: String, variant: String? = nil, category: String? = nil, reason: String? = nil
    ) throws(ContentError) -> PlantedText {
        let fits = { (text: PlantedText) in
            (variant == nil || text.variant == variant) && (reason == nil || text.reason == reason)
                && (category.map { text.about?.contains($0) ?? true } ?? true)
        }
        guard let position = planted[situation]?.firstIndex(where: fits),
            let text = planted[situation]?.remove(at: position)
        else {
            throw ContentError(
                "Tickets/Planted/\(situation).yaml",
                "has too few texts\(variant.map { " of variant \($0)" } ?? "")\(category.map { " about \($0)" } ?? "")")
        }
        return text
    }

    /// The next text of a situation that is as wanted, or nil.
    mutating func text(_ situation: String, where isWanted: (PlantedText) -> Bool) -> PlantedText? {
        planted[situation]?.firstIndex(where: isWanted).flatMap { planted[situation]?.remove(at: $0) }
    }

    /// The next planted thread of a situation that is as wanted, or nil.
    mutating func thread(_ situation: String, where isWanted: (ThreadContent) -> Bool) -> ThreadContent? {
        threads[situation]?.firstIndex(where: isWanted).flatMap { threads[situation]?.remove(at: $0) }
    }

    /// The categories that the situation's remaining texts of a variant are about, in the order in which they are told; an
    /// empty list of categories means any.
    func categories(_ situation: String, variant: String? = nil, reason: String? = nil) -> [[String]] {
        (planted[situation] ?? [])
            .filter { (variant == nil || $0.variant == variant) && (reason == nil || $0.reason == reason) }
            .map { $0.about ?? [] }
    }

    mutating func set(_ situation: String) throws(ContentError) -> PlantedSet {
        guard sets[situation]?.isEmpty == false, let set = sets[situation]?.removeFirst() else {
            throw ContentError("Tickets/Planted/\(situation).yaml", "has too few sets")
        }
        return set
    }

    mutating func cluster() throws(ContentError) -> SymptomCluster {
        guard !clusters.isEmpty else { throw ContentError("Tickets/Planted/P47.yaml", "has too few clusters") }
        return clusters.removeFirst()
    }

    /// The next planted thread of a situation.
    mutating func thread(
        _ situation: String, variant: String? = nil, key: String? = nil
    ) throws(ContentError) -> ThreadContent {
        let fits = { (thread: ThreadContent) in
            (variant == nil || thread.variant == variant) && (key == nil || thread.key == key)
        }
        guard let position = threads[situation]?.firstIndex(where: fits),
            let thread = threads[situation]?.remove(at: position)
        else {
            throw ContentError(
                "Slack/Planted/\(situation).yaml", "has too few threads\(variant.map { " of variant \($0)" } ?? "")")
        }
        return thread
    }

    /// The position of the next ordinary story that fits, for ``tell(_:)``; nil when there is none.
    func story(where fits: (OrdinaryStory) -> Bool) -> Int? {
        ordinary.first(where: fits) ?? (retellsStories ? ordinary.firstAuthored(where: fits) : nil)
    }

    /// Hands out the ordinary story of a position; one that has been told is told again along with all others.
    mutating func tell(_ position: Int) -> OrdinaryStory {
        if !ordinary.hasCopies(of: position) { ordinary.addCopies() }
        ordinary.take(position)
        return ordinary[position]
    }

    /// The ordinary story that would be told next without telling one again, left where it is.
    func nextStory(where fits: (OrdinaryStory) -> Bool) -> OrdinaryStory? {
        ordinary.first(where: fits).map { ordinary[$0] }
    }

    /// Keeps so many fitting ordinary stories from being told until ``giveBackStories()``.
    mutating func keepBackStories(_ count: Int, where fits: (OrdinaryStory) -> Bool) {
        for _ in 0..<count {
            guard let position = ordinary.first(where: fits) else { return }
            ordinary.take(position)
            keptBack.append(position)
        }
    }

    mutating func giveBackStories() {
        ordinary.putFirst(keptBack)
        keptBack = []
    }

    /// The keys of ordinary stories that ordinary threads talk about.
    var discussedStories: Set<String> { Set(ordinaryThreads.compactMap(\.story)) }

    mutating func ordinaryThread(where fits: (ThreadContent) -> Bool) -> ThreadContent? {
        ordinaryThreads.firstIndex(where: fits).map { ordinaryThreads.remove(at: $0) }
    }
}
