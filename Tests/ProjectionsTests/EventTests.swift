import CanonicalJSON
import Projections
import Testing

@Suite struct EventTests {
    static let examples: [(event: Event, json: String)] = [
        (
            .orderCreated(["id": "o-1", "status": "paid"]),
            #"{"order":{"id":"o-1","status":"paid"},"type":"order.created"}"#
        ),
        (
            .orderStatusChanged(order: "o-1", status: "cancelled"),
            #"{"order":"o-1","status":"cancelled","type":"order.status_changed"}"#
        ),
        (
            .stockTaken(order: "o-1", lines: ["p-2": 1, "p-1": 2]),
            #"{"lines":{"p-1":2,"p-2":1},"order":"o-1","type":"stock.taken"}"#
        ),
        (.stockReleased(order: "o-1"), #"{"order":"o-1","type":"stock.released"}"#),
        (
            .refundCreated(["id": "r-1", "lines": []]),
            #"{"refund":{"id":"r-1","lines":[]},"type":"refund.created"}"#
        ),
        (
            .paymentStatusChanged(payment: "p-1", status: "failed"),
            #"{"payment":"p-1","status":"failed","type":"payment.status_changed"}"#
        ),
        (
            .paymentStatusChanged(payment: "p-1", status: "captured", failureReason: .null),
            #"{"failure_reason":null,"payment":"p-1","status":"captured","type":"payment.status_changed"}"#
        ),
    ]

    @Test(arguments: examples.indices)
    func comesBackFromItsText(index: Int) throws {
        let example = EventTests.examples[index]
        #expect(String(decoding: example.event.json.canonicalBytes, as: UTF8.self) == example.json)
        #expect(try Event(json: json(example.json)) == example.event)
    }

    @Test func everyTypeHasAnExample() {
        let examples = EventTests.examples + CaseEventTests.examples
        #expect(Set(examples.map(\.event.type)) == Set(Event.types))
    }

    @Test(arguments: [
        ("[]", EventError.notAnObject), ("{}", .missingType), (#"{"type":1}"#, .missingType),
        (#"{"type":"order.lost"}"#, .unknownType("order.lost")),
        (#"{"type":"stock.released"}"#, .missingMember(type: "stock.released", member: "order")),
        (#"{"type":"stock.released","order":1}"#, .wrongKind(type: "stock.released", member: "order")),
        (#"{"type":"stock.released","order":"o","at":1}"#, .unknownMember(type: "stock.released", member: "at")),
        (#"{"type":"stock.taken","order":"o","lines":{"p":0}}"#, .wrongKind(type: "stock.taken", member: "lines")),
        (#"{"type":"stock.taken","order":"o","lines":{"p":1.5}}"#, .wrongKind(type: "stock.taken", member: "lines")),
        (#"{"type":"order.created","order":{}}"#, .wrongKind(type: "order.created", member: "order")),
        (
            #"{"type":"payment.status_changed","payment":"p","status":"s","failure_reason":1}"#,
            .wrongKind(type: "payment.status_changed", member: "failure_reason")
        ),
    ])
    func whatIsNoEventIsRefused(text: String, error: EventError) throws {
        let value = try json(text)
        #expect(throws: error) { try Event(json: value) }
    }

    @Test func missingTargetsChangeNothing() throws {
        let world = WorldState(base: try World.importing([:]))
        let after = world.applying([
            .orderStatusChanged(order: "o", status: "paid"), .paymentStatusChanged(payment: "p", status: "failed"),
            .stockTaken(order: "o", lines: ["p": 1]), .stockReleased(order: "o"), .orderCreated([:]),
            .orderCreated(["id": ""]),
        ])
        #expect(after == world)
        #expect(after.types == [])
    }

    @Test func createdEntitiesMakeTheirTableAndAreNotOverwritten() throws {
        let world = WorldState(base: try World.importing([:]))
        #expect(!world.hasTable(.order))
        let created = world.applying([.orderCreated(["id": "o-1", "status": "paid"])])
        #expect(created.hasTable(.order))
        #expect(created.document(.order, "o-1")?.description == #"{"id":"o-1","status":"paid"}"#)
        #expect(created.applying([.orderCreated(["id": "o-1", "status": "pending"])]) == created)
        #expect(created.applying([.refundCreated(["id": "o-1"])]).document(.refund, "o-1") != nil)
    }

    @Test func statusChangesSetOnlyTheirFields() throws {
        let base = try World.importing(["order": ["o-1": World.order()], "payment": ["p-1": World.payment("o-1")]])
        let world = WorldState(base: base).applying([
            .orderStatusChanged(order: "o-1", status: "cancelled"),
            .paymentStatusChanged(payment: "p-1", status: "failed", failureReason: "stolen card"),
        ])
        var order = try #require(base.document(.order, "o-1")).object
        order["status"] = "cancelled"
        #expect(world.document(.order, "o-1")?.object == order)
        let payment = Payment(try #require(world.document(.payment, "p-1")))
        #expect(payment.writtenFailureReason == "stolen card")
        #expect(payment.failureReason == nil)
        let cleared = world.applying([.paymentStatusChanged(payment: "p-1", status: "captured", failureReason: .null)])
        #expect(cleared.document(.payment, "p-1")?["failure_reason"] == .some(.null))
    }
}
