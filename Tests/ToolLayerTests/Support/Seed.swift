import Testing

/// A seed of random cases: an argument of the test, hence in its failure message.
struct Seed: Sendable, CustomTestStringConvertible {
    let value: UInt64

    static func sweep(_ count: UInt64) -> [Seed] { (1...count).map { Seed(value: $0) } }

    var testDescription: String { "seed \(value)" }
}

/// SplitMix64, the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Seed) {
        state = seed.value
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

extension Tag {
    @Tag static var property: Self
}
