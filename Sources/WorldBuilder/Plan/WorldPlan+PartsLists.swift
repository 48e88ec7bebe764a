internal import CanonicalJSON
internal import Projections

/// One part of a list exchanged for another of its kind, and what the check says of the list then.
struct PartSwap: Sendable {
    let removed: CatalogueProduct
    let added: CatalogueProduct
    let parts: [CatalogueProduct]
    let verdict: BuildVerdict

    /// What it costs more; negative for what it saves.
    var differenceCents: Int { added.priceCents - removed.priceCents }
}

extension WorldPlan {
    /// Kinds of parts that a computer is made of, in the order of ``fittingParts(around:graphics:_:)``.
    static let buildCategories = ["cpu", "motherboard", "memory", "storage", "psu", "case", "cooling", "gpu"]

    /// Parts of a computer that go together with some that are given, without error or warning.
    ///
    /// - Parameters:
    ///   - given: At most one of a kind; they need not be for sale.
    ///   - fits: What each drawn part must be besides.
    /// - Throws: ``ContentError`` when a long search finds none.
    func fittingParts(
        around given: [CatalogueProduct], graphics: Bool = true, _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool = { _ in true }
    ) throws(ContentError) -> [CatalogueProduct] {
        func candidates(_ category: String, _ joins: (CatalogueProduct) -> Bool) -> [CatalogueProduct] {
            let fixed = given.filter { $0.category == category }
            return (fixed.isEmpty ? sellable(category).filter(fits) : fixed).filter(joins)
        }
        for _ in 0..<2000 {
            guard let board = generator.pickAny(candidates("motherboard") { _ in true }),
                let cpu = generator.pickAny(candidates("cpu") { $0.spec("socket") == board.spec("socket") }),
                let memory = generator.pickAny(
                    candidates("memory") {
                        $0.spec("type") == board.spec("memoryType")
                            && ($0.number("speedMhz") ?? 0) <= (board.number("maxMemoryMhz") ?? 0)
                    }),
                let enclosure = generator.pickAny(
                    candidates("case") {
                        $0.spec("supportedFormFactors")?.elements?.contains(board.spec("formFactor") ?? .null) == true
                    }),
                let storage = generator.pickAny(candidates("storage") { _ in true }),
                let cooler = generator.pickAny(
                    candidates("cooling") {
                        ($0.number("heightMm") ?? 0) <= (enclosure.number("coolerMaxHeightMm") ?? 1000)
                    })
            else { continue }
            var parts = [cpu, board, memory, storage]
            var watts = cpu.number("tdpWatts") ?? 65
            var card: CatalogueProduct?
            if graphics {
                card = generator.pickAny(
                    candidates("gpu") { ($0.number("lengthMm") ?? 0) <= (enclosure.number("gpuMaxLengthMm") ?? 1000) })
                guard let card else { continue }
                watts = max(watts, card.number("recommendedPsuWatts") ?? 0)
            }
            guard let supply = generator.pickAny(candidates("psu") { ($0.number("wattage") ?? 0) >= watts }) else {
                continue
            }
            parts += [supply, enclosure, cooler] + (card.map { [$0] } ?? [])
            let verdict = BuildVerdict(parts)
            if verdict.isCompatible, verdict.warnings.isEmpty { return parts }
        }
        throw ContentError("Catalogue", "has no set of parts that fits around \(given.map(\.key))")
    }

    /// All products of a kind that are in stock, those included that orders leave alone: who looks for a part sees them.
    func inStock(_ category: String) -> [CatalogueProduct] { catalogue.of(category).filter { $0.stock > 0 } }

    /// Every exchange of one part for another of its kind in stock.
    ///
    /// - Parameter categories: Whose parts may be exchanged; of a kind with several pieces none is.
    func swaps(of parts: [CatalogueProduct], _ categories: [String] = buildCategories) -> [PartSwap] {
        var swaps: [PartSwap] = []
        for category in categories {
            let present = parts.filter { $0.category == category }
            guard present.count == 1, let removed = present.first else { continue }
            for added in inStock(category) where added.id != removed.id {
                let list = parts.map { $0.id == removed.id ? added : $0 }
                swaps.append(PartSwap(removed: removed, added: added, parts: list, verdict: BuildVerdict(list)))
            }
        }
        return swaps
    }

    /// Lines of an order of all pieces of a list.
    func lines(of parts: [CatalogueProduct]) -> [(productID: String, quantity: Int)] {
        var lines: [(productID: String, quantity: Int)] = []
        for part in parts {
            if let position = lines.firstIndex(where: { $0.productID == part.id }) {
                lines[position].quantity += 1
            } else {
                lines.append((part.id, 1))
            }
        }
        return lines
    }
}

/// Conditions about lists of parts.
extension Condition {
    /// What the compatibility check says of a list.
    static func verdict(of parts: [CatalogueProduct], is verdict: BuildVerdict) -> [Condition] {
        let arguments: JSONValue = ["product_ids": .array(parts.map { .text($0.id) })]
        return [
            .tool(
                name: "validateBuildCompatibility", arguments: arguments, pointer: "/errors",
                .equals(.array(verdict.errors.map { .text($0) }))),
            .tool(
                name: "validateBuildCompatibility", arguments: arguments, pointer: "/warnings",
                .equals(.array(verdict.warnings.map { .text($0) }))),
        ]
    }

    static func isCompatible(_ parts: [CatalogueProduct], _ answer: Bool) -> Condition {
        .tool(
            name: "validateBuildCompatibility", arguments: ["product_ids": .array(parts.map { .text($0.id) })],
            pointer: "/is_compatible", .equals(.bool(answer)))
    }

    static func isInStock(_ product: CatalogueProduct) -> Condition {
        .field(.product, product.id, "/inventory/inStock", .atLeast(.whole(1)))
    }

    /// What `calculate_price` makes of lines for a tier; `none` and no tier are the same.
    static func total(
        _ lines: [(productID: String, quantity: Int)], tier: String?, service: Service, is cents: Int
    ) -> Condition {
        var arguments: JSONObject = [
            "product_ids": .array(lines.map { .text($0.productID) }),
            "quantities": .array(lines.map { .whole($0.quantity) }), "shipping_service": .text(service.rawValue),
        ]
        if let tier, tier != "none" { arguments["loyalty_tier"] = .text(tier) }
        return .tool(name: "calculate_price", arguments: .object(arguments), pointer: "/total", .equals(.cents(cents)))
    }

    /// A build holds these pieces, and its owner has no other builds than those.
    static func build(
        _ id: String, of customer: String, holds parts: [CatalogueProduct], among builds: [String]
    ) -> [Condition] {
        [
            .field(.build, id, "/componentIds", is: .array(parts.map { .text($0.id) })),
            .exactly(builds, .build, where: [("/customerId", .text(customer))]),
        ]
    }
}
