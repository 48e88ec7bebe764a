import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

@Suite struct ToolCatalogueTests {
    let tools = ToolCatalogue.standard

    /// Required arguments by tool, as the contract's tables have them; searches and checkWarrantyStatus have none.
    static let required: [(Text, [Text])] = [
        ("addTicketNote", ["ticket_id", "author_id", "text"]),
        ("calculate_price", ["product_ids"]),
        ("checkWarrantyStatus", []),
        ("createBuild", ["name", "customer_id", "product_ids"]),
        ("createOrder", ["customer_id", "line_items"]),
        ("createTicket", ["customer_id", "subject", "body", "ticket_type"]),
        ("createWarrantyClaim", ["product_id", "order_id", "customer_id", "reason"]),
        ("create_escalation", ["ticket_id", "escalation_type", "destination"]),
        ("create_refund", ["payment_id", "amount", "currency", "reason"]),
        ("create_resolution", ["ticket_id", "outcome"]),
        ("getCustomerTicketHistory", ["customer_id"]),
        ("getOrderDetails", ["order_id"]),
        ("getProduct", ["product_id"]),
        ("listSlackChannels", []),
        ("postSlackMessage", ["channel_id", "author_id", "text"]),
        ("readSlackChannel", ["channel_id"]),
        ("searchBuilds", []), ("searchCustomers", []), ("searchEmployees", []), ("searchEscalations", []),
        ("searchKnowledgeBase", []), ("searchOrders", []), ("searchPayments", []), ("searchProducts", []),
        ("searchRefunds", []), ("searchResolutions", []), ("searchShipments", []), ("searchSlackMessages", []),
        ("searchTickets", []),
        ("updateBuild", ["build_id"]),
        ("updateOrderStatus", ["order_id", "status"]),
        ("updatePaymentStatus", ["payment_id", "status"]),
        ("updateTicketStatus", ["ticket_id"]),
        ("validateBuildCompatibility", ["product_ids"]),
    ]

