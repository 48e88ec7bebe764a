internal import CanonicalJSON
internal import Projections

/// W-AGE: accounts are for adults, and letters fit the age of whoever wrote them. W-TIER: most tiers fit what was paid.
enum CustomerFacts {
    static func findings(_ snapshot: Snapshot, _ registry: JSONValue?) -> [WorldFinding] {
        var births: [Text: CivilDate] = [:]
        var findings: [WorldFinding] = []
        for customer in snapshot.documents(.customer) {
            guard let birth = customer.object["dateOfBirth"]?.text.flatMap({ CivilDate($0) }) else { continue }
            births[customer.id] = birth
            guard let made = customer.object["createdAt"]?.text.flatMap({ Moment($0) }) else { continue }
            if AgeCues.age(bornOn: birth, on: made.date) < 18 {
                findings.append(
                    WorldFinding(
                        rule: "W-AGE", entity: customer.key.text.string, message: "was no adult when it signed up"))
            }
        }
        for ticket in snapshot.documents(.supportTicket) {
            guard let birth = ticket.object["customerId"]?.text.flatMap({ births[$0] }),
                let at = ticket.object["createdAt"]?.text.flatMap({ Moment($0) }),
                let ages = AgeCues.ages(in: ticket.object["body"]?.text?.string ?? "")
            else { continue }
            let age = AgeCues.age(bornOn: birth, on: at.date)
            guard !ages.contains(age) else { continue }
            findings.append(
                WorldFinding(
                    rule: "W-AGE", entity: ticket.key.text.string,
                    message:
                        "is written by somebody of \(ages.lowerBound) to \(ages.upperBound), and the customer is \(age)"
                ))
        }
        return findings + tierFindings(snapshot, registry)
    }

    /// Situations fix some tiers, so not all need fit: three of four must, and some four of five do.
    private static func tierFindings(_ snapshot: Snapshot, _ registry: JSONValue?) -> [WorldFinding] {
        let thresholds = ["silver", "gold", "platinum"].compactMap { tier in
            registry?["figures"]?[Text("H15.\(tier)")]?.text.flatMap { DollarText.parse($0.string) }
        }
        guard thresholds.count == 3, let clock = Moment(snapshot.clock.text) else { return [] }
        let spend = yearSpend(snapshot, since: clock.adding(days: -365))
        var fitting = 0
        let customers = snapshot.documents(.customer)
        for customer in customers {
            let paid = spend[customer.id] ?? 0
            let reached = thresholds.count { $0 <= paid }
            let tier = customer.object["loyaltyTier"]?.text?.string ?? "none"
            if ["none", "silver", "gold", "platinum"][reached] == tier { fitting += 1 }
        }
        guard fitting * 4 < customers.count * 3 else { return [] }
        return [
            WorldFinding(
                rule: "W-TIER", entity: "world",
                message: "only \(fitting) of \(customers.count) customers have the tier of their year's spend (H15)")
        ]
    }

    /// Captured payments since then less what was paid back, in cents.
    private static func yearSpend(_ snapshot: Snapshot, since: Moment) -> [Text: Int] {
        var spend: [Text: Int] = [:]
        var payers: [Text: Text] = [:]
        for payment in snapshot.documents(.payment) {
            guard let payer = payment.object["customerId"]?.text, let cents = cents(payment.object["amount"]),
                let at = payment.object["createdAt"]?.text.flatMap({ Moment($0) }), at >= since,
                ["captured", "partially_refunded", "refunded"].contains(payment.object["status"]?.text?.string)
            else { continue }
            payers[payment.id] = payer
            spend[payer, default: 0] += cents
        }
        for refund in snapshot.documents(.refund) {
            guard let payer = refund.object["paymentId"]?.text.flatMap({ payers[$0] }),
                ["approved", "processed"].contains(refund.object["status"]?.text?.string),
                let cents = cents(refund.object["amount"])
            else { continue }
            spend[payer, default: 0] -= cents
        }
        return spend
    }

    private static func cents(_ value: JSONValue?) -> Int? { value?.number.flatMap { Money($0)?.roundedCents } }
}
