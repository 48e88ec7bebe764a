import CanonicalJSON
import Episodes
import EventStore
import Testing

@Suite("Exactly once: answers that were lost")
struct LostAnswerTests {
    private static let refund: JSONValue = ["order_id": "ord-250914-002", "status": "cancelled"]

    private func call(
        _ desk: Desk, _ id: EpisodeID, _ name: Text = "updateOrderStatus", _ arguments: JSONValue = refund,
        expectedSeq: Int? = nil
    ) async throws -> CallReceipt {
        try await desk.host.call(
            id, [CallRequest(name: name, arguments: arguments)], expectedSeq: expectedSeq, via: .mcp)[0]
    }

    @Test func theSameCallGetsTheRecordedAnswerAndANote() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let first = try await call(desk, id)
        for _ in 0..<6 {
            desk.host.answerWasLost(id, seq: first.seq)
            let again = try await call(desk, id)
            #expect(again.seq == first.seq && again.head == first.head && again.result == first.result)
        }
        #expect(try desk.host.summary(id).seq == 1)
        #expect(try desk.host.store.notes(of: id.branch).filter { $0.note == .resend(seq: 1) }.count == 6)
        // That one was answered: what comes now is a call of its own.
        #expect(try await call(desk, id).seq == 2)
        #expect(try desk.host.store.verify().problems == [])
    }

    @Test func longArgumentsAreComparedAsWell() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let arguments: JSONValue = [
            "content": .string(Text(String(repeating: "x", count: 2_000))), "ticket_id": "no-such-ticket",
        ]
        let first = try await call(desk, id, "addTicketNote", arguments)
        desk.host.answerWasLost(id, seq: first.seq)
        #expect(try await call(desk, id, "addTicketNote", arguments).seq == first.seq)
    }

    @Test func aCallIsANewOneWhenAnythingDiffers() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        // The answer was not lost.
        #expect(try await call(desk, id).seq == 1)
        #expect(try await call(desk, id).seq == 2)
        // Other arguments.
        desk.host.answerWasLost(id, seq: 2)
        let other: JSONValue = ["order_id": "ord-250914-002", "status": "paid"]
        #expect(try await call(desk, id, "updateOrderStatus", other).seq == 3)
        // Another record came after it.
        desk.host.answerWasLost(id, seq: 3)
        #expect(try await call(desk, id, "searchOrders", [:]).seq == 4)
        #expect(try await call(desk, id, "updateOrderStatus", other).seq == 5)
        // A tool that reads is simply called again.
        #expect(try await call(desk, id, "searchOrders", [:]).seq == 6)
        desk.host.answerWasLost(id, seq: 6)
        #expect(try await call(desk, id, "searchOrders", [:]).seq == 7)
        // The client knows of the record.
        #expect(try await call(desk, id).seq == 8)
        desk.host.answerWasLost(id, seq: 8)
        #expect(try await call(desk, id, expectedSeq: 9).seq == 9)
        desk.host.answerWasLost(id, seq: 9)
        #expect(try await call(desk, id, expectedSeq: 9).seq == 9)
        #expect(try desk.host.store.notes(of: id.branch).filter { $0.note.kind == "resend" }.count == 1)
    }

    @Test func aKeyOfItsOwnMakesACallANewOne() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let request = CallRequest(name: "updateOrderStatus", arguments: Self.refund)
        for number in 1...3 {
            let key = RequestKey(Text("k\(number)"), request: Digest(of: []))
            #expect(try await desk.host.call(id, [request], key: key, via: .mcp).map(\.seq) == [number])
            desk.host.answerWasLost(id, seq: number)
        }
    }

    @Test func aListOfCallsIsNeverAResend() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let first = try await call(desk, id)
        desk.host.answerWasLost(id, seq: first.seq)
        let request = CallRequest(name: "updateOrderStatus", arguments: Self.refund)
        #expect(try await desk.host.call(id, [request, request], via: .control).map(\.seq) == [2, 3])
    }

    @Test func aReplacedURLGetsNoAnswerAgain() async throws {
        let desk = try Desk()
        let id = try await desk.openOne()
        let request = CallRequest(name: "updateOrderStatus", arguments: Self.refund)
        let key = RequestKey("k", request: Digest(of: []))
        _ = try await desk.host.call(id, [request], generation: 0, key: key, via: .mcp)
        desk.host.answerWasLost(id, seq: 1)
        #expect(try await desk.host.attach(id, via: .control) == 1)
        for key in [key, nil] {
            await #expect(throws: EpisodeError.self) {
                try await desk.host.call(id, [request], generation: 0, key: key, via: .mcp)
            }
        }
        #expect(try await desk.host.call(id, [request], generation: 1, via: .mcp)[0].seq == 1)
    }

    @Test func aSubmissionThatWasLostIsAnsweredAgain() async throws {
        let desk = try Desk()
        let request = OpenRequest(snapshot: try desk.starter, profile: "all+submit", via: .control)
        let id = try await desk.host.open(request)[0].id
        let first = try await call(desk, id, "submitResponse", ["response": "done"])
        await #expect(throws: EpisodeError.self) { try await call(desk, id, "submitResponse", ["response": "done"]) }
        desk.host.answerWasLost(id, seq: first.seq)
        await #expect(throws: EpisodeError.self) { try await call(desk, id, "submitResponse", ["response": "else"]) }
        #expect(try await call(desk, id, "submitResponse", ["response": "done"]).head == first.head)
    }
}
