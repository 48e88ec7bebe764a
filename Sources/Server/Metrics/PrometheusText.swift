/// Writes the text format of Prometheus.
struct PrometheusText {
    private(set) var text = ""

    /// A legal name with the ending that its kind wants.
    static func name(_ label: String, _ kind: Instrument.Kind) -> String {
        var name = ""
        for scalar in label.unicodeScalars {
            let isLegal = scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_" || scalar == ":")
            let isDigit = ("0"..."9").contains(scalar)
            name.unicodeScalars.append(isLegal || isDigit && !name.isEmpty ? scalar : "_")
        }
        switch kind {
        case .counter: return name.hasSuffix("_total") ? name : name + "_total"
        case .timer: return name.hasSuffix("_seconds") ? name : name + "_seconds"
        case .gauge, .histogram: return name
        }
    }

    /// `name="value"` for each, separated by commas.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.unicodeScalars.map { scalar -> String in
                switch scalar {
                case "\\": "\\\\"
                case "\"": "\\\""
                case "\n": "\\n"
                default: String(scalar)
                }
            }.joined()
            return "\(self.name(name, .gauge))=\"\(escaped)\""
        }.joined(separator: ",")
    }

    mutating func begin(_ name: String, _ kind: Instrument.Kind, help: String) {
        let type =
            switch kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram, .timer: "histogram"
            }
        if !help.isEmpty { text += "# HELP \(name) \(help)\n" }
        text += "# TYPE \(name) \(type)\n"
    }

    mutating func add(_ name: String, _ labels: String, _ reading: Instrument.Reading) {
        switch reading {
        case .counter(let count): line(name, labels, "\(count)")
        case .gauge(let value): line(name, labels, Self.number(value))
        case .histogram(let bounds, let counts, let sum):
            var total: Int64 = 0
            let separator = labels.isEmpty ? "" : ","
            for (bound, count) in zip(bounds, counts) {
                total += count
                line(name + "_bucket", "\(labels)\(separator)le=\"\(Self.number(bound))\"", "\(total)")
            }
            total += counts.last ?? 0
            line(name + "_bucket", "\(labels)\(separator)le=\"+Inf\"", "\(total)")
            line(name + "_sum", labels, Self.number(sum))
            line(name + "_count", labels, "\(total)")
        }
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    /// Whole numbers without a point.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
