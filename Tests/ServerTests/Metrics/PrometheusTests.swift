import Metrics
import Testing

@testable import Server

@Suite struct PrometheusTests {
    @Test func thePageIsTheTextFormat() {
        let registry = PrometheusRegistry()
        Counter(label: "requests", dimensions: [("path", "a\"b\\c\nd"), ("to", "x")], factory: registry).increment(
            by: 3)
        Counter(label: "requests", dimensions: [("path", "a"), ("to", "x")], factory: registry).increment()
        Meter(label: "http.open-now", factory: registry).set(2.5)
        let sizes = Recorder(label: "sizes", factory: registry)
        for size in [1, 4, 5, 1 << 30] { sizes.record(size) }
        registry.describe("requests_total", "What was asked.")
        let lines = registry.text.split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(6) == [
                "# TYPE http_open_now gauge", "http_open_now 2.5", "# HELP requests_total What was asked.",
                "# TYPE requests_total counter", #"requests_total{path="a",to="x"} 1"#,
                #"requests_total{path="a\"b\\c\nd",to="x"} 3"#,
            ])
        #expect(lines.contains("# TYPE sizes histogram"))
        #expect(lines.contains(#"sizes_bucket{le="1"} 1"#))
        #expect(lines.contains(#"sizes_bucket{le="4"} 2"#))
        #expect(lines.contains(#"sizes_bucket{le="16"} 3"#))
        #expect(lines.contains(#"sizes_bucket{le="+Inf"} 4"#))
        #expect(lines.contains("sizes_sum \((1 << 30) + 10)"))
        #expect(lines.contains("sizes_count 4"))
    }

    @Test func timesAreInSecondsAndBucketsAddUp() {
        let registry = PrometheusRegistry()
        let timer = Metrics.Timer(label: "call", dimensions: [("tool", "t")], factory: registry)
        for milliseconds in [1, 1, 30, 20_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let lines = registry.text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "# TYPE call_seconds histogram")
        #expect(lines.contains(#"call_seconds_bucket{tool="t",le="0.001"} 2"#))
        #expect(lines.contains(#"call_seconds_bucket{tool="t",le="0.05"} 3"#))
        #expect(lines.contains(#"call_seconds_bucket{tool="t",le="10"} 3"#))
        #expect(lines.contains(#"call_seconds_bucket{tool="t",le="+Inf"} 4"#))
        #expect(lines.contains(#"call_seconds_sum{tool="t"} 20.032"#))
    }

    @Test func instrumentsOfOneNameAndLabelsAreOne() async {
        let registry = PrometheusRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        Counter(label: "n", dimensions: [("a", "b")], factory: registry).increment()
                    }
                }
            }
        }
        #expect(registry.text == "# TYPE n_total counter\nn_total{a=\"b\"} 8000\n")
        // A name that has a kind keeps it.
        Meter(label: "n_total", factory: registry).set(1)
        #expect(registry.text == "# TYPE n_total counter\nn_total{a=\"b\"} 8000\n")
    }

    @Test func fractionsAddUpToWholes() {
        let registry = PrometheusRegistry()
        let counter = FloatingPointCounter(label: "f", factory: registry)
        for _ in 0..<10 { counter.increment(by: 0.25) }
        #expect(registry.text.hasSuffix("f_total 2\n"))
    }
}
