internal import Metrics
internal import Synchronization

/// The upper bounds of a histogram, ascending.
struct Buckets: Sendable {
    let bounds: [Int64]

    /// Nanoseconds, from 50 microseconds to 10 seconds.
    static let times = Buckets(
        bounds: [
            50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
            100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
        ])

    /// Counts and bytes: powers of four.
    static let sizes = Buckets(bounds: (0...12).map { Int64(1) << (2 * $0) })
}

/// One counter, gauge or histogram. Telling it something costs an uncontended lock and no allocation.
final class Instrument: CounterHandler, MeterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Kind: Sendable, Equatable {
        case counter, gauge, histogram
        /// A histogram of nanoseconds that is shown in seconds.
        case timer
    }

    /// What it has come to.
    enum Reading: Sendable, Equatable {
        case counter(Int64)
        case gauge(Double)
        /// Counts beside their bounds, not added up; the last count is of what is beyond all bounds.
        case histogram(bounds: [Double], counts: [Int64], sum: Double)
    }

    private struct State {
        var count: Int64 = 0
        var value = 0.0
        var counts: [Int64]
        var sum: Int64 = 0
    }

    private let kind: Kind
    private let buckets: Buckets
    private let state: Mutex<State>

    init(_ kind: Kind, buckets: Buckets = .sizes) {
        self.kind = kind
        self.buckets = buckets
        let isHistogram = kind == .histogram || kind == .timer
        state = Mutex(State(counts: isHistogram ? Array(repeating: 0, count: buckets.bounds.count + 1) : []))
    }

    var reading: Reading {
        let state = state.withLock { $0 }
        let unit = kind == .timer ? 1e-9 : 1
        switch kind {
        case .counter: return .counter(state.count)
        case .gauge: return .gauge(state.value)
        case .histogram, .timer:
            return .histogram(
                bounds: buckets.bounds.map { Double($0) * unit }, counts: state.counts, sum: Double(state.sum) * unit)
        }
    }

    private func observe(_ value: Int64) {
        let index = buckets.bounds.firstIndex { value <= $0 } ?? buckets.bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum &+= value
        }
    }

    func increment(by amount: Int64) { state.withLock { $0.count &+= amount } }
    func reset() { state.withLock { $0.count = 0 } }

    func set(_ value: Int64) { state.withLock { $0.value = Double(value) } }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func increment(by amount: Double) { state.withLock { $0.value += amount } }
    func decrement(by amount: Double) { state.withLock { $0.value -= amount } }

    func record(_ value: Int64) { kind == .gauge ? set(value) : observe(value) }
    func record(_ value: Double) { kind == .gauge ? set(value) : observe(Int64(clamping: Int(value))) }

    func recordNanoseconds(_ duration: Int64) { observe(duration) }
}
