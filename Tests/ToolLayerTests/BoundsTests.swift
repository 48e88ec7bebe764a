import CanonicalJSON
import Testing

@testable import ToolLayer

/// What a call may ask for and get at most.
@Suite struct BoundsTests {
    private static let world = """
        {"customer": {"c": {"name": "C"}}, "product": {"p": {"name": "P", "price": 1}},
         "support_ticket": {"t": {"subject": "s"}}, "employee": {"e": {"name": "E"}},
         "payment": {"pay": {"amount": 5}}}
        """

    private static func list(_ element: String, _ count: Int) -> String {
        "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
    }

    @Test func listsHoldAThousand() throws {
        let desk = try Desk(Self.world)
        _ = try desk.read("calculate_price", #"{"product_ids": \#(Self.list(#""p""#, 1000))}"#)
        #expect(
            try desk.refusal("calculate_price", #"{"product_ids": \#(Self.list(#""p""#, 1001))}"#)
                == "product_ids has 1001 items, at most 1000 are taken")
        #expect(
            try desk.refusal("searchKnowledgeBase", #"{"tags": \#(Self.list(#""a""#, 1001))}"#)
                == "tags has 1001 items, at most 1000 are taken")
    }

    @Test func listsOfObjectsHoldTwoHundred() throws {
        var desk = try Desk(Self.world)
        let item = #"{"productId": "p", "qty": 0}"#
        #expect(
            try desk.refusal("createOrder", #"{"customer_id": "c", "line_items": \#(Self.list(item, 200))}"#)
                == "Line item 0 must have qty >= 1")
        #expect(
            try desk.refusal("createOrder", #"{"customer_id": "c", "line_items": \#(Self.list(item, 201))}"#)
                == "line_items must be an array of objects with at most 200 items, not 201")
        let lines = Self.list(#"{"any": [1]}"#, 200)
        try desk.call(
            "create_refund",
            #"{"payment_id": "pay", "amount": 1, "currency": "USD", "reason": "other", "lines": \#(lines)}"#)
    }

    @Test(arguments: ["x", "é", "\u{1F600}"]) func textsAreCountedInCharacters(character: String) throws {
        var desk = try Desk(Self.world)
        let longest = String(repeating: character, count: 16_384)
        let note = #"{"ticket_id": "t", "author_id": "e", "text": "\#(longest)"}"#
        try desk.call("addTicketNote", note)
        #expect(
            try desk.refusal(
                "addTicketNote", #"{"ticket_id": "t", "author_id": "e", "text": "\#(longest)\#(character)"}"#)
                == "text has 16385 characters, at most 16384 are taken")
        #expect(
            try desk.refusal("searchTickets", #"{"text": "\#(longest)\#(character)"}"#)
                == "text has 16385 characters, at most 16384 are taken")
    }

    @Test func whatIsStoredAsGivenIsBoundedToo() throws {
        let desk = try Desk(Self.world)
        let many = "{" + (0..<201).map { #""m\#($0)": 1"# }.joined(separator: ",") + "}"
        #expect(
            try desk.refusal(
                "create_refund",
                #"{"payment_id": "pay", "amount": 1, "currency": "USD", "reason": "other", "lines": [\#(many)]}"#)
                == "lines[0] has 201 members, at most 200 are taken")
        #expect(
            try desk.refusal(
                "create_refund",
                #"{"payment_id": "pay", "amount": 1, "currency": "USD", "reason": "other", "lines": [{"a": \#(Self.list("1", 1001))}]}"#
            )
                == "lines[0].a has 1001 items, at most 1000 are taken")
    }

    @Test func theHintSaysWhatToDo() throws {
        let result = try Desk(Self.world).run(
            "searchTickets", ["text": .string(Text(String(repeating: "a", count: 16_385)))])
        #expect(
            try JSONParser.parse(result.bytes)["hint"] == "Shorten it, or split the work into several calls.")
    }

    @Test func resultsHaveALimit() throws {
        let body = String(repeating: "x", count: 30_000)
        let articles = (0..<200).map { #""a\#($0)": {"title": "t", "body": "\#(body)"}"# }.joined(separator: ",")
        let desk = try Desk(#"{"knowledge_base_article": {\#(articles)}}"#)
        #expect(
            try desk.refusal("searchKnowledgeBase", #"{"limit": 200}"#).hasSuffix("bytes, at most 4194304 are given"))
        #expect(try desk.ids("searchKnowledgeBase", #"{"limit": 100}"#).count == 100)
    }

    @Test func schemasAdvertiseTheBounds() throws {
        let schema = try #require(ToolCatalogue.standard["createOrder"]).inputSchema
        #expect(schema["properties"]?["line_items"]?["maxItems"] == 200)
        #expect(schema["properties"]?["customer_id"]?["maxLength"] == 16384)
        #expect(schema["properties"]?["status"]?["maxLength"] == nil)
    }
}
