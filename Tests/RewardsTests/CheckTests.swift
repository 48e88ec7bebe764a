import CanonicalJSON
import Episodes
import Foundation
import Projections
import Rewards
import Testing
import ToolLayer

@Suite struct CheckTests {
    private static func base() throws -> Snapshot {
        try Snapshot.load(folder: DemoTaskTests.checkout + "snapshots/starter")
    }

    private static func holds(
        _ check: JSONValue, after calls: [(Text, JSONValue)] = [], response: JSONValue = ""
    ) throws -> Bool {
        let opened = WorldState(base: try base())
        var state = opened
        var made: [GradingEvidence.Call] = []
        for (index, (name, arguments)) in calls.enumerated() {
            let outcome = try #require(ToolCatalogue.standard.run(name, arguments, on: state))
            state = state.applying(outcome.events)
            made.append(
                GradingEvidence.Call(
                    seq: index + 1, name: name, arguments: arguments, result: try JSONParser.parse(outcome.bytes),
                    isError: outcome.isError, events: outcome.events
                )
            )
        }
        let evidence = GradingEvidence(
            task: [:], taskDigest: Digest(of: "task"), head: Digest(of: "head"), seq: 9, opened: opened, final: state,
            calls: made, response: response
        )
        return try Check(check).finding(evidence).holds
    }

    private static let cancel: (Text, JSONValue) = (
        "updateOrderStatus", ["order_id": "ord-250914-002", "status": "cancelled"]
    )
    private static let order: (Text, JSONValue) = (
        "createOrder", ["customer_id": "soren-holm-90128", "line_items": [["productId": "kestrel-nv4-2tb", "qty": 2]]]
    )

    @Test func entityComparesMembersOfTheFinalState() throws {
        let check: JSONValue = [
            "kind": "entity", "type": "order", "id": "ord-250914-002", "where": ["status": "cancelled"],
        ]
        #expect(try !Self.holds(check))
        #expect(try Self.holds(check, after: [Self.cancel]))
        #expect(try !Self.holds(["kind": "entity", "type": "order", "id": "ord-none", "where": [:]]))
        #expect(
            try Self.holds([
                "kind": "entity", "type": "product", "id": "kestrel-nv4-2tb", "where": ["inventory.inStock": 7],
            ])
        )
    }

    @Test func createdCountsWhatWasNotThereBefore() throws {
        let check: JSONValue = [
            "kind": "created", "type": "order", "where": ["customerId": "soren-holm-90128"], "count": 1,
        ]
        #expect(try !Self.holds(check), "an order of the snapshot was not created")
        #expect(try Self.holds(check, after: [Self.order, Self.order]), "an equal order is created once")
        let other: (Text, JSONValue) = (
            "createOrder",
            ["customer_id": "jan-novak-31875", "line_items": [["productId": "kestrel-nv4-2tb", "qty": 1]]]
        )
        #expect(try Self.holds(check, after: [Self.order, other]))
        var exclusive = check.object ?? [:]
        exclusive["only"] = true
        #expect(try !Self.holds(.object(exclusive), after: [Self.order, other]))
        #expect(try Self.holds(["kind": "created", "type": "refund", "count": 0]))
    }

    @Test func onlyChangedNamesWhatElseChanged() throws {
        let check: JSONValue = ["kind": "only_changed", "keys": ["order/ord-250914-002"]]
        #expect(try Self.holds(check))
        #expect(try Self.holds(check, after: [Self.cancel]))
        #expect(try !Self.holds(check, after: [Self.cancel, Self.order]))
        let withOrder: JSONValue = ["kind": "only_changed", "keys": [], "created": ["order"]]
        #expect(try !Self.holds(withOrder, after: [Self.order]), "stock moved")
        let withStock: JSONValue = ["kind": "only_changed", "keys": [], "created": ["order"], "stock": true]
        #expect(try Self.holds(withStock, after: [Self.order]))
        #expect(try !Self.holds(withStock, after: [Self.order, Self.cancel]))
    }

    @Test func calledLooksAtSuccessfulCallsAndTheirOrder() throws {
        let details: (Text, JSONValue) = ("getOrderDetails", ["order_id": "ord-250914-002"])
        let check: JSONValue = [
            "kind": "called", "name": "getOrderDetails", "arguments": ["order_id": "ord-250914-002"],
            "before": "updateOrderStatus",
        ]
        #expect(try Self.holds(check, after: [details, Self.cancel]))
        #expect(try Self.holds(check, after: [details]))
        #expect(try !Self.holds(check, after: [Self.cancel, details]))
        #expect(try !Self.holds(check, after: [("getOrderDetails", ["order_id": "ord-none"])]))
    }

    @Test(arguments: [
        ("Your total is 90.98 dollars.", true), ("TOTAL: $90.98", true), ("It is 190.98.", false),
        ("It is 90.980.", false),
        ("", false),
    ])
    func mentionsLooksForWholeWords(response: String, expected: Bool) throws {
        let check: JSONValue = ["kind": "response_mentions", "all": ["90.98"]]
        #expect(try Self.holds(check, response: .string(Text(response))) == expected)
        let omits: JSONValue = ["kind": "response_omits", "texts": ["90.98"]]
        #expect(try Self.holds(omits, response: .string(Text(response))) != expected)
    }

    @Test func anyNeedsOneOfItsTexts() throws {
        let check: JSONValue = ["kind": "response_mentions", "any": ["Cancelled", "called off"]]
        #expect(try Self.holds(check, response: "it was CALLED OFF today"))
        #expect(try !Self.holds(check, response: "it goes on"))
    }

    @Test(
        arguments: [
            ["kind": "magic"], [:], ["kind": "entity", "type": "dragon", "id": "x"],
            ["kind": "entity", "type": "_hold", "id": "x"],
            ["kind": "entity", "type": "order", "id": "x", "wher": [:]],
            ["kind": "created", "type": "order", "count": -1], ["kind": "only_changed", "keys": ["nonsense"]],
            ["kind": "called"], ["kind": "response_mentions"], ["kind": "response_omits", "texts": [1]],
        ] as [JSONValue])
    func misspeltChecksAreRefused(check: JSONValue) {
        #expect(throws: RewardsError.self) { try Check(check) }
    }

    @Test(
        arguments: [
            [], [["id": "a"]], [["id": "a", "dimension": "beauty", "assertion": "x", "check": [:]]],
            [
                [
                    "id": "a", "dimension": "format", "assertion": "x",
                    "check": ["kind": "response_omits", "texts": ["y"]],
                ],
                [
                    "id": "a", "dimension": "format", "assertion": "x",
                    "check": ["kind": "response_omits", "texts": ["y"]],
                ],
            ],
        ] as [JSONValue])
    func badRubricsAreRefused(rubric: JSONValue) {
        #expect(throws: RewardsError.self) { try Rubric(rubric) }
    }
}
