internal import CanonicalJSON

/// I-TIME-1 to I-TIME-4: nothing happens before its cause or after the clock.
extension IntegrityLint {
    private static func instant(_ document: Document, _ member: Text) -> Timestamp? {
        document.text(member).flatMap { Timestamp($0) }
    }

    /// I-TIME-1: nothing but an `eta` is later than the clock.
    static func checkClock(_ world: WorldState, _ report: inout IntegrityReport) {
        for schema in EntitySchema.all {
            for document in world.documents(schema.type) {
                schema.forEachValue(in: document.object) { found in
                    guard case .timestamp = found.kind, found.name != "eta",
                        let time = found.value.text.flatMap({ Timestamp($0) }), time.instant > world.clock.instant
                    else { return }
                    report.add(document, "\(found.path) \(time.text) is later than the clock, \(world.clock.text)")
                }
            }
        }
    }

    /// I-TIME-2: created before updated, processed and resolved.
    static func checkOwnTimes(_ world: WorldState, _ report: inout IntegrityReport) {
        for type in EntityType.importable {
            for document in world.documents(type) {
                guard let created = instant(document, "createdAt") else { continue }
                for member: Text in ["updatedAt", "processedAt", "resolvedAt"] {
                    guard let later = instant(document, member), later.instant < created.instant else { continue }
                    report.add(document, "\(member) \(later.text) is before createdAt \(created.text)")
                }
            }
        }
    }

    /// Which foreign key names something that must have been created first (I-TIME-3).
    private static let causes: [(type: EntityType, member: Text, cause: EntityType)] = [
        (.order, "customerId", .customer), (.order, "buildId", .build), (.payment, "orderId", .order),
        (.shipment, "orderId", .order), (.supportTicket, "orderId", .order),
        (.escalation, "ticketId", .supportTicket), (.resolution, "ticketId", .supportTicket),
        (.refund, "ticketId", .supportTicket), (.refund, "paymentId", .payment),
    ]

    /// I-TIME-3: customer, order, payment, refund and so on follow each other.
    static func checkTimesOfOthers(_ world: WorldState, _ report: inout IntegrityReport) {
        for link in causes {
            for document in world.documents(link.type) {
                guard let cause = document.text(link.member).flatMap({ world.document(link.cause, $0) }),
                    let created = instant(document, "createdAt"), let before = instant(cause, "createdAt"),
                    created.instant < before.instant
                else { continue }
                report.add(document, "created \(created.text), before \(cause.key) was, \(before.text)")
            }
        }
    }

    /// I-TIME-4: a shipment's events ascend, begin with the label, and end in the shipment's status.
    static func checkShipmentEvents(_ world: WorldState, _ report: inout IntegrityReport) {
        for shipment in world.entities(Shipment.self) {
            let events = shipment.events
            guard let first = events.first, let last = events.last else { continue }
            let times = events.map { $0["at"]?.text.flatMap { Timestamp($0) } }
            for case let (earlier?, later?) in zip(times, times.dropFirst()) where later.instant < earlier.instant {
                report.add(shipment, "its event at \(later.text) stands behind the one at \(earlier.text)")
            }
            if first["status"] != "label_created" {
                report.add(shipment, "its first event is \(first["status"]?.text ?? "none"), not label_created")
            }
            if let start = times[0], let created = Timestamp(shipment.createdAt), start.instant < created.instant {
                report.add(shipment, "its first event, \(start.text), is before the shipment, \(created.text)")
            }
            if last["status"]?.text != shipment.status {
                report.add(shipment, "is \(shipment.status), its last event \(last["status"]?.text ?? "none")")
            }
        }
    }
}
