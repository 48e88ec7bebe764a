internal import CanonicalJSON

/// I-STATE-9 and I-STATE-10: what products are made of.
extension IntegrityLint {
    /// I-STATE-9: a bundle costs the sum of its components less its discount, rounded to cents.
    static func checkBundlePrices(_ world: WorldState, _ report: inout IntegrityReport) {
        for product in world.entities(Product.self) where product.category == "bundle" {
            guard let expected = bundlePrice(product, world), let price = product.price, price != expected else {
                continue
            }
            report.add(
                product, "costs \(price.canonicalText), its components less the discount \(expected.canonicalText)")
        }
    }

    /// nil when a component is missing, or when the figures are too large to compute with.
    private static func bundlePrice(_ product: Product, _ world: WorldState) -> JSONNumber? {
        guard let components = product.specs["components"]?.elements, !components.isEmpty else { return nil }
        var sum = Money.zero
        for component in components {
            guard let id = component["componentId"]?.text, let price = world.entity(Product.self, id)?.unitPrice,
                let cost = try? price.times(component["qty"]?.number?.integer ?? 1), let next = try? sum.adding(cost)
            else { return nil }
            sum = next
        }
        guard let discount = product.specs["discount"], let value = discount["value"]?.number else {
            return sum.roundedDollars
        }
        switch discount["type"]?.text {
        case "fixed":
            return Money(value).flatMap { try? sum.subtracting($0) }?.roundedDollars
        case "percent":
            // In ten-thousandths of a percent, so that the one rounding is that to cents.
            guard let percent = value.scaled(places: 4), 0...1_000_000 ~= percent else { return nil }
            let (scaled, overflowed) = sum.micros.multipliedReportingOverflow(by: 1_000_000 - percent)
            guard !overflowed else { return nil }
            return Money(micros: Money.divideHalfToEven(scaled, by: 10_000_000_000) * 10_000).roundedDollars
        default: return nil
        }
    }

    /// I-STATE-10: the base build of a prebuilt or workstation is compatible.
    static func checkBaseBuilds(
        _ world: WorldState, _ report: inout IntegrityReport, _ validateBuild: BuildValidator
    ) {
        for product in world.entities(Product.self) where ["prebuilt", "workstation"].contains(product.category) {
            guard let build = product.ownSpecs?["baseBuildId"]?.text.flatMap({ world.entity(Build.self, $0) }) else {
                continue
            }
            for error in validateBuild(build.parts, world.base) {
                report.add(build, "the base of \(product.id): \(error)")
            }
        }
    }
}
