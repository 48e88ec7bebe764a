import CanonicalJSON
import Testing

@testable import ToolLayer

/// Every filter of the searches that have no suite of their own, at its bounds.
@Suite struct OtherSearchesTests {
    static let desk = Result {
        try Desk(
            """
            {"build": {
              "b1": {"name": "Zeta rig", "customerId": "c1", "componentIds": ["p"], "createdAt": "2025-01-02T00:00:00Z"},
              "b2": {"name": "alpha Rig", "customerId": "c2", "productIds": ["p"], "createdAt": "2025-01-01T00:00:00Z"},
              "b3": {"ownerType": "internal", "createdAt": "2025-01-03T00:00:00Z"}},
             "employee": {
              "e1": {"name": "Dana Kim", "title": "Support Lead", "department": "support",
                "permissions": ["issue_refund", "escalate"]},
              "e2": {"name": "Abe", "title": "Engineer", "department": "recruitment"}},
             "escalation": {
              "x1": {"ticketId": "t1", "escalationType": "technical", "destination": "anywhere", "notes": "Hot GPU",
                "createdAt": "2025-01-01T00:00:00Z", "resolvedAt": "2025-01-05T00:00:00Z"},
              "x2": {"ticketId": "t2", "escalationType": "policy_exception", "destination": "hr",
                "createdAt": "2025-01-02T00:00:00Z", "resolvedAt": null},
              "x3": {"ticketId": "t2", "escalationType": "technical", "destination": "hr",
                "createdAt": "2025-01-03T00:00:00Z"}},
             "knowledge_base_article": {
              "k1": {"title": "Zed", "body": "Cool the GPU", "tags": ["gpu", "thermal"], "category": "guide",
                "isDeprecated": true, "createdAt": "2025-01-01T00:00:00Z", "updatedAt": "2025-02-01T00:00:00Z"},
              "k2": {"title": "Gpu basics", "body": "x", "tags": ["gpu"],
                "createdAt": "2025-01-02T00:00:00Z", "updatedAt": "2025-02-02T00:00:00Z"}},
             "payment": {
              "m1": {"orderId": "o1", "status": "captured", "createdAt": "2025-01-01T00:00:00Z",
                "processedAt": "2025-01-02T00:00:00Z"},
              "m2": {"orderId": "o1", "status": "failed", "createdAt": "2025-01-02T00:00:00Z", "processedAt": null},
              "m3": {"orderId": "o2", "status": "captured", "createdAt": "2025-01-03T00:00:00Z"}},
             "product": {
              "p1": {"name": "GraphForce 4070", "brand": "PyraTech", "sku": "GF-4070", "category": "gpu",
                "price": 599.99, "inventory": {"inStock": 0, "backorderable": true}},
              "p2": {"name": "arc", "brand": "pyratech", "sku": "A-1", "category": "gpu", "price": 100,
                "inventory": {"inStock": 3, "backorderable": false}},
              "p3": {"name": "Board", "brand": "Vertex", "sku": "B-650", "category": "motherboard", "price": 100.5,
                "inventory": {"inStock": 7, "backorderable": false}}},
             "refund": {
              "r1": {"paymentId": "m1", "ticketId": "t1", "reason": "other", "status": "processed",
                "createdAt": "2025-01-01T00:00:00Z", "processedAt": "2025-01-02T00:00:00Z"},
              "r2": {"paymentId": "m3", "reason": "defective", "status": "pending", "createdAt": "2025-01-02T00:00:00Z",
                "processedAt": null}},
             "resolution": {
              "s1": {"ticketId": "t1", "outcome": "no_action", "resolvedById": "e1", "linkedRefundId": null,
                "details": "Told them", "createdAt": "2025-01-01T00:00:00Z"},
              "s2": {"ticketId": "t2", "outcome": "refund_issued", "linkedRefundId": "r1",
                "createdAt": "2025-01-02T00:00:00Z"}},
             "shipment": {
              "h1": {"orderId": "o1", "trackingNumber": "T1", "createdAt": "2025-01-01T00:00:00Z"},
              "h2": {"orderId": "o1", "trackingNumber": "T2", "createdAt": "2025-01-02T00:00:00Z"}},
             "slack_channel": {
              "n1": {"name": "support", "members": {"connect": [{"id": "e1"}, {"id": "e2"}]}},
              "n2": {"name": "Random", "members": {"connect": [{"id": "e2"}]}}},
             "slack_message": {
              "g1": {"channelId": "n1", "authorId": "e1", "text": "See TICK-1", "ticketId": "t1",
                "timestamp": "2025-01-01T00:00:00Z"},
              "g2": {"channelId": "n1", "authorId": "e2", "text": "ok", "timestamp": "2025-01-02T00:00:00Z"},
              "g3": {"channelId": "n2", "authorId": "e2", "text": "hi", "timestamp": "2025-01-02T00:00:00Z"}},
             "support_ticket": {
              "t1": {"customerId": "c1", "status": "open", "priority": "low", "subject": "GPU dead", "ticketType": "return",
                "assignedEmployeeId": "e1", "createdAt": "2025-01-09T00:00:00Z", "updatedAt": "2025-02-01T00:00:00Z"},
              "t2": {"customerId": "c1", "status": "new", "priority": "high", "subject": "Hi", "body": "my gpu",
                "assignedEmployeeId": null, "createdAt": "2025-01-01T00:00:00Z"},
              "t3": {"customerId": "c2", "status": "resolved", "priority": "normal", "subject": "x", "description": "gpu",
                "createdAt": "2025-01-02T00:00:00Z", "updatedAt": "2025-02-02T00:00:00Z"},
              "t4": {"customerId": "c2", "status": "closed", "priority": "high", "subject": "y",
                "createdAt": "2025-01-03T00:00:00Z", "updatedAt": "2025-02-03T00:00:00Z"}}}
            """)
    }

