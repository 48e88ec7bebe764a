/// A stretch of an order's life in which somebody may write about it.
struct StorySpan: Sendable {
    /// What stories call the order's state then.
    let needs: String
    let from: Moment
    let to: Moment
    /// Whether the order has come further since: what is written in it has to end in it as well.
    let isOver: Bool
}

extension WorldPlan {
    /// The stretches of an order's life that are worth a story, the present one first.
    func storySpans(of order: OrderDraft) -> [StorySpan] {
        var spans = [presentSpan(of: order)]
        func add(_ needs: String, from: Moment, to: Moment) {
            if from.adding(hours: 5) < to { spans.append(StorySpan(needs: needs, from: from, to: to, isOver: true)) }
        }
        let scans = shipments.owned(by: order.id).last?.scans ?? []
        if let label = scans.first { add("paid", from: order.createdAt.adding(minutes: 30), to: label.at) }
        if let pickup = scans.first(where: { $0.status == "in_transit" }),
            let arrival = scans.last(where: { $0.status == "delivered" })
        {
            add("moving", from: pickup.at.adding(hours: 2), to: arrival.at)
        }
        if order.status == "cancelled", payments.owned(by: order.id).last?.status == "failed" {
            add("declined", from: order.createdAt.adding(minutes: 10), to: order.updatedAt)
        }
        return spans
    }

    /// From when the order came into its present state.
    func presentSpan(of order: OrderDraft) -> StorySpan {
        let scans = shipments.owned(by: order.id).last?.scans ?? []
        let delivered = scans.last { $0.status == "delivered" }?.at
        let needs = order.status == "fulfilled" ? delivered == nil ? "moving" : "delivered" : order.status
        let cancelled = order.status == "cancelled" ? order.updatedAt : nil
        let pickedUp = scans.first { $0.status == "in_transit" }?.at
        let cause = delivered ?? pickedUp ?? cancelled ?? order.createdAt
        let from = max(
            min(clock.adding(hours: -3), cause.adding(hours: 2)), min(clock, order.createdAt.adding(minutes: 10)))
        return StorySpan(
            needs: needs, from: from, to: max(from, min(clock.adding(hours: -2), from.adding(days: 12))), isOver: false)
    }
}
