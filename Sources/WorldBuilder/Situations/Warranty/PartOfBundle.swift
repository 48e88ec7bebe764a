internal import CanonicalJSON
internal import Projections

extension Situation {
    /// P26
    static let partOfBundle = Situation(
        "P26", count: 5,
        meaning:
            "An order of a bundle with a part whose own term is another answer than the twelve months of an order.",
        falseWhen: "the order changed, or the part's own term ends",
        kinds: ["IR25", "RE05"]
    ) { plan, index, generator in
        let wanted = index.isMultiple(of: 2) ? "percent" : "fixed"
        // Over a year: the order says no, the part's own term yes.
        let placed = plan.moment(daysAgo: generator.number(in: 385...540), &generator)
        let bundles = plan.sellable("bundle").filter { bundle in
            bundle.line.discount?.type == wanted && !plan.longLivedParts(of: bundle).isEmpty
        }
        guard let bundle = generator.pickAny(bundles),
            let part = generator.pickAny(plan.longLivedParts(of: bundle))
        else { throw ContentError("Catalogue/bundle.yaml", "has no \(wanted) bundle with a part of a long warranty") }
        let customer = plan.addCustomer(CustomerRequest(before: placed), &generator)
        let receipt = plan.addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(bundle.id, 1)], fate: .shipped), &generator)
        let verdict = WarrantyVerdict(part, bought: placed, clock: plan.clock)
        let pieces = plan.pieces(of: bundle)
        let single = pieces.reduce(0) { $0 + $1.product.priceCents * $1.quantity }
        return PlantedInstance(
            variant: wanted,
            entities: [
                ("customer", .customer, customer), ("order", .order, receipt.orderID),
                ("bundle", .product, bundle.id), ("faulty part", .product, part.id),
            ] + pieces.map { ("component", .product, $0.product.id) },
            facts: [
                "warranty_end": .text(verdict.end), "is_covered": .bool(verdict.isCovered),
                "sum_of_single_prices": .cents(single), "bundle_price": .cents(bundle.priceCents),
                "saving": .cents(single - bundle.priceCents), "stock": .whole(bundle.stock),
                "components": .array(
                    pieces.map { ["product": .text($0.product.id), "pieces": .whole($0.quantity)] }),
            ],
            conditions: Condition.warranty(product: part.id, bought: placed, is: verdict) + [
                .tool(
                    name: "checkWarrantyStatus",
                    arguments: ["order_id": .text(receipt.orderID), "product_id": .text(part.id)],
                    pointer: "/is_under_warranty", .equals(.bool(!verdict.isCovered))),
                .field(.product, bundle.id, "/price", is: .cents(bundle.priceCents)),
                .field(.product, bundle.id, "/specs", is: bundle.specs),
                .field(.order, receipt.orderID, "/lineItems", .counts(1)),
                .field(.order, receipt.orderID, "/lineItems/0/productId", is: .text(bundle.id)),
                .field(.order, receipt.orderID, "/status", is: "fulfilled"),
                .exactly([receipt.orderID], .order, where: [("/customerId", .text(customer))]),
                .count(0, .supportTicket, where: [("/customerId", .text(customer))]),
                .count(0, .warrantyClaim, where: [("/orderId", .text(receipt.orderID))]),
            ]
                + pieces.map {
                    .field(.product, $0.product.id, "/price", is: .cents($0.product.priceCents))
                })
    }
}

extension WorldPlan {
    /// What a bundle is made of.
    fileprivate func pieces(of bundle: CatalogueProduct) -> [(product: CatalogueProduct, quantity: Int)] {
        (bundle.specs["components"]?.elements ?? []).compactMap { component in
            guard let id = component["componentId"]?.text?.string else { return nil }
            return (catalogue[id], component["qty"]?.number?.integer ?? 1)
        }
    }

    fileprivate func longLivedParts(of bundle: CatalogueProduct) -> [CatalogueProduct] {
        pieces(of: bundle).map(\.product).filter { $0.warrantyMonths >= 24 }
    }
}
