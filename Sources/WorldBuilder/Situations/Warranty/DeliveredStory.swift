internal import CanonicalJSON
internal import Projections

/// A delivered order of one product, and the open ticket that tells of its fault.
struct DeliveredStory: Sendable {
    let customerID: String
    let receipt: OrderReceipt
    let product: CatalogueProduct
    let ticketID: String
    let warranty: WarrantyVerdict

    var entities: [(role: String, type: EntityType, id: String)] {
        [
            ("customer", .customer, customerID), ("order", .order, receipt.orderID),
            ("product", .product, product.id), ("ticket", .supportTicket, ticketID),
        ]
    }

    var facts: JSONObject {
        ["warranty_end": .text(warranty.end), "is_covered_in_time": .bool(warranty.isCovered)]
    }
}

extension WorldPlan {
    /// Makes one with the next text of a situation.
    ///
    /// - Parameter daysAgo: Of the purchase.
    mutating func addDeliveredStory(
        _ situation: String, variant: String? = nil, textVariant: String? = nil, product: CatalogueProduct,
        daysAgo: Int,
        type: String, _ generator: inout SeededGenerator
    ) throws(ContentError) -> DeliveredStory {
        let placed = moment(daysAgo: daysAgo, &generator)
        // Whether an older order holds another of the same would be asked at once, so the past is closed.
        let customer = addCustomer(CustomerRequest(before: placed), &generator)
        let receipt = addOrder(
            OrderRequest(customerID: customer, placed: placed, lines: [(product.id, 1)], fate: .shipped), &generator)
        let ticket = try addPlantedTicket(
            situation, variant: textVariant ?? variant, order: receipt.orderID, type: type,
            at: unfinishedTicketMoment("normal", notBefore: deliveryMoment(of: receipt), &generator), &generator)
        return DeliveredStory(
            customerID: customer, receipt: receipt, product: product, ticketID: ticket.id,
            warranty: WarrantyVerdict(product, bought: placed, clock: clock))
    }

    /// What holds of it: that it is the customer's only one, and what the warranty check says.
    func conditions(of story: DeliveredStory) -> [Condition] {
        isOnlyStory(story.ticketID, of: story.receipt)
            + Condition.warranty(order: story.receipt.orderID, product: story.product.id, is: story.warranty) + [
                .exactly([story.receipt.orderID], .order, where: [("/customerId", .text(story.customerID))]),
                .field(.order, story.receipt.orderID, "/lineItems/0/productId", is: .text(story.product.id)),
                .field(.order, story.receipt.orderID, "/lineItems", .counts(1)),
            ]
    }
}
