import CanonicalJSON
import Projections
import Testing

@Suite struct WorldStateTests {
    private func base(orders: Int = 3) throws -> Snapshot {
        let members = (0..<orders).map { JSONObject.Member(name: Text("o-\($0)"), value: World.order()) }
        return try World.importing(["order": .object(JSONObject(uniqueMembers: members)), "refund": [:]])
    }

    private func rootByDefinition(_ world: WorldState) -> Digest {
        let changed = world.changed.map { JSONObject.Member(name: $0.key.text, value: $0.document.digest.json) }
        return Digest(
            of: [
                "changed": .object(JSONObject(uniqueMembers: changed)), "kind": "root",
                "snapshot": world.base.digest.json,
            ])
    }

    @Test func rootsAreThoseOfTheFormat() throws {
        let base = try World.importing([
            "order": [:],
            "bundle": [
                "b": ["name": "é", "discount": ["type": "fixed", "value": 5], "componentIds": []],
                "a": ["name": "n", "discount": ["type": "percent", "value": 10], "componentIds": []],
            ],
        ])
        let world = WorldState(base: base)
        #expect(world.root.hex == "f6f2d34d14f519cd19009d0596b84604109cb9cbedd83402387b273d824a253f")
        let hold = Document(.hold, id: "o-1", members: ["lines": ["p-1": 2]])
        let changed = world.folding([EntityChange(key: hold.key, document: hold)])
        #expect(changed.root.hex == "0e70e85ccb35a7035d2a47f13e6fb4d6c6d869e491ed97d56b2b7bdc11dc83b0")
        #expect(world.root != changed.root)
    }

    @Test func rootsOfTwoSnapshotsDiffer() throws {
        let first = WorldState(base: try base(orders: 1))
        let second = WorldState(base: try base(orders: 2))
        #expect(first.root == rootByDefinition(first))
        #expect(second.root == rootByDefinition(second))
        #expect(first.root != second.root)
    }

    @Test func forksDoNotSeeEachOther() throws {
        let parent = WorldState(base: try base()).applying([.orderStatusChanged(order: "o-0", status: "cancelled")])
        let left = parent.applying([.orderStatusChanged(order: "o-1", status: "refunded")])
        let right = parent.applying([.orderCreated(["id": "new"])])
        #expect(parent.changedCount == 1)
        #expect(parent.entity(Order.self, "o-1")?.status == "paid")
        #expect(left.entity(Order.self, "o-1")?.status == "refunded")
        #expect(right.entity(Order.self, "o-1")?.status == "paid")
        #expect(left.document(.order, "new") == nil)
        #expect(right.documents(.order).map(\.id) == ["new", "o-0", "o-1", "o-2"])
        #expect(right.count(.order) == 4)
    }

