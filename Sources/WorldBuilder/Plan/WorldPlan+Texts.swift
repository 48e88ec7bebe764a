internal import CanonicalJSON
internal import Projections

extension WorldPlan {
    /// The slots of texts about an order: its customer, products, amounts, parcel.
    ///
    /// - Parameter product: The id of the product that the text is about; the order's first one when nil.
    func slots(order orderID: String, product: String? = nil) -> [String: String] {
        let order = orders[orderID]
        var slots = slots(customer: order.customerID)
        let about = product ?? order.lines[0].productID
        slots["order"] = orderID
        slots["ordered"] = BusinessCalendar.spoken(order.createdAt.date)
        slots["paid"] = dollars(
            cents: totalCents(
                order.lines.map { ($0.productID, $0.quantity) }, tier: customers[order.customerID].tier,
                service: order.service))
        slots["service"] = order.service.rawValue
        slots["carrier"] = order.carrier
        if let eta = order.eta { slots["eta"] = BusinessCalendar.spoken(eta.date) }
        slots.merge(self.slots(product: about, "")) { _, new in new }
        if let line = order.lines.first(where: { $0.productID == about }) {
            slots["price"] = dollars(cents: line.priceCents)
            slots["qty"] = "\(line.quantity)"
        }
        for (index, line) in order.lines.filter({ $0.productID != about }).prefix(2).enumerated() {
            slots["product\(index + 2)"] = catalogue[line.productID].name
        }
        if let shipment = shipments.owned(by: orderID).last {
            slots["tracking"] = shipment.trackingNumber
            if let eta = shipment.eta { slots["eta"] = BusinessCalendar.spoken(eta.date) }
            if let scan = shipment.scans.last {
                slots["lastplace"] = scan.place
                slots["lastscan"] = BusinessCalendar.spoken(scan.at.date)
                if scan.status == "delivered" { slots["delivered"] = BusinessCalendar.spoken(scan.at.date) }
            }
        }
        return slots
    }

    /// The slots of a customer.
    func slots(customer id: String) -> [String: String] {
        let customer = customers[id]
        return [
            "first": customer.first, "last": customer.last, "name": customer.name, "email": customer.email,
            "city": customer.addresses[0].city, "tier": customer.tier ?? "none",
        ]
    }

    /// `product` and `kind`, with a number behind for further products.
    func slots(product id: String, _ number: String) -> [String: String] {
        ["product\(number)": catalogue[id].name, "kind\(number)": catalogue[id].kind]
    }

    /// Fills the slots of an authored text.
    func fill(_ text: String, _ place: String, _ slots: [String: String]) throws(ContentError) -> String {
        var filled = try company.filled(text, place, slots)
        while filled.last?.isNewline == true { filled.removeLast() }
        return filled
    }

    /// Makes a ticket with the next text of a situation, about an order.
    ///
    /// - Parameters:
    ///   - reason: The refund's reason that the story must call for.
    ///   - adjust: Changes the request before the ticket is made: status, assignee, priority.
    /// - Returns: The ticket's id and the text that it tells.
    mutating func addPlantedTicket(
        _ situation: String, variant: String? = nil, order orderID: String, product: String? = nil, type: String,
        at: Moment, extra: [String: String] = [:], reason: String? = nil, _ generator: inout SeededGenerator,
        adjust: (inout TicketRequest) -> Void = { _ in }
    ) throws(ContentError) -> (id: String, text: PlantedText) {
        let about = product ?? orders[orderID].lines[0].productID
        let text = try texts.text(
            situation, variant: variant, category: catalogue[about].category, reason: reason)
        let slots = slots(order: orderID, product: about).merging(extra) { _, new in new }
        var request = TicketRequest(
            customerID: orders[orderID].customerID, orderID: orderID, type: type, at: at,
            subject: try fill(text.subject, situation, slots), body: try fill(text.body, situation, slots))
        request.voice = text.voice
        request.channel = text.channel
        adjust(&request)
        return (addTicket(request, &generator), text)
    }

    /// The next of the desk's own short texts for an outcome.
    mutating func resolutionText(
        _ outcome: String, _ slots: [String: String], _ generator: inout SeededGenerator
    ) throws(ContentError) -> String {
        let pool = company.content.office.resolutions[outcome] ?? []
        guard let text = generator.pickAny(pool) else {
            throw ContentError("Texts/resolutions.yaml", "has no texts for \(outcome)")
        }
        return try fill(text, "Texts/resolutions.yaml", slots)
    }
}
