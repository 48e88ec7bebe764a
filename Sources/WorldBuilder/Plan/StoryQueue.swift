/// Ordinary stories in the order in which they are told, each as often as it has copies.
///
/// However often a large world retells them, finding the next one looks at each story once: only its first copy waits in
/// line, the others behind it know their places.
struct StoryQueue: Sendable {
    private let stories: [OrdinaryStory]
    /// Of each story, the places of its copies, lowest first.
    private var places: [[Int]]
    /// The positions in ``stories`` of those that have copies, by the places of their first ones.
    private var line: [Int]
    private var firstPlace = 0
    /// Behind all that were given.
    private var nextPlace: Int

    /// One copy of each story.
    ///
    /// - Parameter order: The positions of all stories, first to be told first.
    init(_ stories: [OrdinaryStory], order: [Int]) {
        self.stories = stories
        line = order
        nextPlace = order.count
        places = Array(repeating: [], count: stories.count)
        for (place, story) in order.enumerated() { places[story] = [place] }
    }

    subscript(position: Int) -> OrdinaryStory { stories[position] }

    /// The position of the first story in line that fits.
    func first(where fits: (OrdinaryStory) -> Bool) -> Int? { line.first { fits(stories[$0]) } }

    /// The position of the first story that fits, in the order in which they were authored, whether it has copies or not.
    func firstAuthored(where fits: (OrdinaryStory) -> Bool) -> Int? { stories.firstIndex(where: fits) }

    func hasCopies(of position: Int) -> Bool { !places[position].isEmpty }

    /// Takes the first copy of a story out of the line; the next one waits at its own place.
    mutating func take(_ position: Int) {
        line.removeAll { $0 == position }
        places[position].removeFirst()
        if let place = places[position].first {
            line.insert(position, at: line.firstIndex { places[$0][0] > place } ?? line.count)
        }
    }

    /// Puts another copy of every story behind all others, in the order in which they were authored.
    mutating func addCopies() {
        for position in stories.indices {
            if places[position].isEmpty { line.append(position) }
            places[position].append(nextPlace + position)
        }
        nextPlace += stories.count
    }

    /// Puts copies of these stories before all others.
    mutating func putFirst(_ positions: [Int]) {
        for position in positions.reversed() {
            firstPlace -= 1
            places[position].insert(firstPlace, at: 0)
        }
        line = stories.indices.filter { hasCopies(of: $0) }.sorted { places[$0][0] < places[$1][0] }
    }
}
