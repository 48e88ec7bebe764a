import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct TicketRecordsTests {
    var desk: Desk

    init() throws {
        desk = try Desk(#"{"support_ticket": {"t": {}}, "refund": {"r": {}}, "employee": {"e": {}}}"#)
    }

    static func id(_ prefix: String, _ text: String) -> String {
        prefix + Digest(of: Array(text.utf8)).hex.prefix(12)
    }

    @Test mutating func escalationStoresAnyDestination() throws {
        let arguments = #"{"ticket_id": "t", "escalation_type": "insufficient_permission", "destination": "the moon"}"#
        let escalation = try desk.call("create_escalation", arguments)
        let id = TicketRecordsTests.id("esc_", "t|insufficient_permission|the moon")
        #expect(
            try escalation
                == json(
                    """
                    {"id": "\(id)", "type": "escalation", "ticketId": "t", "escalationType": "insufficient_permission",
                     "destination": "the moon", "createdAt": "\(Desk.now)", "resolvedAt": null}
                    """))
        #expect(try desk.entity(Text("escalation/\(id)")) == escalation)
        #expect(try desk.read("create_escalation", arguments) == escalation)
    }

    @Test mutating func escalationKeepsNotes() throws {
        let escalation = try desk.call(
            "create_escalation",
            #"{"ticket_id": "t", "escalation_type": "technical", "destination": "", "notes": "why"}"#)
        #expect(escalation["notes"] == "why")
        #expect(escalation["destination"] == "")
    }

    @Test mutating func resolutionHasItsNullKeys() throws {
        let resolution = try desk.call("create_resolution", #"{"ticket_id": "t", "outcome": "no_action"}"#)
        #expect(
            try resolution
                == json(
                    """
                    {"id": "\(TicketRecordsTests.id("res_", "t|no_action||"))", "type": "resolution", "ticketId": "t",
                     "outcome": "no_action", "linkedRefundId": null, "resolvedById": null, "createdAt": "\(Desk.now)"}
                    """))
        #expect(try desk.entity("support_ticket/t")["resolutionId"] == nil)
    }

    @Test mutating func resolutionNamesRefundAndEmployee() throws {
        let resolution = try desk.call(
            "create_resolution",
            """
            {"ticket_id": "t", "outcome": "refund_issued", "linked_refund_id": "r", "resolved_by_id": "e", "details": "d"}
            """)
        #expect(resolution["id"] == .string(Text(TicketRecordsTests.id("res_", "t|refund_issued|e|r"))))
        #expect(resolution["linkedRefundId"] == "r")
        #expect(resolution["resolvedById"] == "e")
        #expect(resolution["details"] == "d")
    }

    @Test mutating func emptyLinksAreKeptAsGiven() throws {
        let resolution = try desk.call(
            "create_resolution",
            #"{"ticket_id": "t", "outcome": "no_action", "linked_refund_id": "", "resolved_by_id": ""}"#)
        #expect(resolution["linkedRefundId"] == "")
        #expect(resolution["resolvedById"] == "")
    }

    @Test(
        arguments: [
            (
                "create_escalation", #"{"ticket_id": "x", "escalation_type": "x", "destination": "hr"}"#,
                """
                Invalid escalation_type: 'x'. Must be one of: technical, policy_exception, product_specialist, \
                insufficient_permission
                """
            ),
            (
                "create_escalation", #"{"ticket_id": "x", "escalation_type": "technical", "destination": "hr"}"#,
                "Ticket x not found"
            ),
            (
                "create_resolution", #"{"ticket_id": "x", "outcome": "x"}"#,
                """
                Invalid outcome: 'x'. Must be one of: refund_issued, replacement_sent, recommendation_provided, \
                troubleshooting_steps, order_updated, no_action
                """
            ),
            (
                "create_resolution", #"{"ticket_id": "x", "outcome": "no_action", "linked_refund_id": "y"}"#,
                "Ticket x not found"
            ),
            (
                "create_resolution",
                #"{"ticket_id": "t", "outcome": "no_action", "linked_refund_id": "y", "resolved_by_id": "z"}"#,
                "Refund y not found"
            ),
            (
                "create_resolution", #"{"ticket_id": "t", "outcome": "no_action", "resolved_by_id": "z"}"#,
                "Employee z not found"
            ),
        ] as [(Text, String, String)]) func refuses(tool: Text, arguments: String, message: String) throws
    {
        #expect(try desk.refusal(tool, arguments) == message)
    }
}

@Suite struct UpdateTicketStatusTests {
    var desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"support_ticket": {"t": {"status": "open", "priority": "low", "assignedEmployeeId": "e",
              "updatedAt": "2025-01-01T00:00:00Z"}, "u": {}},
             "resolution": {"r": {"ticketId": "t"}, "q": {"ticketId": "u"}}}
            """)
    }

    @Test(arguments: [
        (#""status": "resolved""#, #"{"status": "resolved"}"#, 1),
        (#""priority": "high", "status": null"#, #"{"priority": "high"}"#, 1),
        (#""priority": null"#, "{}", 0),
        (#""assigned_employee_id": null"#, #"{"assignedEmployeeId": null}"#, 1),
        (#""assigned_employee_id": "nobody""#, #"{"assignedEmployeeId": "nobody"}"#, 1),
        (#""assigned_employee_id": "e", "status": "open", "priority": "low""#, "{}", 0),
        (
            #""resolution_id": "r", "closure_reason": "resolved_success", "status": "resolved""#,
            #"{"resolutionId": "r", "closureReason": "resolved_success", "status": "resolved"}"#, 3
        ),
    ]) func setsOnlyWhatIsGiven(arguments: String, changes: String, eventCount: Int) throws {
        var desk = desk
        var expected = try #require(desk.entity("support_ticket/t").object)
        for member in try #require(json(changes).object).members { expected[member.name] = member.value }
        let arguments = #"{"ticket_id": "t", \#(arguments)}"#
        #expect(try desk.run("updateTicketStatus", json(arguments)).events.count == eventCount)
        #expect(try desk.call("updateTicketStatus", arguments) == .object(expected))
        #expect(try desk.entity("support_ticket/t") == .object(expected))
        #expect(try desk.run("updateTicketStatus", json(arguments)).events.isEmpty)
    }

    @Test mutating func unassigningAnUnassignedTicketStoresNull() throws {
        let ticket = try desk.call("updateTicketStatus", #"{"ticket_id": "u", "assigned_employee_id": null}"#)
        #expect(ticket["assignedEmployeeId"] == JSONValue.null)
    }

    @Test(arguments: [
        (
            #"{"ticket_id": "x", "status": "done", "priority": "x", "closure_reason": "x"}"#,
            "Invalid status: 'done'. Must be one of: new, open, pending_customer, resolved, closed"
        ),
        (
            #"{"ticket_id": "x", "priority": "urgent", "closure_reason": "x"}"#,
            "Invalid priority: 'urgent'. Must be one of: low, normal, high"
        ),
        (
            #"{"ticket_id": "x", "closure_reason": "x"}"#,
            """
            Invalid closure_reason: 'x'. Must be one of: resolved_success, customer_abandoned, duplicate, \
            invalid_request, other
            """
        ),
        (#"{"ticket_id": "x", "resolution_id": "y"}"#, "Ticket x not found"),
        (#"{"ticket_id": "t", "resolution_id": "y"}"#, "Resolution y not found"),
        (#"{"ticket_id": "t", "resolution_id": "q"}"#, "Resolution q belongs to ticket u"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("updateTicketStatus", arguments) == message)
    }

    @Test func anAbsentTableHasItsOwnMessage() throws {
        #expect(
            try Desk().refusal("updateTicketStatus", #"{"ticket_id": "x"}"#) == "Support ticket table not found in data"
        )
        #expect(
            try Desk(#"{"support_ticket": {}}"#).refusal("updateTicketStatus", #"{"ticket_id": "x"}"#)
                == "Ticket x not found")
    }
}

@Suite struct GetCustomerTicketHistoryTests {
    static let world = """
        {"customer": {"c": {}, "d": {}},
         "support_ticket": {
          "t1": {"customerId": "c", "ticketType": "return", "status": "open", "priority": "low", "subject": "s",
            "createdAt": "2025-01-01T00:00:00Z", "updatedAt": "2025-02-01T00:00:00Z"},
          "t2": {"customerId": "c", "status": "resolved", "priority": "high", "subject": "",
            "createdAt": "2025-01-02T00:00:00Z"},
          "t3": {"customerId": "c", "status": "closed", "priority": "normal", "createdAt": "2025-01-03T00:00:00Z",
            "updatedAt": "2025-02-03T00:00:00Z"},
          "t4": {"customerId": "d"}},
         "escalation": {"x2": {"ticketId": "t1", "escalationType": "technical", "destination": "hr"},
          "x1": {"ticketId": "t2", "escalationType": "technical", "destination": "it"}, "x3": {"ticketId": "t4"}},
         "resolution": {"r1": {"ticketId": "t2", "outcome": "no_action"},
          "r0": {"ticketId": "t3", "outcome": "no_action", "details": "d"}}}
        """

    @Test func showsTicketsEscalationsAndResolutions() throws {
        #expect(
            try Desk(GetCustomerTicketHistoryTests.world)
                .read("getCustomerTicketHistory", #"{"customer_id": "c", "include_resolved": null}"#)
                == json(
                    """
                    {"tickets": [
                       {"id": "t3", "customerId": "c", "category": null, "status": "closed", "priority": "normal",
                        "subject": "", "createdAt": "2025-01-03T00:00:00Z", "updatedAt": "2025-02-03T00:00:00Z"},
                       {"id": "t2", "customerId": "c", "category": null, "status": "resolved", "priority": "high",
                        "subject": "", "createdAt": "2025-01-02T00:00:00Z", "updatedAt": null},
                       {"id": "t1", "customerId": "c", "category": "return", "status": "open", "priority": "low",
                        "subject": "s", "createdAt": "2025-01-01T00:00:00Z", "updatedAt": "2025-02-01T00:00:00Z"}],
                     "escalations": [
                       {"id": "x1", "ticketId": "t2", "escalation_type": "technical", "destination": "it"},
                       {"id": "x2", "ticketId": "t1", "escalation_type": "technical", "destination": "hr"}],
                     "resolutions": [
                       {"id": "r0", "ticketId": "t3", "outcome": "no_action", "details": "d"},
                       {"id": "r1", "ticketId": "t2", "outcome": "no_action", "details": null}]}
                    """))
    }

    @Test(arguments: [
        (#""include_resolved": false"#, ["t1"]),
        (#""tkt_created_after": "2025-01-02T00:00:00Z""#, ["t3", "t2"]),
        (#""tkt_created_before": "2025-01-02T00:00:00Z""#, ["t1"]),
        (#""tkt_updated_after": "2025-02-03T00:00:00Z""#, ["t3", "t2"]),
        (#""tkt_updated_before": "2025-02-03T00:00:00Z""#, ["t2", "t1"]),
        (#""tkt_updated_before": """#, ["t3", "t2", "t1"]),
    ]) func filters(arguments: String, expected: [String]) throws {
        let answer = try Desk(GetCustomerTicketHistoryTests.world)
            .read("getCustomerTicketHistory", #"{"customer_id": "c", \#(arguments)}"#)
        #expect((answer["tickets"]?.elements ?? []).map { $0["id"]?.text?.string } == expected)
        let shown = (answer["escalations"]?.elements ?? []) + (answer["resolutions"]?.elements ?? [])
        #expect(shown.allSatisfy { expected.contains($0["ticketId"]?.text?.string ?? "") })
    }

    @Test(arguments: [
        ("{}", "customer_id is required"), (#"{"customer_id": ""}"#, "customer_id is required"),
        (#"{"customer_id": "x", "tkt_created_after": "x"}"#, "Customer not found: x"),
        (
            #"{"customer_id": "c", "tkt_created_before": "x", "tkt_updated_after": "2025-01-01"}"#,
            """
            tkt_created_before must be in ISO 8601 format with timezone (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (
            #"{"customer_id": "c", "tkt_updated_before": "2025-01-01"}"#,
            """
            tkt_updated_before must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (#"{"customer_id": "c", "include_resolved": "no"}"#, "include_resolved must be true or false, not string"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(
            try Desk(GetCustomerTicketHistoryTests.world).refusal("getCustomerTicketHistory", arguments) == message)
    }
}

@Suite struct TicketToolsOfOursTests {
    var desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"customer": {"c": {}}, "employee": {"e": {}}, "build": {"b": {}},
             "order": {"o": {"customerId": "c"}, "p": {"customerId": "d"}}, "support_ticket": {"t": {}}}
            """)
    }

    @Test mutating func createsATicket() throws {
        let arguments = #"{"customer_id": "c", "subject": "s", "body": "b", "ticket_type": "return", "order_id": "o"}"#
        let ticket = try desk.call("createTicket", arguments)
        let id = TicketRecordsTests.id("tick_", "c|return|s|o")
        #expect(
            try ticket
                == json(
                    """
                    {"id": "\(id)", "customerId": "c", "subject": "s", "body": "b", "ticketType": "return",
                     "channel": "chat", "priority": "normal", "status": "new", "assignedEmployeeId": null, "orderId": "o",
                     "createdAt": "\(Desk.now)", "updatedAt": "\(Desk.now)"}
                    """))
        #expect(try desk.read("createTicket", arguments) == ticket)
        let other = try desk.call(
            "createTicket",
            #"{"customer_id": "c", "subject": "s", "body": "b", "ticket_type": "return", "build_id": "b"}"#)
        #expect(other["id"] == .string(Text(TicketRecordsTests.id("tick_", "c|return|s|"))))
        #expect(other["buildId"] == "b")
    }

    @Test mutating func addsNotes() throws {
        let arguments = #"{"ticket_id": "t", "author_id": "e", "text": "hi"}"#
        try desk.call("addTicketNote", arguments)
        let ticket = try desk.call("addTicketNote", arguments)
        #expect(
            try ticket["notes"]
                == json(
                    """
                    [{"id": "\(TicketRecordsTests.id("note_", "t|e|hi|0"))", "authorId": "e", "text": "hi",
                      "createdAt": "\(Desk.now)"},
                     {"id": "\(TicketRecordsTests.id("note_", "t|e|hi|1"))", "authorId": "e", "text": "hi",
                      "createdAt": "\(Desk.now)"}]
                    """))
        #expect(ticket["updatedAt"] == .string(Text(Desk.now)))
    }

    @Test(
        arguments: [
            (
                "createTicket",
                #"{"customer_id": "x", "subject": "", "body": "", "ticket_type": "x", "channel": "x", "priority": "x"}"#,
                """
                Invalid ticket_type: 'x'. Must be one of: return, troubleshooting, recommendation, order_issue, shipping, \
                billing, other
                """
            ),
            (
                "createTicket",
                #"{"customer_id": "x", "subject": "", "body": "", "ticket_type": "other", "channel": "x", "priority": "x"}"#,
                "Invalid channel: 'x'. Must be one of: web, email, phone, chat"
            ),
            (
                "createTicket",
                #"{"customer_id": "x", "subject": "", "body": "", "ticket_type": "other", "priority": "x"}"#,
                "Invalid priority: 'x'. Must be one of: low, normal, high"
            ),
            (
                "createTicket",
                #"{"customer_id": "x", "subject": "", "body": "", "ticket_type": "other", "order_id": "y"}"#,
                "Customer x not found"
            ),
            (
                "createTicket",
                #"{"customer_id": "c", "subject": "", "body": "", "ticket_type": "other", "order_id": "y"}"#,
                "Order y not found"
            ),
            (
                "createTicket",
                #"{"customer_id": "c", "subject": "", "body": "", "ticket_type": "other", "order_id": "p"}"#,
                "Order p does not belong to customer c"
            ),
            (
                "createTicket",
                #"{"customer_id": "c", "subject": "", "body": "", "ticket_type": "other", "build_id": "y"}"#,
                "Build y not found"
            ),
            ("addTicketNote", #"{"ticket_id": "x", "author_id": "y", "text": ""}"#, "text is required"),
            ("addTicketNote", #"{"ticket_id": "x", "author_id": "y", "text": "a"}"#, "Ticket x not found"),
            ("addTicketNote", #"{"ticket_id": "t", "author_id": "y", "text": "a"}"#, "Employee y not found"),
        ] as [(Text, String, String)]) func refuses(tool: Text, arguments: String, message: String) throws
    {
        #expect(try desk.refusal(tool, arguments) == message)
    }
}
