import CanonicalJSON
import Episodes
import EventStore
import Testing

@Suite struct DeterminismTests {
    static let script: [(Text, JSONValue)] = [
        ("searchCustomers", ["email": "renee.lindqvist@mail.example"]),
        ("getOrderDetails", ["order_id": "ord-250914-002"]),
        ("updateOrderStatus", ["order_id": "ord-250914-002", "status": "cancelled"]),
        (
            "createOrder",
            ["customer_id": "renee-lindqvist-48213", "line_items": [["productId": "kestrel-nv4-2tb", "qty": 2]]]
        ),
        ("updateOrderStatus", ["order_id": "ord-none", "status": "paid"]),
        ("create_refund", ["payment_id": "pay-250914-002", "amount": 90, "currency": "USD", "reason": "other"]),
    ]

    @Test(arguments: [UInt64(1), 2, 3])
    func equalCallsGiveEqualHeadsInAnyInterleaving(seed: UInt64) async throws {
        let desk = try Desk()
        let group = try await desk.open(count: 16).map(\.id)
        let others = try await desk.open(count: 8, seed: 5).map(\.id)
        // Each task makes the calls of one episode; the scheduler interleaves them with each other and with the others'.
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (index, id) in (group + others).enumerated() {
                tasks.addTask { [host = desk.host] in
                    var generator = SeededGenerator(seed: seed &+ UInt64(index))
                    for (name, arguments) in DeterminismTests.script {
                        if Bool.random(using: &generator) { await Task.yield() }
                        _ = try await host.call(id, [CallRequest(name: name, arguments: arguments)], via: .mcp)
                    }
                }
            }
            try await tasks.waitForAll()
        }
        let summaries = try group.map { try desk.host.summary($0) }
        #expect(Set(summaries.map(\.head)).count == 1)
        #expect(Set(summaries.map(\.root)).count == 1)
        let seeded = try others.map { try desk.host.summary($0) }
        #expect(Set(seeded.map(\.root)) == Set(summaries.map(\.root)), "another seed leaves the root as it is")
        #expect(Set(seeded.map(\.head)).isDisjoint(with: summaries.map(\.head)))
        try desk.restart()
        for id in group { #expect(try desk.host.audit(id).ok) }
    }

    @Test func callsOfOneEpisodeAreSerial() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let receipts = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for _ in 0..<64 {
                tasks.addTask { [host = desk.host] in
                    try await host.call(id, [CallRequest(name: "searchOrders", arguments: nil)], via: .mcp)[0].seq
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(receipts.sorted() == Array(1...64))
        #expect(try desk.host.audit(id).ok)
    }

    @Test(arguments: [EventStore.Mode.durable, .scratch])
    func episodesLeaveMemoryAndComeBackFromTheLog(mode: EventStore.Mode) async throws {
        let desk = try Desk(mode: mode, residentBudget: 4_096)
        let ids = try await desk.open(count: 40).map(\.id)
        for (name, arguments) in DeterminismTests.script {
            for id in ids { try await desk.call(id, name, arguments) }
        }
        #expect(desk.host.residentCount < ids.count)
        #expect(Set(try ids.map { try desk.host.summary($0).head }).count == 1)
    }

    @Test func aRestartLosesNothingAndChangesNothing() async throws {
        let desk = try Desk(mode: .durable)
        let whole = try await desk.openOne()
        let broken = try await desk.openOne()
        for (name, arguments) in DeterminismTests.script { try await desk.call(whole, name, arguments) }
        for (index, (name, arguments)) in DeterminismTests.script.enumerated() {
            if index.isMultiple(of: 2) { try desk.restart() }
            try await desk.call(broken, name, arguments)
        }
        #expect(try desk.host.summary(whole).head == desk.host.summary(broken).head)
    }
}
