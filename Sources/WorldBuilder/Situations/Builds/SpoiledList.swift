internal import CanonicalJSON
internal import Projections

/// A list with just the errors and warnings asked for.
struct SpoiledList: Sendable {
    let parts: [CatalogueProduct]
    let verdict: BuildVerdict

    /// Draws one: a sound list, changed in the ways that bring these errors and warnings.
    static func draw(
        error: BuildError?, warnings: [BuildWarning], _ plan: WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> SpoiledList {
        for _ in 0..<1000 {
            let given = error == .powerForProcessor ? plan.hungriestProcessor : []
            var parts = try plan.fittingParts(
                around: given, graphics: given.isEmpty && (error != nil || generator.chance(percent: 85)), &generator)
            for warning in warnings { plan.spoil(&parts, warning, &generator) }
            if let error { plan.spoil(&parts, error, &generator) }
            let verdict = BuildVerdict(parts)
            guard verdict.errors.count == (error == nil ? 0 : 1),
                error.map({ verdict.errors[0].contains($0.mark) }) ?? true,
                verdict.warnings.count == warnings.count,
                warnings.allSatisfy({ warning in verdict.warnings.contains { $0.contains(warning.mark) } })
            else { continue }
            return SpoiledList(parts: parts, verdict: verdict)
        }
        throw ContentError("Catalogue", "has no list of parts with \(String(describing: error)) and \(warnings)")
    }
}

extension WorldPlan {
    /// The one that a small supply cannot feed; a build may hold it even where it is sold out.
    fileprivate var hungriestProcessor: [CatalogueProduct] {
        catalogue.of("cpu").max { ($0.number("tdpWatts") ?? 0) < ($1.number("tdpWatts") ?? 0) }.map { [$0] } ?? []
    }

    fileprivate func spoil(
        _ parts: inout [CatalogueProduct], _ error: BuildError, _ generator: inout SeededGenerator
    ) {
        let board = parts.first { $0.category == "motherboard" }
        let enclosure = parts.first { $0.category == "case" }
        let watts = parts.first { $0.category == "cpu" }?.number("tdpWatts") ?? 65
        let cardWatts = parts.first { $0.category == "gpu" }?.number("recommendedPsuWatts") ?? 0
        switch error {
        case .twoProcessors: add("cpu", &parts, &generator) { $0.spec("socket") == board?.spec("socket") }
        case .twoBoards:
            add("motherboard", &parts, &generator) {
                $0.spec("socket") == board?.spec("socket") && $0.spec("memoryType") == board?.spec("memoryType")
            }
        case .socket: exchange("cpu", &parts, &generator) { $0.spec("socket") != board?.spec("socket") }
        case .formFactor:
            exchange("case", &parts, &generator) {
                $0.spec("supportedFormFactors")?.elements?.contains(board?.spec("formFactor") ?? .null) == false
            }
        case .memoryType: exchange("memory", &parts, &generator) { $0.spec("type") != board?.spec("memoryType") }
        case .modules:
            // The same kit once or twice more, so that no second speed comes in.
            if let kit = parts.first(where: { $0.category == "memory" }) {
                parts += Array(repeating: kit, count: generator.number(in: 1...2))
            }
        case .sataPorts:
            let present = parts.count { $0.spec("interface")?.text == "SATA" }
            let drives = sellable("storage").filter { $0.spec("interface")?.text == "SATA" }
            // The same drive may come more than once: few worlds sell as many kinds as a board has ports.
            for _ in present...max(present, board?.number("sataPorts") ?? 4) {
                if let drive = generator.pickAny(drives) { parts.append(drive) }
            }
        case .cardLength:
            exchange("gpu", &parts, &generator) {
                ($0.number("lengthMm") ?? 0) > (enclosure?.number("gpuMaxLengthMm") ?? 1000)
            }
        case .coolerHeight:
            exchange("cooling", &parts, &generator) {
                ($0.number("heightMm") ?? 0) > (enclosure?.number("coolerMaxHeightMm") ?? 1000)
            }
        case .powerForProcessor: exchange("psu", &parts, &generator) { ($0.number("wattage") ?? 0) < watts }
        case .powerForCard:
            exchange("psu", &parts, &generator) { watts..<max(watts, cardWatts) ~= $0.number("wattage") ?? 0 }
        }
    }

    fileprivate func spoil(
        _ parts: inout [CatalogueProduct], _ warning: BuildWarning, _ generator: inout SeededGenerator
    ) {
        guard let board = parts.first(where: { $0.category == "motherboard" }) else { return }
        let kits = parts.filter { $0.category == "memory" }
        let most = board.number("maxMemoryMhz") ?? 0
        switch warning {
        case .downclocked:
            exchange("memory", &parts, &generator) {
                $0.spec("type") == board.spec("memoryType") && ($0.number("speedMhz") ?? 0) > most
            }
        case .mismatched:
            add("memory", &parts, &generator) { other in
                other.spec("type") == board.spec("memoryType")
                    && kits.allSatisfy { $0.number("speedMhz") != other.number("speedMhz") }
            }
        case .noSupply: parts.removeAll { $0.category == "psu" }
        }
    }

    private func exchange(
        _ category: String, _ parts: inout [CatalogueProduct], _ generator: inout SeededGenerator,
        for fits: (CatalogueProduct) -> Bool
    ) {
        guard let position = parts.firstIndex(where: { $0.category == category }) else { return }
        let id = parts[position].id
        if let other = generator.pickAny(sellable(category).filter({ $0.id != id && fits($0) })) {
            parts[position] = other
        }
    }

    private func add(
        _ category: String, _ parts: inout [CatalogueProduct], _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool
    ) {
        let present = Set(parts.map(\.id))
        if let other = generator.pickAny(sellable(category).filter({ !present.contains($0.id) && fits($0) })) {
            parts.append(other)
        }
    }
}
