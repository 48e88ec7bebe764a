internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// Saves a build.
    ///
    /// - Parameters:
    ///   - parts: Product ids, one per piece.
    ///   - edition: What tells the customer's builds apart in their ids.
    /// - Returns: The id.
    mutating func addBuild(
        customer: String, name: String, parts: [String], at: Moment, _ generator: inout SeededGenerator
    ) -> String {
        var id = ""
        repeat {
            id = "configurator-\(slug(customers[customer].last))-\(generator.number(in: 100...99_999))"
        } while builds.contains(id)
        builds.add(
            BuildDraft(
                id: id, ownerType: "customer", customerID: customer, name: name, componentIDs: parts, createdAt: at,
                updatedAt: at))
        return id
    }

    /// Parts of a computer that fit together without error or warning: processor, board, memory, drive, supply, case,
    /// cooler, and a graphics card unless left out; in this order.
    ///
    /// - Parameter fits: What each part must be besides.
    /// - Throws: ``ContentError`` when the catalogue has no such set.
    func fittingParts(
        graphics: Bool = true, _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool = { _ in true }
    ) throws(ContentError) -> [CatalogueProduct] {
        for _ in 0..<200 {
            let cpu = try pickProduct(["cpu"], &generator, where: fits)
            guard
                let board = generator.pickAny(
                    sellable("motherboard").filter { $0.spec("socket") == cpu.spec("socket") && fits($0) }),
                let memory = generator.pickAny(
                    sellable("memory").filter {
                        $0.spec("type") == board.spec("memoryType") && fits($0)
                            && ($0.number("speedMhz") ?? 0) <= (board.number("maxMemoryMhz") ?? 0)
                    }),
                let enclosure = generator.pickAny(
                    sellable("case").filter { enclosure in
                        fits(enclosure)
                            && enclosure.spec("supportedFormFactors")?.elements?.contains(
                                board.spec("formFactor") ?? .null)
                                == true
                    })
            else { continue }
            let storage = try pickProduct(["storage"], &generator, where: fits)
            let supply = try pickProduct(["psu"], &generator, where: fits)
            let cooler = try pickProduct(["cooling"], &generator, where: fits)
            var parts = [cpu, board, memory, storage, supply, enclosure, cooler]
            if graphics { parts.append(try pickProduct(["gpu"], &generator, where: fits)) }
            let verdict = BuildVerdict(parts)
            if verdict.isCompatible, verdict.warnings.isEmpty { return parts }
        }
        throw ContentError("Catalogue", "has no set of parts that fits")
    }

    /// A name as customers give their builds.
    func buildName(_ customer: String, _ generator: inout SeededGenerator) -> String {
        let owner = customers[customer].first
        let purpose = generator.pick([
            "Gaming", "Editing Rig", "Quiet Office PC", "Streaming Box", "Workhorse", "Living Room PC", "Render Node",
            "Budget Build", "Dream Build", "Homelab", "CAD Station", "Music Studio PC", "First Build", "LAN Box",
            "Photo Desk", "Racing Sim", "Dual-Boot Project", "Compact Build", "Upgrade 2025", "White Build",
        ])
        return switch generator.below(3) {
        case 0: "\(owner)'s \(purpose)"
        case 1: "\(purpose) \(generator.number(in: 2...9))"
        default:
            "\(purpose) for \(generator.pick(["the den", "my son", "work", "college", "the studio", "Mom", "the shop", "weekends"]))"
        }
    }
}
