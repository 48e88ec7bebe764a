import CanonicalJSON
import Episodes
import EventStore
import Testing

@Suite("Several calls of one turn")
struct OrderedCallTests {
    private static func status(_ status: Text) -> CallRequest {
        CallRequest(name: "updateOrderStatus", arguments: ["order_id": "ord-250914-002", "status": .string(status)])
    }

    private let turn = [
        status("paid"), CallRequest(name: "getOrderDetails", arguments: ["order_id": "nope"]), status("fulfilled"),
        CallRequest(name: "searchOrders", arguments: nil), status("cancelled"),
    ]

    @Test func aListIsTheSameAsItsCallsOneByOneAndOneCommit() async throws {
        let desk = try Desk()
        let together = try await desk.openOne()
        let apart = try await desk.openOne()
        let before = try desk.host.store.verify().commits
        let receipts = try await desk.host.call(together, turn, expectedSeq: 1, via: .control)
        #expect(try desk.host.store.verify().commits == before + 1)
        for (receipt, call) in zip(receipts, turn) {
            let single = try await desk.host.call(apart, [call], via: .control)[0]
            #expect(single.head == receipt.head && single.result == receipt.result && single.seq == receipt.seq)
        }
        // An error of a tool does not stop the rest.
        #expect(receipts.map(\.isError) == [false, true, false, false, receipts[4].isError])
    }

    @Test("nothing runs when one of them has no shape", arguments: 0..<5)
    func shapesAreCheckedFirst(place: Int) async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        for bad in [CallRequest(name: "nope", arguments: nil), CallRequest(name: "searchOrders", arguments: [])] {
            var calls = turn
            calls[place] = bad
            await #expect(throws: EpisodeError.self) { try await desk.host.call(id, calls, via: .control) }
        }
        #expect(try desk.host.summary(id).seq == 0)
    }

    @Test func listsThatArriveAtTheSameTimeDoNotMix() async throws {
        let desk = try Desk()
        let host = desk.host
        let id = try await desk.openOne()
        let turn = turn
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<64 {
                group.addTask { try await host.call(id, turn, via: .control).map(\.seq) }
            }
            for try await numbers in group {
                #expect(numbers == Array(numbers[0]..<(numbers[0] + 5)))
                #expect((numbers[0] - 1).isMultiple(of: 5))
            }
        }
        #expect(try host.summary(id).seq == 320)
        #expect(try host.store.verify().problems == [])
    }
}
