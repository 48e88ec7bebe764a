import CanonicalJSON
import Projections
import Testing
import WorldBuilder

/// Each rule of the lint finds what was broken for it, and nothing else.
@Suite struct WorldLintTests {
    private func findings(_ entities: JSONValue, registry: JSONValue? = nil) throws -> [WorldFinding] {
        let snapshot = try Snapshot.importing([
            "name": "small", "clock": ["now": "2025-09-15T19:00:00Z"], "entities": entities,
        ])
        return WorldLint.findings(in: snapshot, registry: registry, validateBuild: Worlds.errors)
    }

    private func customer(_ name: String, email: String) -> JSONValue {
        [
            "name": .string(Text(name)), "email": .string(Text(email)), "dateOfBirth": "1980-01-01", "addresses": [],
            "createdAt": "2025-01-01T00:00:00Z",
        ]
    }

    private func ticket(_ body: String) -> JSONValue {
        [
            "customerId": "ann", "priority": "normal", "status": "new", "subject": "s", "body": .string(Text(body)),
            "createdAt": "2025-09-01T00:00:00Z",
        ]
    }

    @Test func equalNaturalKeysAreFound() throws {
        let found = try findings([
            "customer": [
                "a": customer("Ann Lee", email: "a@x.example"), "b": customer("Ann Lee", email: "b@x.example"),
            ]
        ])
        #expect(found.map(\.rule) == ["W-UNIQUE"])
        #expect(found.first?.entity == "customer/b")
    }

    @Test func anIDInATextMustExist() throws {
        let found = try findings([
            "customer": ["ann": customer("Ann Lee", email: "a@x.example")],
            "support_ticket": ["tick-250901-001": ticket("Like tick-250901-001, but about ord-250101-007 this time.")],
        ])
        #expect(found.map(\.rule) == ["W-REFERENCE"])
        #expect(found.first?.message.contains("ord-250101-007") == true)
    }

    @Test func anUnfilledSlotIsFound() throws {
        let found = try findings([
            "customer": ["ann": customer("Ann Lee", email: "a@x.example")],
            "support_ticket": ["tick-250901-001": ticket("Where is {order} now, please?")],
        ])
        #expect(found.map(\.rule) == ["W-REFERENCE"])
    }

    @Test func ticketsOfOneSituationShareNoSentence() throws {
        let instance = { (id: String, ticket: String) -> JSONValue in
            [
                "id": .string(Text(id)), "situation": "P31",
                "entities": [["role": "ticket", "entity": .string(Text("support_ticket/" + ticket))]],
            ]
        }
        let entities: JSONValue = [
            "customer": ["ann": customer("Ann Lee", email: "a@x.example")],
            "support_ticket": [
                "tick-250901-001": ticket("The fan of this thing hums all day long. Bye."),
                "tick-250901-002": ticket("Hello there. The fan of this thing hums all day long."),
            ],
        ]
        let registry: JSONValue = [
            "instances": [instance("P31-01", "tick-250901-001"), instance("P31-02", "tick-250901-002")]
        ]
        #expect(try findings(entities, registry: registry).map(\.rule) == ["W-VARIETY"])
        #expect(try findings(entities).isEmpty, "tickets of no situation may share one")
    }

    @Test func specsMustFitTheCategory() throws {
        let product: JSONValue = [
            "category": "gpu", "sku": "A-1", "name": "Card", "brand": "B", "price": 100,
            "inventory": ["inStock": 1, "backorderable": false], "specs": ["gpu": ["lengthMm": 9000]],
        ]
        #expect(try findings(["product": ["card": product]]).map(\.rule) == ["W-SPECS"])
    }

    @Test func exceptionsAreExcusedAndMustBeBroken() throws {
        let entities: JSONValue = [
            "resolution": [
                "res-1": [
                    "ticketId": "tick-250901-001", "outcome": "refund_issued", "createdAt": "2025-09-02T12:00:00Z",
                ]
            ],
            "customer": ["ann": customer("Ann Lee", email: "a@x.example")],
            "support_ticket": [
                "tick-250901-001": [
                    "customerId": "ann", "priority": "normal", "status": "closed", "subject": "s",
                    "resolutionId": "res-1", "createdAt": "2025-09-01T00:00:00Z",
                ]
            ],
        ]
        let exception: JSONValue = ["rule": "I-STATE-8", "entity": "resolution/res-1"]
        #expect(try findings(entities).map(\.rule) == ["I-STATE-8"])
        #expect(try findings(entities, registry: ["exceptions": [exception]]).isEmpty)
        let other: JSONValue = ["rule": "I-STATE-5", "entity": "order/ord-1"]
        #expect(try findings(entities, registry: ["exceptions": [exception, other]]).map(\.rule) == ["W-EXCEPTION"])
    }
}
