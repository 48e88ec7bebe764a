internal import CanonicalJSON

/// I-REF-1 to I-REF-4: what is named exists and belongs to whom it should.
extension IntegrityLint {
    /// I-REF-1: every foreign key that is present and not null names an existing entity.
    static func checkReferences(_ world: WorldState, _ report: inout IntegrityReport) {
        for schema in EntitySchema.all {
            for document in world.documents(schema.type) {
                schema.forEachValue(in: document.object) { found in
                    guard case .reference(let target) = found.kind, let id = found.value.text,
                        world.document(target, id) == nil
                    else { return }
                    report.add(document, "\(found.path) names \(target.rawValue) \"\(id)\", which does not exist")
                }
            }
        }
    }

    /// I-REF-2: a ticket's order is the ticket's customer's; a payment's customer is its order's.
    static func checkCustomers(_ world: WorldState, _ report: inout IntegrityReport) {
        for ticket in world.entities(SupportTicket.self) {
            guard let order = ticket.orderID.flatMap({ world.entity(Order.self, $0) }),
                order.customerID != ticket.customerID
            else { continue }
            report.add(ticket, "is of \(ticket.customerID), its order \(order.id) of \(order.customerID)")
        }
        for payment in world.entities(Payment.self) {
            guard let customer = payment.customerID, let order = world.entity(Order.self, payment.orderID),
                order.customerID != customer
            else { continue }
            report.add(payment, "is of \(customer), its order \(order.id) of \(order.customerID)")
        }
    }

    /// I-REF-3: a refund's ticket is about the order of the refund's payment.
    static func checkRefundTickets(_ world: WorldState, _ report: inout IntegrityReport) {
        for refund in world.entities(Refund.self) {
            guard let ticket = refund.ticketID.flatMap({ world.entity(SupportTicket.self, $0) }),
                let payment = world.entity(Payment.self, refund.paymentID), ticket.orderID != payment.orderID
            else { continue }
            let about = ticket.orderID.map { "order \($0)" } ?? "no order"
            report.add(refund, "its ticket \(ticket.id) is about \(about), its payment about order \(payment.orderID)")
        }
    }

    /// I-REF-4: an ordered build is the customer's own or internal, and the lines contain at least its parts.
    static func checkOrderedBuilds(_ world: WorldState, _ report: inout IntegrityReport) {
        for order in world.entities(Order.self) {
            guard let build = order.buildID.flatMap({ world.entity(Build.self, $0) }) else { continue }
            if build.ownerType != "internal", build.customerID != order.customerID {
                let owner = build.customerID.map { "of \($0)" } ?? "of nobody"
                report.add(order, "its build \(build.id) is \(owner), the order of \(order.customerID)")
            }
            var ordered: [Text: Int] = [:]
            // No build has a million pieces of one part; the limit keeps absurd quantities from overflowing the sum.
            for line in order.lineItems { ordered[line.productID, default: 0] += min(line.quantity, 1_000_000) }
            var needed: [Text: Int] = [:]
            for part in build.parts { needed[part, default: 0] += 1 }
            let missing = needed.keys.sorted().filter { needed[$0, default: 0] > ordered[$0, default: 0] }
            guard !missing.isEmpty else { continue }
            report.add(order, "does not contain all of its build \(build.id): \(Vocabulary(missing).list)")
        }
    }
}