    @Test func backToTheSnapshotIsNoChange() throws {
        let start = WorldState(base: try base())
        let changed = start.applying([.orderStatusChanged(order: "o-0", status: "cancelled")])
        let back = changed.applying([.orderStatusChanged(order: "o-0", status: "paid")])
        #expect(changed.changes(since: start).map(\.document) == [changed.document(.order, "o-0")])
        #expect(back.changes(since: changed) == [EntityChange(key: EntityKey(.order, "o-0"), document: nil)])
        #expect(back.changes(since: start) == [])
        #expect(back == start)
        #expect(back.root == start.root)
        let same = start.applying([.orderStatusChanged(order: "o-0", status: "paid")])
        #expect(same.changes(since: start) == [])
        #expect(
            changed.applying([.orderStatusChanged(order: "o-0", status: "cancelled")]).changes(since: changed) == [])
    }

    @Test func absentAndEmptyTablesDiffer() throws {
        let world = WorldState(base: try base())
        #expect(world.hasTable(.refund))
        #expect(!world.hasTable(.payment))
        #expect(world.documents(.refund) == [])
        #expect(world.documents(.payment) == [])
        #expect(world.types == [.order, .refund])
        let without = try World.importing(["order": [:]])
        let with = try World.importing(["order": [:], "refund": [:]])
        #expect(without.digest != with.digest)
    }

    @Test func changesStandInTheOrderOfMembers() throws {
        // UTF-16 puts U+1F600 before U+FF5E; UTF-8 does not.
        let world = WorldState(base: try base())
        let after = world.applying([
            .orderCreated(["id": "\u{FF5E}"]), .orderCreated(["id": "\u{1F600}"]), .orderCreated(["id": "a"]),
        ])
        #expect(after.changes(since: world).map(\.key.id) == ["a", "\u{1F600}", "\u{FF5E}"])
        #expect(after.changed.map(\.key.id) == ["a", "\u{1F600}", "\u{FF5E}"])
        #expect(after.documents(.order).map(\.id) == ["a", "o-0", "o-1", "o-2", "\u{FF5E}", "\u{1F600}"])
        #expect(after.root == rootByDefinition(after))
    }

    @Test(arguments: 0..<60)
    func statesAgreeWithAPlainDictionary(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let base = try base(orders: 6)
        var world = WorldState(base: base)
        var model: [EntityKey: Document] = [:]
        for document in base.documents(.order) { model[document.key] = document }
        var history = [world]
        var folded = world
        let statuses: [Text] = ["paid", "pending", "cancelled"]

        for step in 0..<40 {
            var events: [Event] = []
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let order = Text("o-\(Int.random(in: 0..<8, using: &generator))")
                let status = statuses.randomElement(using: &generator) ?? "paid"
                let created = Bool.random(using: &generator)
                let event: Event =
                    created
                    ? .orderCreated(["id": .string(order), "n": .number(JSONNumber(Int32(step)))])
                    : .orderStatusChanged(order: order, status: status)
                events.append(event)
                let key = EntityKey(.order, order)
                if created {
                    if model[key] == nil {
                        model[key] = Document(.order, id: order, members: ["n": .number(JSONNumber(Int32(step)))])
                    }
                } else if var object = model[key]?.object {
                    object["status"] = .string(status)
                    model[key] = Document(.order, id: order, members: object)
                }
            }
            let next = world.applying(events)
            let changes = next.changes(since: world)
            for change in changes {
                #expect(world.document(change.key)?.bytes != next.document(change.key)?.bytes)
                #expect(
                    (change.document == nil) == (base.document(change.key)?.bytes == next.document(change.key)?.bytes))
            }
            folded = folded.folding(changes)
            world = next
            history.append(world)

            #expect(folded == world)
            #expect(folded.root == world.root)
            #expect(world.root == rootByDefinition(world))
            #expect(world.documents(.order) == model.values.sorted { $0.key < $1.key })
            #expect(world.count(.order) == model.count)
            #expect(world.changedCount == model.count { base.document($0.key) != $0.value })
        }

        let earlier = history[Int.random(in: history.indices, using: &generator)]
        #expect(earlier.folding(world.changes(since: earlier)) == world)
        #expect(
            WorldState(base: base).folding(world.changed.map { EntityChange(key: $0.key, document: $0.document) })
                == world)
    }

    @Test(
        arguments: [
            (#"{"id":"o-1"}"#, nil), (#"{"id":"o-2"}"#, DocumentError.otherID("o-2")), ("{}", .missingID),
            ("[]", .notAnObject), (#"{"id": "o-1"}"#, .notCanonical), (#"{"id":1}"#, .missingID),
        ] as [(String, DocumentError?)])
    func documentsAreReadBackOnlyWhenCanonical(text: String, error: DocumentError?) throws {
        let bytes = Array(text.utf8)
        if let error {
            #expect(throws: error) { try Document(key: EntityKey(.order, "o-1"), canonical: bytes) }
        } else {
            #expect(try Document(key: EntityKey(.order, "o-1"), canonical: bytes).digest == Digest(of: bytes))
        }
    }
}