    @Test func holdsAllToolsByName() throws {
        #expect(tools.tools.map(\.name) == ToolCatalogueTests.required.map(\.0))
        #expect(tools.profile(.all).tools.count == 34)
        #expect(tools.profile(.core).tools.count == 28)
        #expect(tools["searchOrders"]?.name == "searchOrders")
        #expect(tools["searchorders"]?.name == nil)
        #expect(
            tools.named(["getProduct", "none", "calculate_price"]).tools.map(\.name) == [
                "calculate_price", "getProduct",
            ])
        #expect(try tools.run("none", [:], on: Desk().state)?.bytes == nil)
    }

    @Test(arguments: required) func requires(name: Text, arguments: [Text]) throws {
        let schema = try #require(tools[name]).inputSchema
        #expect(Set((schema["required"]?.elements ?? []).compactMap(\.text)) == Set(arguments))
        #expect(schema["type"] == "object")
        #expect(schema["additionalProperties"] == false)
        for property in try #require(schema["properties"]?.object).members {
            #expect(property.value["description"]?.text?.isEmpty == false, "\(name).\(property.name)")
        }
        if name.string.hasPrefix("search") { #expect(schema["required"] == nil) }
    }

    @Test(
        arguments: [
            (
                "createOrder", "status",
                ["pending", "paid", "fulfilled", "cancelled", "backorder", "refunded", "partially_refunded"]
            ),
            ("createOrder", "shipping_carrier", ["UPS Ground", "USPS Ground", "FedEx Express", "FedEx Overnight"]),
            ("createOrder", "shipping_service", ["standard", "express", "overnight"]),
            ("createWarrantyClaim", "reason", ["defect", "wear_and_tear", "malfunction"]),
            ("createWarrantyClaim", "status", ["pending_review", "accepted", "denied"]),
            (
                "createWarrantyClaim", "denial_reason",
                [
                    "product_misuse", "uncovered_damage", "out_of_warranty", "unauthorized_modification",
                    "insufficient_evidence",
                ]
            ),
            (
                "updatePaymentStatus", "status",
                [
                    "pending", "authorized", "captured", "failed", "refunded", "disputed", "voided", "completed",
                    "partially_refunded",
                ]
            ),
            ("calculate_price", "loyalty_tier", ["silver", "gold", "platinum"]),
            (
                "create_escalation", "destination",
                [
                    "operations", "order_processing", "engineering", "help_desk", "it_systems", "product_management",
                    "finance",
                    "hr", "support",
                ]
            ),
            (
                "searchEmployees", "has_permission",
                [
                    "issue_refund", "edit_order", "cancel_order", "escalate", "kb_edit", "policy_override",
                ]
            ),
            ("searchCustomers", "loyalty_tier", ["none", "silver", "gold", "platinum"]),
        ] as [(Text, Text, [Text])]) func advertises(tool: Text, argument: Text, values: [Text]) throws
    {
        let schema = try #require(tools[tool]).inputSchema
        #expect(schema["properties"]?[argument]?["enum"] == .array(values.map { .string($0) }))
    }

    @Test func definitionsAreWhatTheFormatDigests() throws {
        let definitions = try #require(tools.definitions.elements)
        #expect(definitions.count == 34)
        for definition in definitions {
            #expect(
                try #require(definition.object).members.map(\.name)
                    == ["annotations", "description", "inputSchema", "name", "outputSchema"])
            #expect(definition["outputSchema"]?["type"] == "object")
            #expect(definition["annotations"]?["openWorldHint"] == false)
        }
        #expect(tools.definitionsDigest == Digest(of: tools.definitions))
        #expect(tools.profile(.core).definitionsDigest != tools.definitionsDigest)
    }

    @Test func titlesAreShortAndTheirOwn() {
        let titles = tools.tools.map(\.title)
        #expect(Set(titles).count == tools.tools.count)
        for title in titles {
            #expect(4...30 ~= title.byteCount, "\(title)")
            #expect(title.string.first?.isUppercase == true, "\(title)")
        }
    }

    @Test func eventsAndPolicyRulesAreNamed() {
        let types = Set(Event.types.map(\.string))
        for tool in tools.tools {
            #expect(types.isSuperset(of: tool.eventTypes), "\(tool.name)")
            #expect(tool.policyRules.allSatisfy { $0.hasPrefix("R-") } && !tool.policyRules.isEmpty, "\(tool.name)")
            #expect((tool.effect == .reads) == tool.eventTypes.isEmpty)
        }
        #expect(Set(tools.tools.flatMap(\.eventTypes)) == types)
    }

    @Test(
        arguments: [
            ("searchOrders", true, false, true), ("createOrder", false, false, true),
            ("updateOrderStatus", false, true, true),
            ("updateBuild", false, true, false), ("postSlackMessage", false, false, false),
        ] as [(Text, Bool, Bool, Bool)])
    func annotations(tool: Text, readOnly: Bool, destructive: Bool, idempotent: Bool) throws {
        #expect(
            try #require(tools[tool]).definition["annotations"] == [
                "title": .string(try #require(tools[tool]).title), "readOnlyHint": .bool(readOnly),
                "destructiveHint": .bool(destructive),
                "idempotentHint": .bool(idempotent), "openWorldHint": false,
            ])
    }

    @Test func argumentsThatAreNoObjectAreRefused() throws {
        let result = try Desk().run("searchOrders", [])
        #expect(result.isError)
        #expect(try JSONParser.parse(result.bytes)["error"] == "arguments must be an object")
    }

    @Test func deepArgumentsAreRefused() throws {
        let deep = String(repeating: #"{"a":"#, count: 40) + "1" + String(repeating: "}", count: 40)
        #expect(
            try Desk().refusal(
                "create_refund",
                #"{"payment_id": "p", "amount": 1, "currency": "USD", "reason": "other", "lines": [\#(deep)]}"#)
                == "arguments are nested too deeply")
    }
}
