import CanonicalJSON
import Projections
import Testing

/// Events of tickets and of what belongs to a case: builds, claims, escalations, resolutions, chat.
@Suite struct CaseEventTests {
    static let examples: [(event: Event, json: String)] = [
        (.buildCreated(["id": "b-1"]), #"{"build":{"id":"b-1"},"type":"build.created"}"#),
        (
            .buildChanged(build: "b-1", name: nil, parts: ["p-1", "p-1"], at: "2025-09-15T19:00:00Z"),
            #"{"at":"2025-09-15T19:00:00Z","build":"b-1","parts":["p-1","p-1"],"type":"build.changed"}"#
        ),
        (
            .buildChanged(build: "b-1", name: "", parts: [], at: "now"),
            #"{"at":"now","build":"b-1","name":"","parts":[],"type":"build.changed"}"#
        ),
        (.escalationCreated(["id": "e-1"]), #"{"escalation":{"id":"e-1"},"type":"escalation.created"}"#),
        (.resolutionCreated(["id": "r-1"]), #"{"resolution":{"id":"r-1"},"type":"resolution.created"}"#),
        (.warrantyClaimCreated(["id": "w-1"]), #"{"claim":{"id":"w-1"},"type":"warranty_claim.created"}"#),
        (.slackMessagePosted(["id": "m-1"]), #"{"message":{"id":"m-1"},"type":"slack_message.posted"}"#),
        (.ticketCreated(["id": "t-1"]), #"{"ticket":{"id":"t-1"},"type":"ticket.created"}"#),
        (
            .ticketStatusChanged(ticket: "t-1", status: "open"),
            #"{"status":"open","ticket":"t-1","type":"ticket.status_changed"}"#
        ),
        (
            .ticketPriorityChanged(ticket: "t-1", priority: "high"),
            #"{"priority":"high","ticket":"t-1","type":"ticket.priority_changed"}"#
        ),
        (
            .ticketAssigned(ticket: "t-1", employee: "dana-kim"),
            #"{"employee":"dana-kim","ticket":"t-1","type":"ticket.assigned"}"#
        ),
        (
            .ticketAssigned(ticket: "t-1", employee: nil),
            #"{"employee":null,"ticket":"t-1","type":"ticket.assigned"}"#
        ),
        (
            .ticketResolutionLinked(ticket: "t-1", resolution: "r-1"),
            #"{"resolution":"r-1","ticket":"t-1","type":"ticket.resolution_linked"}"#
        ),
        (
            .ticketClosureReasonGiven(ticket: "t-1", reason: "duplicate"),
            #"{"reason":"duplicate","ticket":"t-1","type":"ticket.closure_reason_given"}"#
        ),
        (
            .ticketNoteAdded(ticket: "t-1", note: ["id": "note_1", "createdAt": "now"]),
            #"{"note":{"createdAt":"now","id":"note_1"},"ticket":"t-1","type":"ticket.note_added"}"#
        ),
    ]

    @Test(arguments: examples.indices)
    func comesBackFromItsText(index: Int) throws {
        let example = CaseEventTests.examples[index]
        #expect(String(decoding: example.event.json.canonicalBytes, as: UTF8.self) == example.json)
        #expect(try Event(json: json(example.json)) == example.event)
    }

    @Test(arguments: [
        (
            #"{"type":"ticket.assigned","ticket":"t"}"#,
            EventError.missingMember(type: "ticket.assigned", member: "employee")
        ),
        (
            #"{"type":"ticket.assigned","ticket":"t","employee":1}"#,
            .wrongKind(type: "ticket.assigned", member: "employee")
        ),
        (
            #"{"type":"build.changed","build":"b","parts":["p",1],"at":"now"}"#,
            .wrongKind(type: "build.changed", member: "parts")
        ),
        (#"{"type":"build.changed","build":"b","at":"now"}"#, .missingMember(type: "build.changed", member: "parts")),
        (
            #"{"type":"build.changed","build":"b","parts":[],"at":"now","name":null}"#,
            .wrongKind(type: "build.changed", member: "name")
        ),
        (
            #"{"type":"ticket.note_added","ticket":"t","note":{}}"#,
            .wrongKind(type: "ticket.note_added", member: "note")
        ),
    ])
    func whatIsNoEventIsRefused(text: String, error: EventError) throws {
        let value = try json(text)
        #expect(throws: error) { try Event(json: value) }
    }

    @Test func missingTargetsChangeNothing() throws {
        let world = WorldState(base: try World.importing([:]))
        let changes = CaseEventTests.examples.map(\.event).filter { !$0.isCreation }
        #expect(changes.count == 9)
        #expect(world.applying(changes) == world)
    }

    @Test func eachChangeSetsOnlyItsFields() throws {
        let members = try object(
            """
            {"id":"t-1","customerId":"c","priority":"low","status":"new","subject":"s",
             "createdAt":"2025-01-01T00:00:00Z","updatedAt":"2025-01-02T00:00:00Z"}
            """)
        let world = WorldState(base: try World.importing([:])).applying([.ticketCreated(members)])
        let after = world.applying([
            .ticketStatusChanged(ticket: "t-1", status: "resolved"), .ticketAssigned(ticket: "t-1", employee: nil),
            .ticketPriorityChanged(ticket: "t-1", priority: "high"),
            .ticketResolutionLinked(ticket: "t-1", resolution: "r-1"),
            .ticketClosureReasonGiven(ticket: "t-1", reason: "duplicate"),
        ])
        var expected = members
        expected["status"] = "resolved"
        expected["assignedEmployeeId"] = .null
        expected["priority"] = "high"
        expected["resolutionId"] = "r-1"
        expected["closureReason"] = "duplicate"
        #expect(after.document(.supportTicket, "t-1")?.object == expected)
    }

    @Test func notesAreAppendedAndTouchTheTicket() throws {
        let world = WorldState(base: try World.importing([:])).applying([
            .ticketCreated(["id": "t-1"]), .ticketNoteAdded(ticket: "t-1", note: ["id": "n-1", "createdAt": "first"]),
            .ticketNoteAdded(ticket: "t-1", note: ["id": "n-2", "createdAt": "second"]),
        ])
        #expect(
            world.document(.supportTicket, "t-1")?.description == """
                {"id":"t-1","notes":[{"createdAt":"first","id":"n-1"},{"createdAt":"second","id":"n-2"}],\
                "updatedAt":"second"}
                """)
    }

    @Test func aBuildKeepsBothListsOnlyWhereItHadThem() throws {
        let world = WorldState(base: try World.importing([:])).applying([
            .buildCreated(["id": "a", "componentIds": ["x"], "name": "old"]), .buildCreated(["id": "b"]),
            .buildChanged(build: "a", name: nil, parts: ["p"], at: "now"),
            .buildChanged(build: "b", name: "new", parts: ["p"], at: "now"),
        ])
        #expect(
            world.document(.build, "a")?.description
                == #"{"componentIds":["p"],"id":"a","name":"old","productIds":["p"],"updatedAt":"now"}"#)
        #expect(
            world.document(.build, "b")?.description
                == #"{"id":"b","name":"new","productIds":["p"],"updatedAt":"now"}"#)
    }
}

extension Event {
    /// Whether the event adds an entity.
    fileprivate var isCreation: Bool {
        type.string.hasSuffix(".created") || type == "slack_message.posted"
    }
}
