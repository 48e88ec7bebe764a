internal import CanonicalJSON

/// I-STATE-6 to I-STATE-8: refunds, tickets and resolutions in themselves.
extension IntegrityLint {
    /// I-STATE-6: a refund is the sum of its lines and at most the payment; `processedAt` is set exactly when it is
    /// `processed`.
    static func checkRefundAmounts(_ world: WorldState, _ report: inout IntegrityReport) {
        for refund in world.entities(Refund.self) {
            if let amount = refund.amount.flatMap({ Money($0) }) {
                let lines = refund.lines.compactMap { $0["amount"]?.number.flatMap { Money($0) } }
                if let sum = try? lines.reduce(Money.zero, { try $0.adding($1) }), sum != amount {
                    report.add(refund, "is \(text(amount)), its lines come to \(text(sum))")
                }
                if let paid = world.entity(Payment.self, refund.paymentID)?.amount.flatMap({ Money($0) }),
                    amount.micros > paid.micros
                {
                    report.add(refund, "is \(text(amount)), more than the payment of \(text(paid))")
                }
            }
            let isProcessed = refund.status == "processed"
            if isProcessed != (refund.processedAt != nil) {
                report.add(refund, "is \(refund.status) \(isProcessed ? "without" : "with") processedAt")
            }
        }
    }

    private static func text(_ amount: Money) -> String { amount.roundedDollars.canonicalText }

    /// I-STATE-7: a resolved ticket has a resolution, an assignee and a closure reason; a new one has no assignee, an
    /// open one has one.
    static func checkTicketStatuses(_ world: WorldState, _ report: inout IntegrityReport) {
        for ticket in world.entities(SupportTicket.self) {
            switch ticket.status {
            case "resolved":
                if ticket.resolutionID == nil { report.add(ticket, "is resolved without a resolution") }
                if ticket.assignedEmployeeID == nil { report.add(ticket, "is resolved without an assignee") }
                if ticket.closureReason == nil { report.add(ticket, "is resolved without a closure reason") }
            case "new":
                if let employee = ticket.assignedEmployeeID { report.add(ticket, "is new but assigned to \(employee)") }
            case "open":
                if ticket.assignedEmployeeID == nil { report.add(ticket, "is open without an assignee") }
            default: break
            }
        }
    }

    /// I-STATE-8: a resolution with the outcome `refund_issued` links its refund.
    static func checkRefundResolutions(_ world: WorldState, _ report: inout IntegrityReport) {
        for resolution in world.entities(Resolution.self)
        where resolution.outcome == "refund_issued" && resolution.linkedRefundID == nil {
            report.add(resolution, "is refund_issued without a linked refund")
        }
    }
}
