internal import CanonicalJSON
internal import Projections

/// `createOrder` (contract, section 4.10).
///
/// C-11: the order takes its goods from stock, or is refused when there are too few; orders created `cancelled` or
/// `refunded` take nothing. C-13: an equal order is answered as it stands, before stock is asked for. C-1:
/// `refund_requested` is no status to start with. Not checked: whose build it is, prices.
enum CreateOrder {
    static let customerID = Argument.text(
        "customer_id", "Id of the customer who orders; searchCustomers finds it.", example: "maria-lopez-10482")
    static let lineItems = Argument.objects(
        "line_items", "What is ordered, at least one item; each with productId and qty.",
        members: OrderedItem.members,
        examples: [[["productId": "pyratech-graphforce-4070-16gb", "qty": 1]]])
    static let status = Argument.choice(
        "status", "Status to start with; pending means not yet paid, paid means not yet shipped.",
        from: .orderStatus.without("refund_requested")
    ).defaulting(to: "pending")
    static let address = Argument.object(
        "shipping_address", "Where to send it, stored as given.",
        members: ["label", "line1", "line2", "city", "region", "postalCode", "country"].map {
            .init(name: $0, shape: .text, description: addressPart($0))
        },
        examples: [["line1": "12 Elm St", "city": "Austin", "region": "TX", "postalCode": "78701", "country": "US"]]
    ).optional
    static let carrier = Argument.choice("shipping_carrier", "Who carries it.", from: .shippingCarrier).optional
    static let service = Argument.choice(
        "shipping_service", "How fast it is shipped.", from: .shippingService
    ).optional
    static let buildID = Argument.text(
        "build_id", "Id of the build that is ordered, if the items are one; searchBuilds finds it."
    ).optionalWhenEmpty

    static let tool = Tool(
        name: "createOrder",
        title: "Create an order",
        description: """
            Create an order for a customer. Use it for new purchases, swaps and replacements; look up customer and \
            products first. Takes the pieces from stock: refused when a product has too few and cannot be \
            back-ordered. No payment and no shipment is created. Returns the order; an equal one (customer, items, \
            status) is not made twice but returned as it stands. Prices are not part of it, compute them with \
            calculate_price.
            """,
        effect: .creates,
        arguments: [customerID, lineItems, status, address, carrier, service, buildID],
        answer: .entity(.order),
        events: ["order.created", "stock.taken"],
        policy: ["R-GEN-6", "R-ORDER-2", "R-BUILD-1", "R-PRICE-1", "R-PRICE-3"],
        quirks: ["Q-15", "C-1", "C-11", "C-13"],
        run: run)

    static func run(_ state: WorldState, _ arguments: Arguments) throws(ToolError) -> ToolOutcome {
        let status = try arguments[status]
        let shipping = Shipping(
            carrier: try arguments[carrier], service: try arguments[service], address: try arguments[address])
        let customer = try state.find(.customer, arguments[customerID], orThrow: ToolError.notFound).id
        let items = try arguments[lineItems].map(OrderedItem.init)
        guard !items.isEmpty else {
            throw ToolError("Order must have at least one line item", hint: lineItems.declaration.description)
        }
        let unknown = state.unknownProducts(items.compactMap(\.product))
        guard unknown.isEmpty else { throw .unknownProducts(unknown) }
        var lines: [(product: Text, quantity: Int)] = []
        for (index, item) in items.enumerated() { lines.append(try item.checked(at: index)) }
        let build = try arguments[buildID]
        if let build { _ = try state.find(.build, build, orThrow: ToolError.notFound) }

        let id = orderID(customer: customer, lines: lines, status: status)
        if let existing = state.document(.order, id) { return .answering(existing) }
        let taken = Stock.isLeftAlone(byStatus: status) ? [:] : try Stock.taking(lines, from: state)

        var order: JSONObject = [
            "createdAt": state.now, "customerId": .string(customer), "id": .string(id),
            "lineItems": .array(
                lines.map { ["productId": .string($0.product), "qty": JSONValue(integer: $0.quantity)] }),
            "status": .string(status), "updatedAt": state.now,
        ]
        if let shipping = shipping.json { order["shipping"] = shipping }
        if let build { order["buildId"] = .string(build) }
        var events = [Event.orderCreated(order)]
        if !taken.isEmpty { events.append(.stockTaken(order: id, lines: taken)) }
        return .writing(events, to: state, answering: EntityKey(.order, id))
    }

    private static func orderID(customer: Text, lines: [(product: Text, quantity: Int)], status: Text) -> Text {
        let sorted = lines.enumerated().sorted { left, right in
            left.element.product == right.element.product
                ? left.offset < right.offset : left.element.product < right.element.product
        }
        let items = sorted.map { Text("\($0.element.product):\($0.element.quantity)") }
        return DerivedID.make("ord_", [customer] + items + [status])
    }

    private static func addressPart(_ name: Text) -> String {
        switch name {
        case "label": "shipping, billing or other."
        case "line1": "Street and number."
        case "line2": "Flat, floor and the like."
        case "city": "City."
        case "region": "State or province code, such as TX."
        case "postalCode": "Postal code."
        default: "Country code, such as US."
        }
    }
}

/// How an order is to be sent; an empty address counts as none.
private struct Shipping {
    let carrier: Text?
    let service: Text?
    let address: JSONObject?

    /// Only what was given; nil when that is nothing.
    var json: JSONValue? {
        var object = JSONObject()
        if let address, !address.isEmpty { object["address"] = .object(address) }
        if let carrier { object["carrier"] = .string(carrier) }
        if let service { object["service"] = .string(service) }
        return object.isEmpty ? nil : .object(object)
    }
}
