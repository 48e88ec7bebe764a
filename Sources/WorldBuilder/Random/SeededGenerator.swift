internal import CanonicalJSON

/// A reproducible stream of random numbers: SplitMix64, named by a seed and a purpose.
///
/// Streams of different purposes are independent, so that a change in one part of a world leaves the others as they
/// were. The standard library's own drawing functions are not used: their algorithms may change.
struct SeededGenerator: Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - seed: The world's seed.
    ///   - purpose: What the numbers are for, e.g. `customers`.
    init(seed: Int, purpose: String) {
        let digest = Digest(of: Array("\(seed)|\(purpose)".utf8)).bytes
        state = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which must be positive.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    mutating func chance(percent: Int) -> Bool {
        below(100) < percent
    }

    /// One of the elements, of which there must be one.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// One of the elements, or nil when there is none.
    mutating func pickAny<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : pick(elements)
    }

    /// One of the elements, each as likely as its weight.
    mutating func pick<Element>(weighted elements: [(Element, weight: Int)]) -> Element {
        var rest = below(elements.reduce(0) { $0 + $1.weight })
        for (element, weight) in elements {
            if rest < weight { return element }
            rest -= weight
        }
        return elements[elements.count - 1].0
    }

    /// The elements in random order.
    mutating func shuffle<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for index in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(index, below(index + 1))
        }
        return result
    }

    /// So many different elements in random order, or all when there are fewer.
    mutating func draw<Element>(_ count: Int, from elements: [Element]) -> [Element] {
        Array(shuffle(elements).prefix(count))
    }
}
