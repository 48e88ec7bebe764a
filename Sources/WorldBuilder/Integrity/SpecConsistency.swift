internal import CanonicalJSON
internal import Projections

/// W-SPECS: a product's specs are of its category, of the right kinds, and within what such things can be.
enum SpecConsistency {
    /// A number's name and the range that such things have.
    private static let ranges: [String: [(name: Text, range: ClosedRange<Int>)]] = [
        "cpu": [("cores", 2...128), ("tdpWatts", 15...400)],
        "motherboard": [
            ("maxMemoryMhz", 2133...9000), ("maxMemorySlots", 1...16), ("sataPorts", 0...16), ("m2_slots", 0...8),
        ],
        "memory": [("speedMhz", 2133...9000), ("capacityGb", 4...512), ("modules", 1...8)],
        "gpu": [("recommendedPsuWatts", 250...1200), ("lengthMm", 140...400), ("vramGb", 2...64)],
        "storage": [("capacityGb", 64...32_000)],
        "psu": [("wattage", 150...2000)],
        "case": [("gpuMaxLengthMm", 150...500), ("coolerMaxHeightMm", 30...220)],
        "cooling": [("radiatorSizeMm", 120...480), ("heightMm", 20...200)],
        "monitor": [("screenSizeInches", 15...60), ("refreshRateHz", 50...600), ("brightnessNits", 150...2500)],
        "keyboard": [("keyCount", 20...130)],
        "mouse": [
            ("maxDpi", 800...50_000), ("pollingRateHz", 100...8000), ("buttonCount", 2...20), ("weightGrams", 30...250),
        ],
    ]
    private static let sockets: [JSONValue] = ["AM4", "AM5", "LGA1200", "LGA1700"]
    private static let vocabularies: [String: [(name: Text, values: [JSONValue])]] = [
        "cpu": [("socket", sockets)],
        "motherboard": [
            ("socket", sockets), ("memoryType", ["DDR4", "DDR5"]),
            ("formFactor", ["ATX", "E-ATX", "Micro-ATX", "Mini-ITX"]),
        ],
        "memory": [("type", ["DDR4", "DDR5"])],
        "storage": [("form", ["2.5in", "3.5in", "M.2"])],
        "cooling": [("type", ["aio", "air"])],
    ]

    static func findings(_ snapshot: Snapshot) -> [WorldFinding] {
        snapshot.documents(.product).flatMap { product -> [WorldFinding] in
            problems(product).map { WorldFinding(rule: "W-SPECS", entity: product.key.text.string, message: $0) }
        }
    }

    private static func problems(_ product: Document) -> [String] {
        guard let category = product.object["category"]?.text?.string, let specs = product.object["specs"]?.object
        else {
            return []
        }
        if category == "bundle" { return specs["components"] == nil ? ["is a bundle of nothing"] : [] }
        let group = category == "workstation" ? "prebuilt" : category
        // Specs may be empty (contract 3.8).
        guard let own = specs[Text(group)]?.object else { return specs.isEmpty ? [] : ["has no specs under \(group)"] }
        var problems: [String] = []
        for member in specs.members where member.name != Text(group) {
            problems.append("has specs of another category, \(member.name)")
        }
        for (name, range) in ranges[category] ?? [] {
            guard let value = own[name] else { continue }
            guard let number = value.number?.integer, range.contains(number) else {
                problems.append("has a \(name) that is no whole number of \(range.lowerBound) to \(range.upperBound)")
                continue
            }
        }
        for (name, values) in vocabularies[category] ?? [] {
            guard let value = own[name], !values.contains(value) else { continue }
            problems.append("has a \(name) that no such thing has")
        }
        if category == "motherboard", let problem = memoryProblem(own) { problems.append(problem) }
        return problems
    }

    /// Boards of a platform take its memory.
    private static func memoryProblem(_ board: JSONObject) -> String? {
        guard let socket = board["socket"]?.text?.string, let memory = board["memoryType"]?.text?.string else {
            return nil
        }
        let allowed =
            switch socket {
            case "AM4", "LGA1200": ["DDR4"]
            case "AM5": ["DDR5"]
            default: ["DDR4", "DDR5"]
            }
        return allowed.contains(memory) ? nil : "takes \(memory), which no board with \(socket) does"
    }
}
