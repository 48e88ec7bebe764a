import CanonicalJSON
import Foundation
import Testing

@testable import Projections

/// `docs/events.md` says of every event what its code does.
@Suite struct EventDocumentationTests {
    @Test func thePageIsCurrent() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/events.md")
        let current = Event.documentation
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try Data(current.utf8).write(to: page)
            Issue.record("recorded docs/events.md; look at the difference, then run without RECORD_GOLDEN")
        }
        let recorded = String(decoding: try Data(contentsOf: page), as: UTF8.self)
        #expect(recorded == current, "docs/events.md is out of date; run with RECORD_GOLDEN=1")
    }

    /// A value that a documented member takes.
    private static func value(_ kind: EventDocumentation.Kind) -> JSONValue {
        switch kind {
        case .text: "a"
        case .textOrNull: .null
        case .texts: ["a", "b"]
        case .entity, .part: ["id": "a"]
        case .quantities: ["a": 1]
        }
    }

    private static func json(_ payload: any EventPayload.Type, without left: Text? = nil) -> JSONObject {
        var object: JSONObject = ["type": .string(payload.type)]
        for member in payload.documentation.members where member.name != left {
            object[member.name] = value(member.kind)
        }
        return object
    }

    @Test func membersAreThoseThatTheCodeReadsAndWrites() throws {
        for payload in Event.payloads {
            let whole = Self.json(payload)
            #expect(try Event(json: .object(whole)).json == .object(whole), "\(payload.type)")
            for member in payload.documentation.members {
                let lacking = Self.json(payload, without: member.name)
                if member.isRequired {
                    #expect(throws: EventError.missingMember(type: payload.type, member: member.name)) {
                        try Event(json: .object(lacking))
                    }
                } else {
                    #expect(try Event(json: .object(lacking)).json == .object(lacking), "\(payload.type)")
                }
                if case .text = member.kind {
                    var wrong = whole
                    wrong[member.name] = .null
                    #expect(throws: EventError.wrongKind(type: payload.type, member: member.name)) {
                        try Event(json: .object(wrong))
                    }
                }
            }
            var unknown = whole
            unknown["another"] = 1
            #expect(throws: EventError.unknownMember(type: payload.type, member: "another")) {
                try Event(json: .object(unknown))
            }
        }
    }

    @Test func createdEntitiesAreOfTheTypeThatTheyAreSaidToBe() throws {
        let base = WorldState(base: try World.importing([:]))
        for payload in Event.payloads {
            for case .entity(let type) in payload.documentation.members.map(\.kind) {
                let changed = base.applying([try Event(json: .object(Self.json(payload)))])
                #expect(changed.document(type, "a") != nil, "\(payload.type)")
                #expect(changed.changedCount == 1)
            }
        }
    }
}
