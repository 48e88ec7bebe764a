internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P39
    static let everyCompatibilityFinding = Situation(
        "P39",
        meaning: """
            Builds of customers: one for each error of the compatibility check, with one warning besides; five with \
            warnings alone; two whose board has room for a few more memory kits and drives.
            """,
        falseWhen: "the build changed, or the part that would cure it is sold out",
        kinds: ["CO07", "RE14", "RE15"]
    ) { plan, generator in
        var instances: [PlantedInstance] = []
        for (index, error) in BuildError.allCases.enumerated() {
            instances.append(try faulty(error, index, &plan, &generator))
        }
        let warnings: [[BuildWarning]] = [
            [.downclocked], [.mismatched], [.downclocked, .mismatched], [.downclocked], [.downclocked, .noSupply],
        ]
        for wanted in warnings {
            let list = try SpoiledList.draw(error: nil, warnings: wanted, plan, &generator)
            let owned = plan.addOwnedBuild(list.parts, &generator)
            let speeds = list.parts.filter { $0.category == "memory" }
            instances.append(
                PlantedInstance(
                    variant: "warnings only",
                    entities: owned.entities + speeds.map { ("memory", .product, $0.id) },
                    facts: ["warnings": .texts(list.verdict.warnings)],
                    conditions: owned.conditions + Condition.verdict(of: list.parts, is: list.verdict)))
        }
        for _ in 0..<2 { instances.append(try nearLimits(&plan, &generator)) }
        return instances
    }

    private static func faulty(
        _ error: BuildError, _ index: Int, _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        // Without a supply there is nothing to be too weak; what is too weak is told apart from memory alone.
        let isAboutPower = error == .powerForCard || error == .powerForProcessor
        let isAboutMemory = error == .memoryType || error == .modules
        let warning: BuildWarning =
            isAboutPower ? .downclocked : isAboutMemory ? .noSupply : [.downclocked, .mismatched, .noSupply][index % 3]
        for _ in 0..<3000 {
            let list = try SpoiledList.draw(error: error, warnings: [warning], plan, &generator)
            let isDouble = error == .twoProcessors || error == .twoBoards
            let swaps = plan.swaps(of: list.parts, error.culprits)
            let cures = swaps.filter(\.verdict.isCompatible).sorted { $0.added.priceCents < $1.added.priceCents }
            // Of two processors or boards one is taken out; all else needs a part that can take its place.
            guard isDouble || !cures.isEmpty else { continue }
            let owned = plan.addOwnedBuild(list.parts, &generator)
            let culprits = list.parts.filter { error.culprits.contains($0.category) }
            return PlantedInstance(
                variant: "one error and one warning",
                entities: owned.entities + culprits.map { ("part concerned", .product, $0.id) },
                facts: [
                    "is_cured_by_leaving_one_out": .bool(isDouble),
                    "error": .text(list.verdict.errors[0]), "warning": .text(list.verdict.warnings[0]),
                    "cures": .array(
                        cures.map { cure in
                            [
                                "removed": .text(cure.removed.id), "added": .text(cure.added.id),
                                "price": .cents(cure.added.priceCents),
                            ]
                        }),
                ],
                conditions: owned.conditions + Condition.verdict(of: list.parts, is: list.verdict)
                    + cures.flatMap { [.isCompatible($0.parts, true), .isInStock($0.added)] })
        }
        throw ContentError("Catalogue", "has no build like that")
    }

    private static func nearLimits(
        _ plan: inout WorldPlan, _ generator: inout SeededGenerator
    ) throws(ContentError) -> PlantedInstance {
        for _ in 0..<3000 {
            let parts = try plan.fittingParts(around: [], &generator) { part in
                part.category != "storage" || part.spec("interface")?.text == "SATA"
            }
            guard let board = parts.first(where: { $0.category == "motherboard" }),
                let kit = parts.first(where: { $0.category == "memory" }),
                let drive = parts.first(where: { $0.category == "storage" }),
                let modules = kit.number("modules"), let slots = board.number("maxMemorySlots"),
                let ports = board.number("sataPorts")
            else { continue }
            let used = ports - generator.number(in: 1...2)
            let kits = (slots - modules) / modules
            guard kits >= 1, used >= 1, !plan.reservedProducts.contains(drive.id) else { continue }
            let list = parts + Array(repeating: drive, count: used - 1)
            let verdict = BuildVerdict(list)
            guard verdict.isCompatible, verdict.warnings.isEmpty else { continue }
            func with(_ kitsMore: Int, _ drivesMore: Int) -> [CatalogueProduct] {
                list + Array(repeating: kit, count: kitsMore) + Array(repeating: drive, count: drivesMore)
            }
            let owned = plan.addOwnedBuild(list, &generator)
            return PlantedInstance(
                variant: "near its limits",
                entities: owned.entities + [
                    ("board", .product, board.id), ("kit", .product, kit.id), ("drive", .product, drive.id),
                ],
                facts: [
                    "more_kits": .whole(kits), "more_drives": .whole(ports - used), "memory_slots": .whole(slots),
                    "sata_ports": .whole(ports), "modules_per_kit": .whole(modules),
                ],
                conditions: owned.conditions + Condition.verdict(of: list, is: verdict) + [
                    .isCompatible(with(kits, ports - used), true), .isCompatible(with(kits + 1, 0), false),
                    .isCompatible(with(0, ports - used + 1), false), .isInStock(kit), .isInStock(drive),
                ])
        }
        throw ContentError("Catalogue", "has no build like that")
    }
}
