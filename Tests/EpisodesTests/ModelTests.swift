import CanonicalJSON
import Episodes
import EventStore
import Projections
import Testing

/// Random valid and invalid calls over random episodes, forks, messages, submissions and restarts, against ``WorldModel``.
@Suite struct ModelTests {
    /// An episode with the model after each of its records.
    private struct Tracked {
        let id: EpisodeID
        var history: [WorldModel]
        var isOpen = true
    }

    @Test(arguments: UInt64(1)...20)
    func theWorldIsWhatTheCallsMakeOfIt(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        // Every fifth world has room for so little that nearly each call reads its episode from the log again.
        let budget = seed.isMultiple(of: 5) ? 64 << 10 : 2 << 20
        let desk = try Desk(residentBudget: budget)
        let base = try desk.host.snapshots.load(try desk.starter)
        var episodes = try await desk.open(count: 3).map { Tracked(id: $0.id, history: [WorldModel(base: base)]) }
        let calls = RandomCalls(base: base)
        for operation in 0..<2_000 {
            let index = Int.random(in: 0..<episodes.count, using: &generator)
            switch Int.random(in: 0..<1_000, using: &generator) {
            case 0..<3:
                try desk.restart(residentBudget: budget)
            case 3..<40 where episodes.count < 40:
                var at = Int.random(in: 0..<episodes[index].history.count, using: &generator)
                if !episodes[index].isOpen { at = min(at, episodes[index].history.count - 2) }
                let fork = try await desk.host.fork(episodes[index].id, at: at, via: .control)[0]
                episodes.append(Tracked(id: fork.id, history: Array(episodes[index].history.prefix(at + 1))))
            case 40..<50
            where episodes.count { $0.isOpen } > 2 && episodes[index].isOpen && episodes[index].history.count > 3:
                _ = try await desk.host.submit(episodes[index].id, response: "done", via: .control)
                episodes[index].history.append(episodes[index].history[episodes[index].history.count - 1])
                episodes[index].isOpen = false
            case 50..<80 where episodes[index].isOpen:
                _ = try await desk.host.message(episodes[index].id, role: "user", content: "Well?", via: .control)
                episodes[index].history.append(episodes[index].history[episodes[index].history.count - 1])
            default:
                let (request, effect) = calls.next(using: &generator)
                guard episodes[index].isOpen else {
                    await #expect(throws: EpisodeError.self) {
                        try await desk.host.call(episodes[index].id, [request], via: .mcp)
                    }
                    continue
                }
                var model = episodes[index].history[episodes[index].history.count - 1]
                let succeeds = effect(&model)
                let receipt = try await desk.host.call(episodes[index].id, [request], via: .mcp)[0]
                #expect(
                    receipt.isError == !succeeds,
                    "seed \(seed), operation \(operation): \(request) gave \(String(decoding: receipt.result, as: UTF8.self))"
                )
                episodes[index].history.append(model)
            }
            if operation.isMultiple(of: 100) { try compare(episodes[index].id, episodes[index].history, desk, seed) }
        }
        for episode in episodes {
            try compare(episode.id, episode.history, desk, seed)
            #expect(try desk.host.replay(episode.id).ok, "seed \(seed): \(episode.id) replays otherwise")
        }
        #expect(try desk.host.store.verify().problems.isEmpty)
    }

    /// Compares the last state, and one in the middle, with the model's dictionary.
    private func compare(_ id: EpisodeID, _ history: [WorldModel], _ desk: Desk, _ seed: UInt64) throws {
        for seq in Set([history.count - 1, history.count / 2]) {
            let state = try desk.host.state(id, at: seq).state
            let model = history[seq]
            for change in state.changed where change.key.type != .hold {
                #expect(
                    model.entity(change.key.type, change.key.id.string) == change.document.object,
                    "seed \(seed): \(change.key) of \(id) at \(seq)"
                )
            }
            for (key, object) in model.written {
                let found = EntityKey(Text(key)).flatMap { state.document($0) }
                #expect(found?.object == object, "seed \(seed): \(key) of \(id) at \(seq)")
            }
        }
    }
}

/// Draws calls, each with what it should do to the model.
private struct RandomCalls {
    typealias Effect = (inout WorldModel) -> Bool

    let orders: [String]
    let payments: [String]
    let customers: [String]
    let products: [String]

    init(base: Snapshot) {
        orders = base.documents(.order).map(\.id.string) + ["ord-none"]
        payments = base.documents(.payment).map(\.id.string) + ["pay-none"]
        customers = base.documents(.customer).map(\.id.string) + ["nobody"]
        // Few products, so that stock runs out.
        products = [
            "tessera-b550m-core", "kestrel-nv4-2tb", "halcyon-gx-4070s-16gb", "veltrix-r5-5600", "lumenka-32-uhd",
        ]
    }

    func next(using generator: inout SeededGenerator) -> (CallRequest, Effect) {
        func pick(_ list: [String]) -> String { list.randomElement(using: &generator) ?? "" }
        func json(_ text: String) -> JSONValue { .string(Text(text)) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<2:
            let order = pick(orders)
            let status = pick(["pending", "paid", "cancelled", "refunded", "refund_requested", "shipped"])
            let arguments: JSONValue = ["order_id": json(order), "status": json(status)]
            return (
                CallRequest(name: "updateOrderStatus", arguments: arguments), { $0.updateOrderStatus(order, status) }
            )
        case 2..<4:
            let payment = pick(payments)
            let status = pick(["captured", "refunded", "partially_refunded", "lost"])
            let arguments: JSONValue = ["payment_id": json(payment), "status": json(status)]
            return (
                CallRequest(name: "updatePaymentStatus", arguments: arguments),
                { $0.updatePaymentStatus(payment, status) }
            )
        case 4..<6:
            let payment = pick(payments)
            let cents = Int.random(in: 1...400, using: &generator) * 25
            let reason = pick(["other", "defective", "whim"])
            let arguments: JSONValue = [
                "payment_id": json(payment), "amount": .number(WorldModel.dollars(cents)), "currency": "USD",
                "reason": json(reason),
            ]
            return (
                CallRequest(name: "create_refund", arguments: arguments),
                { $0.createRefund(payment, cents: cents, reason: reason) }
            )
        case 6..<9:
            return order(using: &generator)
        default:
            let name: Text = Bool.random(using: &generator) ? "searchOrders" : "searchCustomers"
            return (CallRequest(name: name, arguments: ["limit": 3]), { _ in true })
        }
    }

    private func order(using generator: inout SeededGenerator) -> (CallRequest, Effect) {
        let customer = customers.randomElement(using: &generator) ?? ""
        let status = ["pending", "paid", "cancelled", "refund_requested"].randomElement(using: &generator) ?? ""
        var lines: [(product: String, quantity: Int)] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            lines.append((products.randomElement(using: &generator) ?? "", Int.random(in: 0...3, using: &generator)))
        }
        let arguments: JSONValue = [
            "customer_id": .string(Text(customer)), "status": .string(Text(status)),
            "line_items": .array(
                lines.map { ["productId": .string(Text($0.product)), "qty": .number(JSONNumber(Int32($0.quantity)))] }
            ),
        ]
        let fixed = lines
        return (
            CallRequest(name: "createOrder", arguments: arguments),
            { $0.createOrder(customer, fixed, status: status) }
        )
    }
}
