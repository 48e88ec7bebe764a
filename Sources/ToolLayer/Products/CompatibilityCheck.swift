internal import CanonicalJSON
internal import Projections

/// The fourteen checks of contract section 4.7, in their order.
///
/// A check is skipped when a value that it compares is absent, empty or zero. Of motherboard, case and PSU the first by
/// id counts; of other parts every piece.
struct CompatibilityCheck {
    private(set) var errors: [String] = []
    private(set) var warnings: [String] = []

    private let cpus: [Part]
    private let motherboards: [Part]
    private let memories: [Part]
    private let gpus: [Part]
    private let storages: [Part]
    private let coolers: [Part]
    private let enclosure: Part?
    private let psu: Part?

    private var motherboard: Part? { motherboards.first }

    /// - Parameter parts: One per piece, in any order.
    init(parts: [Document]) {
        let groups = Dictionary(grouping: parts.byID) { $0.text("category") ?? "" }
        func group(_ category: Text) -> [Part] {
            (groups[category] ?? []).map { Part($0, category: category) }
        }
        cpus = group("cpu")
        motherboards = group("motherboard")
        memories = group("memory")
        gpus = group("gpu")
        storages = group("storage")
        coolers = group("cooling")
        enclosure = group("case").first
        psu = group("psu").first
    }

    /// Runs all checks, collecting ``errors`` and ``warnings``.
    mutating func run() {
        checkCounts()
        checkSocket()
        checkFormFactor()
        checkMemory()
        checkDrives()
        checkSizes()
        checkPower()
    }

    /// Checks 1 and 2.
    private mutating func checkCounts() {
        if cpus.count > 1 {
            errors.append("Build contains multiple CPUs (\(cpus.count)) - a build only requires one CPU")
        }
        if motherboards.count > 1 {
            errors.append(
                "Build contains multiple motherboards (\(motherboards.count)) - a build only requires one motherboard")
        }
    }

    /// Check 3.
    private mutating func checkSocket() {
        guard let cpu = cpus.first?.text("socket"), let board = motherboard?.text("socket"), cpu != board else {
            return
        }
        errors.append("CPU socket \(cpu) incompatible with motherboard socket \(board)")
    }

    /// Check 4.
    private mutating func checkFormFactor() {
        guard let factor = motherboard?.text("formFactor"), let supported = enclosure?.texts("supportedFormFactors"),
            !supported.contains(factor)
        else { return }
        errors.append("Motherboard form factor \(factor) not supported by case (supports: \(supported.list))")
    }

    /// Checks 5 to 8.
    private mutating func checkMemory() {
        guard let motherboard, !memories.isEmpty else { return }
        if let supported = motherboard.text("memoryType") {
            for type in memories.compactMap({ $0.text("type") }) where type != supported {
                errors.append("Memory type \(type) not supported by motherboard (supports \(supported))")
            }
        }
        let speeds = Set(memories.compactMap { $0.number("speedMhz") }.map(\.double)).sorted()
        if let highest = speeds.last, let limit = motherboard.number("maxMemoryMhz") {
            if highest > limit.double {
                warnings.append(
                    """
                    Memory will be downclocked from \(plain(highest))MHz to motherboard maximum of \
                    \(limit.canonicalText)MHz
                    """)
            }
            if speeds.count > 1 {
                let list = speeds.map { plain($0) + "MHz" }.joined(separator: ", ")
                warnings.append(
                    """
                    Mismatched memory frequencies detected (\(list)) - all memory will run at slowest speed \
                    (\(plain(speeds[0]))MHz)
                    """)
            }
        }
        if let slots = motherboard.number("maxMemorySlots") {
            let modules = memories.reduce(0) { saturatingSum($0, $1.number("modules")?.integer ?? 1) }
            if Double(modules) > slots.double {
                errors.append("Total memory modules (\(modules)) exceed motherboard slots (\(slots.canonicalText))")
            }
        }
    }

    /// Check 9; a motherboard with zero ports counts.
    private mutating func checkDrives() {
        guard let ports = motherboard?.anyNumber("sataPorts") else { return }
        let count = storages.count { $0.text("interface") == "SATA" }
        if Double(count) > ports.double {
            errors.append("SATA storage devices (\(count)) exceed motherboard SATA ports (\(ports.canonicalText))")
        }
    }

    /// Checks 10 and 11.
    private mutating func checkSizes() {
        if let limit = enclosure?.number("gpuMaxLengthMm") {
            for gpu in gpus {
                guard let length = gpu.number("lengthMm"), length.double > limit.double else { continue }
                errors.append(
                    """
                    GPU \(gpu.name) length (\(length.canonicalText)mm) exceeds case maximum (\(limit.canonicalText)mm)
                    """)
            }
        }
        if let limit = enclosure?.number("coolerMaxHeightMm") {
            for cooler in coolers {
                guard let height = cooler.number("heightMm"), height.double > limit.double else { continue }
                errors.append(
                    """
                    CPU cooler \(cooler.name) height (\(height.canonicalText)mm) exceeds case maximum \
                    (\(limit.canonicalText)mm)
                    """)
            }
        }
    }

    /// Checks 12 to 14.
    private mutating func checkPower() {
        guard let psu else {
            if !cpus.isEmpty || !gpus.isEmpty { warnings.append("No PSU selected") }
            return
        }
        let wattage = psu.number("wattage") ?? JSONNumber(0)
        for cpu in cpus {
            let power = cpu.number("tdpWatts") ?? JSONNumber(65)
            if wattage.double < power.double {
                errors.append(
                    "PSU wattage (\(wattage.canonicalText)W) insufficient for CPU TDP (\(power.canonicalText)W)")
            }
        }
        for gpu in gpus {
            guard let power = gpu.number("recommendedPsuWatts"), power.double > 0, wattage.double < power.double else {
                continue
            }
            errors.append(
                """
                PSU wattage (\(wattage.canonicalText)W) insufficient for GPU requirements \
                (\(power.canonicalText)W recommended)
                """)
        }
    }

    /// A sum that stops at the largest integer: imported counts have no bound of their own.
    private func saturatingSum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflowed) = left.addingReportingOverflow(right)
        return overflowed ? (right < 0 ? .min : .max) : sum
    }

    private func plain(_ number: Double) -> String {
        JSONNumber(number)?.canonicalText ?? ""
    }
}

/// One piece of a build with the specs of its category.
private struct Part {
    let name: Text
    private let specs: JSONObject

    init(_ product: Document, category: Text) {
        name = product.text("name") ?? ""
        specs = product["specs"]?[category]?.object ?? [:]
    }

    /// A text that is not empty.
    func text(_ key: Text) -> Text? {
        specs[key]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Texts, at least one.
    func texts(_ key: Text) -> [Text]? {
        let texts = specs[key]?.elements?.compactMap(\.text) ?? []
        return texts.isEmpty ? nil : texts
    }

    /// A number that is not zero.
    func number(_ key: Text) -> JSONNumber? {
        anyNumber(key).flatMap { $0.double == 0 ? nil : $0 }
    }

    /// A number, zero included.
    func anyNumber(_ key: Text) -> JSONNumber? {
        specs[key]?.number
    }
}