    @Test(
        arguments: [
            ("searchBuilds", "{}", ["b3", "b1", "b2"]),
            ("searchBuilds", #"{"name": "RIG"}"#, ["b1", "b2"]),
            ("searchBuilds", #"{"customer_id": "c2"}"#, ["b2"]),
            ("searchBuilds", #"{"created_after": "2025-01-02T00:00:00Z"}"#, ["b3", "b1"]),
            ("searchBuilds", #"{"created_before": "2025-01-02T00:00:00Z"}"#, ["b1", "b2"]),
            ("searchEmployees", "{}", ["e2", "e1"]),
            ("searchEmployees", #"{"employee_id": "e1"}"#, ["e1"]),
            ("searchEmployees", #"{"name": "kim"}"#, ["e1"]),
            ("searchEmployees", #"{"department": "recruitment"}"#, ["e2"]),
            ("searchEmployees", #"{"department": "Support"}"#, []),
            ("searchEmployees", #"{"role": "lead"}"#, ["e1"]),
            ("searchEmployees", #"{"has_permission": "escalate"}"#, ["e1"]),
            ("searchEmployees", #"{"has_permission": "esc"}"#, []),
            ("searchEscalations", "{}", ["x3", "x2", "x1"]),
            ("searchEscalations", #"{"escalation_id": "x1"}"#, ["x1"]),
            ("searchEscalations", #"{"ticket_id": "t2"}"#, ["x3", "x2"]),
            ("searchEscalations", #"{"escalation_type": "technical"}"#, ["x3", "x1"]),
            ("searchEscalations", #"{"escalation_type": "none"}"#, []),
            ("searchEscalations", #"{"destination": "anywhere"}"#, ["x1"]),
            ("searchEscalations", #"{"notes_text": "gpu"}"#, ["x1"]),
            ("searchEscalations", #"{"created_before": "2025-01-02T00:00:00Z"}"#, ["x2", "x1"]),
            ("searchEscalations", #"{"resolved_after": "2025-01-05T00:00:00Z"}"#, ["x1"]),
            ("searchEscalations", #"{"resolved_after": "2025-01-05T00:00:01Z"}"#, []),
            ("searchEscalations", #"{"resolved_before": "2030-01-01T00:00:00Z"}"#, ["x1"]),
            ("searchKnowledgeBase", "{}", ["k2", "k1"]),
            ("searchKnowledgeBase", #"{"text": "gpu"}"#, ["k2", "k1"]),
            ("searchKnowledgeBase", #"{"text": "gpu basics"}"#, ["k2"]),
            ("searchKnowledgeBase", #"{"text": "basics gpu"}"#, []),
            ("searchKnowledgeBase", #"{"category": "guide"}"#, ["k1"]),
            ("searchKnowledgeBase", #"{"tag": "thermal"}"#, ["k1"]),
            ("searchKnowledgeBase", #"{"tag": "therm"}"#, []),
            ("searchKnowledgeBase", #"{"tags": ["gpu", "thermal"]}"#, ["k1"]),
            ("searchKnowledgeBase", #"{"tags": ["gpu", "x"]}"#, []),
            ("searchKnowledgeBase", #"{"tags": []}"#, ["k2", "k1"]),
            ("searchKnowledgeBase", #"{"created_before": "2025-01-02T00:00:00Z"}"#, ["k1"]),
            ("searchKnowledgeBase", #"{"created_after": "2025-01-02T00:00:00Z"}"#, ["k2"]),
            ("searchKnowledgeBase", #"{"updated_before": "2025-02-02T00:00:00Z"}"#, ["k1"]),
            ("searchKnowledgeBase", #"{"updated_after": "2025-02-02T00:00:00Z"}"#, ["k2"]),
            ("searchPayments", "{}", ["m3", "m2", "m1"]),
            ("searchPayments", #"{"order_id": "o1"}"#, ["m2", "m1"]),
            ("searchPayments", #"{"status": "captured"}"#, ["m3", "m1"]),
            ("searchPayments", #"{"status": "paid"}"#, []),
            ("searchPayments", #"{"processed_after": "2025-01-02T00:00:00Z"}"#, ["m1"]),
            ("searchPayments", #"{"processed_before": "2025-01-02T00:00:00Z"}"#, ["m1"]),
            ("searchPayments", #"{"processed_before": "2025-01-01T00:00:00Z"}"#, []),
            ("searchPayments", #"{"created_after": "2025-01-03T00:00:00Z"}"#, ["m3"]),
            ("searchProducts", "{}", ["p3", "p1", "p2"]),
            ("searchProducts", #"{"product_id": "p3"}"#, ["p3"]),
            ("searchProducts", #"{"category": "gpu"}"#, ["p1", "p2"]),
            ("searchProducts", #"{"brand": "PyraTech"}"#, ["p1"]),
            ("searchProducts", #"{"min_price": 100.5}"#, ["p3", "p1"]),
            ("searchProducts", #"{"max_price": 100.5}"#, ["p3", "p2"]),
            ("searchProducts", #"{"price": 100.0}"#, ["p2"]),
            ("searchProducts", #"{"max_price": 0}"#, []),
            ("searchProducts", #"{"inStockOnly": "false"}"#, ["p3", "p2"]),
            ("searchProducts", #"{"inStockOnly": ""}"#, ["p3", "p1", "p2"]),
            ("searchProducts", #"{"minStock": 3}"#, ["p3", "p2"]),
            ("searchProducts", #"{"minStock": 0}"#, ["p3", "p1", "p2"]),
            ("searchProducts", #"{"maxStock": 0}"#, ["p1"]),
            ("searchProducts", #"{"maxStock": 3}"#, ["p1", "p2"]),
            ("searchProducts", #"{"text": "pyra"}"#, ["p1", "p2"]),
            ("searchProducts", #"{"text": "b-65"}"#, ["p3"]),
            ("searchRefunds", "{}", ["r2", "r1"]),
            ("searchRefunds", #"{"refund_id": "r1"}"#, ["r1"]),
            ("searchRefunds", #"{"payment_id": "m3"}"#, ["r2"]),
            ("searchRefunds", #"{"ticket_id": "t1"}"#, ["r1"]),
            ("searchRefunds", #"{"reason": "defective"}"#, ["r2"]),
            ("searchRefunds", #"{"status": "x"}"#, []),
            ("searchRefunds", #"{"processed_after": "2025-01-01T00:00:00Z"}"#, ["r1"]),
            ("searchResolutions", "{}", ["s2", "s1"]),
            ("searchResolutions", #"{"resolution_id": "s1"}"#, ["s1"]),
            ("searchResolutions", #"{"ticket_id": "t2"}"#, ["s2"]),
            ("searchResolutions", #"{"outcome": "no_action"}"#, ["s1"]),
            ("searchResolutions", #"{"resolved_by_id": "e1"}"#, ["s1"]),
            ("searchResolutions", #"{"linked_refund_id": "r1"}"#, ["s2"]),
            ("searchResolutions", #"{"details_text": "TOLD"}"#, ["s1"]),
            ("searchShipments", "{}", ["h2", "h1"]),
            ("searchShipments", #"{"order_id": "o1", "tracking_number": "T1"}"#, ["h1"]),
            ("searchShipments", #"{"created_before": "2025-01-01T00:00:00Z"}"#, ["h1"]),
            ("searchTickets", "{}", ["t4", "t2", "t3", "t1"]),
            ("searchTickets", #"{"ticket_id": "t1"}"#, ["t1"]),
            ("searchTickets", #"{"customer_id": "c1"}"#, ["t2", "t1"]),
            ("searchTickets", #"{"assigned_employee_id": "e1"}"#, ["t1"]),
            ("searchTickets", #"{"status": "new"}"#, ["t2"]),
            ("searchTickets", #"{"priority": "high"}"#, ["t4", "t2"]),
            ("searchTickets", #"{"priority": "HIGH"}"#, []),
            ("searchTickets", #"{"ticket_type": "return"}"#, ["t1"]),
            ("searchTickets", #"{"text": "GPU"}"#, ["t2", "t1"]),
            ("searchTickets", #"{"resolved_after": "2025-02-02T00:00:00Z"}"#, ["t4", "t2", "t3"]),
            ("searchTickets", #"{"resolved_before": "2025-02-02T00:00:00Z"}"#, ["t2", "t3", "t1"]),
            ("listSlackChannels", "{}", ["n2", "n1"]),
            ("listSlackChannels", #"{"name": "SUP"}"#, ["n1"]),
            ("listSlackChannels", #"{"member_id": "e1"}"#, ["n1"]),
            ("listSlackChannels", #"{"limit": 1}"#, ["n2"]),
            ("searchSlackMessages", "{}", ["g2", "g3", "g1"]),
            ("searchSlackMessages", #"{"text": "tick-1"}"#, ["g1"]),
            ("searchSlackMessages", #"{"channel_id": "n1"}"#, ["g2", "g1"]),
            ("searchSlackMessages", #"{"author_id": "e2", "channel_id": "n2"}"#, ["g3"]),
            ("searchSlackMessages", #"{"ticket_id": "t1"}"#, ["g1"]),
            ("searchSlackMessages", #"{"posted_after": "2025-01-02T00:00:00Z"}"#, ["g2", "g3"]),
            ("searchSlackMessages", #"{"posted_before": "2025-01-01T00:00:00Z"}"#, ["g1"]),
        ] as [(Text, String, [String])]) func filters(tool: Text, arguments: String, expected: [String]) throws
    {
        #expect(try OtherSearchesTests.desk.get().ids(tool, arguments) == expected)
    }

    @Test func onlyOrdersAndProductsRefuseValuesOutsideTheirEnum() throws {
        #expect(
            try OtherSearchesTests.desk.get().refusal("searchProducts", #"{"category": "GPU", "limit": -1}"#) == """
                Invalid category: 'GPU'. Must be one of: cpu, motherboard, gpu, memory, storage, psu, case, cooling, \
                prebuilt, workstation, monitor, keyboard, mouse, headset, networking, cable, accessory, bundle
                """)
    }
}
