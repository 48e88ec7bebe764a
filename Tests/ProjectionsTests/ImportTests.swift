import CanonicalJSON
import Projections
import Testing

@Suite struct ImportTests {
    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try Snapshot.importing(json(text))
            return []
        } catch let error as ImportError {
            return error.problems.map(\.path)
        }
    }

    @Test(
        arguments: [
            ("[]", ["snapshot"]),
            ("{}", ["name", "clock", "entities"]),
            (#"{"name":1,"clock":[],"entities":1,"extra":1}"#, ["extra", "name", "clock", "entities"]),
            (#"{"name":"n","clock":{"now":"2025-09-15T19:00:00"},"entities":{}}"#, ["clock.now"]),
            (
                #"{"name":"n","clock":{"now":"2025-09-15T19:00:00Z","tick_seconds":1,"zone":"x"},"entities":{}}"#,
                ["clock.zone", "clock.tick_seconds"]
            ),
            (#"{"name":"n","clock":{"now":"2025-09-15T19:00:00Z","tick_seconds":0},"entities":{}}"#, []),
            (
                #"{"name":"n","clock":{"now":"2025-09-15T19:00:00Z"},"entities":{"_hold":{},"orders":{},"order":[]}}"#,
                ["entities._hold", "entities.order", "entities.orders"]
            ),
        ] as [(String, [String])])
    func namesEveryProblem(text: String, paths: [String]) throws {
        #expect(try problems(text) == paths)
    }

    @Test func collectsProblemsOfAllEntities() throws {
        let text = #"""
            {"name":"n","clock":{"now":"2025-09-15T19:00:00Z"},"entities":{
             "build":{"b-1":{"id":"b-2","createdAt":"x","updatedAt":"2025-09-15T19:00:00Z"},"b-3":7,
                      "b-4":{"id":4,"createdAt":"2025-09-15T19:00:00Z","updatedAt":"2025-09-15T19:00:00Z"}},
             "employee":{"":{"name":"n","email":"e","title":"t","department":"HR"}}}}
            """#
        #expect(
            try problems(text) == [
                "entities.build.b-1.id", "entities.build.b-1.createdAt", "entities.build.b-3", "entities.build.b-4.id",
                "entities.employee.", "entities.employee..department",
            ])
    }

    @Test(arguments: [
        ("x", true), (String(repeating: "é", count: 100), true), (String(repeating: "é", count: 100) + "x", false),
        ("", false), ("a\u{0}", false), ("a\u{7F}", false), ("a\u{85}", false), ("a\nb", false), ("a/b c", true),
        ("\u{2028}", true),
    ])
    func idsAreShortAndPrintable(id: String, isValid: Bool) {
        #expect(EntityKey.isValid(id: Text(id)) == isValid)
        let build: JSONValue = ["createdAt": .string(World.now), "updatedAt": .string(World.now)]
        let table = JSONObject(uniqueMembers: [.init(name: Text(id), value: build)])
        #expect(((try? World.importing(["build": .object(table)])) != nil) == isValid)
    }

    @Test func putsTheIDInAndKeepsAllElse() throws {
        let snapshot = try World.importing([
            "product": [
                "p-1": [
                    "category": "cpu", "sku": "s", "name": "n", "brand": "b", "price": .decimal(1.50),
                    "inventory": ["inStock": 1, "backorderable": false, "aisle": "7"],
                    "specs": ["cpu": ["socket": "AM5", "cache": [1, 2]], "odd": .null], "colour": "red",
                ]
            ]
        ])
        let product = try #require(snapshot.document(.product, "p-1"))
        let expected =
            #"{"brand":"b","category":"cpu","colour":"red","id":"p-1","inventory":{"aisle":"7","backorderable":false,"#
            + #""inStock":1},"name":"n","price":1.5,"sku":"s","specs":{"cpu":{"cache":[1,2],"socket":"AM5"},"#
            + #""odd":null}}"#
        #expect(product.description == expected)
        #expect(
            IntegrityLint.unknownFields(in: snapshot).map(\.message) == [
                "colour is not declared for product; it is kept as it is",
                "inventory.aisle is not declared for product; it is kept as it is",
                "specs.cpu.cache is not declared for product; it is kept as it is",
                "specs.odd is not declared for product; it is kept as it is",
            ])
    }

    @Test func canonicallyEquivalentIDsAreTwoIDs() throws {
        let build: JSONValue = ["createdAt": .string(World.now), "updatedAt": .string(World.now)]
        let composed: Text = "caf\u{E9}"
        let decomposed: Text = "cafe\u{301}"
        let table = JSONObject(uniqueMembers: [
            .init(name: composed, value: build), .init(name: decomposed, value: build),
        ])
        let snapshot = try World.importing(["build": .object(table)])
        #expect(snapshot.documents(.build).map(\.id) == [decomposed, composed])
        #expect(snapshot.document(.build, composed)?.id == composed)
        #expect(snapshot.document(.build, decomposed)?.id == decomposed)
        #expect(snapshot.document(.build, "cafe") == nil)
    }

    @Test func danglingReferencesAreTaken() throws {
        let snapshot = try World.importing(["order": ["o-1": World.order("nobody")]])
        #expect(IntegrityLint.findings(in: snapshot).contains { $0.rule == "I-REF-1" })
    }

    @Test func keysSplitAtTheFirstSlash() throws {
        let key = try #require(EntityKey("order/a/b"))
        #expect(key == EntityKey(.order, "a/b"))
        #expect(key.text == "order/a/b")
        for text: Text in ["order", "order/", "/x", "orders/x", "order/a\u{1}", ""] { #expect(EntityKey(text) == nil) }
        #expect(EntityKey("_hold/o-1") == EntityKey(.hold, "o-1"))
    }
}
