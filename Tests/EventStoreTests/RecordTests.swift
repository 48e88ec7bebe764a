import CanonicalJSON
import EventStore
import Testing

@Suite struct RecordTests {
    static let d = Digest(of: [1, 2, 3])

    static let records: [Record] = [
        Record(
            seq: 0, prev: nil, root: d,
            changes: [.init(key: "order/ord-1", digest: d), .init(key: "a/b", digest: nil)],
            body: .opened(.init(rules: "corecraft/1", snapshot: d, task: nil, tools: d, seed: 9_007_199_254_740_991))),
        Record(
            seq: 0, prev: nil, root: d,
            body: .opened(.init(rules: "corecraft/1", snapshot: d, task: d, tools: d, seed: 0))),
        Record(
            seq: 1, prev: d, root: d,
            body: .call(.init(name: "getOrder", arguments: .inline(["id": "ö\u{1}"]), result: d, isError: false))),
        Record(
            seq: 2, prev: d, root: d, changes: [.init(key: "order/x/y", digest: d)],
            body: .call(.init(name: "x", arguments: .blob(d), result: d, isError: true, events: .inline([1])))),
        Record(
            seq: 3, prev: d, root: d,
            body: .call(.init(name: "x", arguments: .inline([:]), result: d, isError: false, events: .blob(d)))),
        Record(seq: 4, prev: d, root: d, body: .message(.init(role: "user", content: d))),
        Record(seq: 5, prev: d, root: d, body: .submitted(.init(response: d))),
        Record(seq: 5, prev: d, root: d, body: .submitted(.init(response: d, stopped: "turn_limit"))),
        Record(
            seq: 6, prev: d, root: d, changes: [.init(key: "a/b", digest: d)], body: .other(kind: "later", JSONObject())
        ),
    ]

    @Test(arguments: records) func aRecordIsParsedBackFromItsBytes(record: Record) throws {
        let bytes = record.canonicalBytes
        #expect(try Record(parsing: bytes) == record)
        #expect(try JSONParser.parse(bytes).canonicalBytes == bytes)
        #expect(record.hash == Digest(of: bytes))
    }

    @Test(arguments: records) func aMemberTooManyIsRefused(record: Record) throws {
        var object = try #require(try JSONParser.parse(record.canonicalBytes).object)
        object["zzz"] = 1
        if case .other = record.body {
            #expect(try Record(parsing: object.canonicalBytes).canonicalBytes == object.canonicalBytes)
        } else {
            #expect(throws: RecordError.unexpectedMember("zzz")) { try Record(parsing: object.canonicalBytes) }
        }
    }

    @Test(arguments: records) func aMemberTooFewIsRefused(record: Record) throws {
        let object = try #require(try JSONParser.parse(record.canonicalBytes).object)
        for name in object.members.map(\.name) where !["changes", "events", "events_blob", "stopped"].contains(name) {
            var without = object
            without[name] = nil
            #expect(throws: RecordError.self) { try Record(parsing: without.canonicalBytes) }
        }
    }

    @Test func bytesThatAreNotCanonicalAreRefused() {
        let bytes = [UInt8(ascii: " ")] + RecordTests.records[4].canonicalBytes
        #expect(throws: RecordError.notCanonical) { try Record(parsing: bytes) }
    }

    @Test func rootAgreesWithTheCanonicalObject() {
        let d = RecordTests.d
        let astral = Text("a/\u{1F600}")
        let privateUse = Text("a/\u{E000}")
        let expected: JSONValue = [
            "changed": .object(
                JSONObject(uniqueMembers: [.init(name: privateUse, value: d.json), .init(name: astral, value: d.json)])),
            "kind": "root", "snapshot": d.json,
        ]
        #expect(
            StateRoot.digest(snapshot: d, changed: [(key: privateUse, digest: d), (key: astral, digest: d)])
                == Digest(of: expected))
        var root = StateRoot(snapshot: d)
        root.fold([.init(key: privateUse, digest: d), .init(key: "b/c", digest: d), .init(key: astral, digest: d)])
        root.fold([.init(key: "b/c", digest: nil)])
        #expect(root.digest == Digest(of: expected))
        #expect(root.changedCount == 2)
    }
}
