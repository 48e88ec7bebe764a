internal import CanonicalJSON
internal import Projections

/// What a customer asks of a computer.
struct BuildBrief: Sendable {
    var cores: Int
    var memoryGb: Int
    var storageGb: Int
    var graphicsGb: Int
    /// Whether the case must be one for Mini-ITX boards alone.
    var isSmall: Bool

    var facts: JSONObject {
        [
            "at_least_cores": .whole(cores), "at_least_memory_gb": .whole(memoryGb),
            "at_least_storage_gb": .whole(storageGb), "at_least_graphics_memory_gb": .whole(graphicsGb),
            "case_for_mini_itx_alone": .bool(isSmall),
        ]
    }

    /// A case for Mini-ITX boards and no larger ones.
    static func isSmall(_ enclosure: CatalogueProduct) -> Bool {
        enclosure.spec("supportedFormFactors")?.elements == [.text("Mini-ITX")]
    }

    /// The cheapest parts in stock that meet it and go together, one of each kind; nil when there are none.
    ///
    /// What a record does not say is no obstacle, as in the compatibility check.
    func cheapestParts(_ plan: WorldPlan) -> [CatalogueProduct]? {
        func least(_ category: String, _ fits: (CatalogueProduct) -> Bool) -> CatalogueProduct? {
            plan.inStock(category).filter(fits).min { $0.priceCents < $1.priceCents }
        }
        guard let drive = least("storage", { ($0.number("capacityGb") ?? 0) >= storageGb }) else { return nil }
        let cpus = plan.inStock("cpu").filter { ($0.number("cores") ?? 0) >= cores }
        let cards = plan.inStock("gpu").filter { ($0.number("vramGb") ?? 0) >= graphicsGb }
        let supplies = plan.inStock("psu").map { (product: $0, watts: $0.number("wattage") ?? 0) }
            .sorted { $0.product.priceCents < $1.product.priceCents }
        var best: (parts: [CatalogueProduct], cents: Int)?
        for enclosure in plan.inStock("case") where !isSmall || BuildBrief.isSmall(enclosure) {
            let cooler = least("cooling") {
                ($0.number("heightMm") ?? 0) <= (enclosure.number("coolerMaxHeightMm") ?? 1000)
            }
            let factors = enclosure.spec("supportedFormFactors")?.elements ?? []
            let fitting = cards.filter { ($0.number("lengthMm") ?? 0) <= (enclosure.number("gpuMaxLengthMm") ?? 1000) }
            guard let cooler, !fitting.isEmpty else { continue }
            for board in plan.inStock("motherboard") where factors.contains(board.spec("formFactor") ?? .null) {
                let memory = least("memory") {
                    $0.spec("type") == board.spec("memoryType") && ($0.number("capacityGb") ?? 0) >= memoryGb
                        && ($0.number("modules") ?? 1) <= (board.number("maxMemorySlots") ?? 8)
                }
                guard let memory else { continue }
                for cpu in cpus where cpu.spec("socket") == board.spec("socket") {
                    for card in fitting {
                        let watts = max(cpu.number("tdpWatts") ?? 65, card.number("recommendedPsuWatts") ?? 0)
                        guard let supply = supplies.first(where: { $0.watts >= watts })?.product else { continue }
                        let parts = [cpu, board, memory, drive, supply, enclosure, cooler, card]
                        let cents = parts.reduce(0) { $0 + $1.priceCents }
                        if best.map({ cents < $0.cents }) ?? true { best = (parts, cents) }
                    }
                }
            }
        }
        return best?.parts
    }
}
