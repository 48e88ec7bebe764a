internal import Metrics
internal import Synchronization

/// A factory of swift-metrics whose instruments are read as a Prometheus page (text format 0.0.4).
///
/// Our own, since no package at hand writes that format; it keeps to counters, gauges and histograms. Labels become
/// names of metrics as they are; what is no legal character becomes `_`.
final class PrometheusRegistry: MetricsFactory, Sendable {
    private struct Key: Hashable {
        let name: String
        let dimensions: String
    }

    private struct Family {
        let kind: Instrument.Kind
        var help = ""
        var instruments: [String: Instrument] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    /// Says what a metric is, on the line `# HELP`.
    func describe(_ name: String, _ help: String) {
        families.withLock { $0[name]?.help = help }
    }

    private func instrument(
        _ label: String, _ dimensions: [(String, String)], _ kind: Instrument.Kind, buckets: Buckets = .sizes
    ) -> Instrument {
        let name = PrometheusText.name(label, kind)
        let key = PrometheusText.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            // A name has one kind; asked for as another, it counts where nobody reads.
            guard family.kind == kind else { return Instrument(kind, buckets: buckets) }
            let instrument = family.instruments[key] ?? Instrument(kind, buckets: buckets)
            family.instruments[key] = instrument
            families[name] = family
            return instrument
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions, .counter)
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        WholeCounter(instrument(label, dimensions, .counter))
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions, .gauge)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        instrument(label, dimensions, aggregate ? .histogram : .gauge)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions, .timer, buckets: .times)
    }

    // Instruments live as long as the registry: a counter that vanished would look like one that was reset.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// The page.
    var text: String {
        let families = families.withLock { $0 }
        var page = PrometheusText()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            page.begin(name, family.kind, help: family.help)
            for (labels, instrument) in family.instruments.sorted(by: { $0.key < $1.key }) {
                page.add(name, labels, instrument.reading)
            }
        }
        return page.text
    }
}

/// A counter that is told fractions; the rest below a whole is kept until it is one.
private final class WholeCounter: FloatingPointCounterHandler, Sendable {
    private let counter: Instrument
    private let rest = Mutex(0.0)

    init(_ counter: Instrument) {
        self.counter = counter
    }

    func increment(by amount: Double) {
        let whole = rest.withLock { rest -> Int64 in
            rest += amount
            let whole = Int64(clamping: Int(rest.rounded(.down)))
            rest -= Double(whole)
            return whole
        }
        counter.increment(by: whole)
    }

    func reset() { rest.withLock { $0 = 0 } }
}
