import CanonicalJSON
import Testing

@Suite struct JSONObjectTests {
    @Test("members are found among few and among many", arguments: [0, 1, 2, 23, 24, 25, 26, 300])
    func lookup(count: Int) {
        // Equally long names, and names of which one begins another; beyond ASCII, too.
        let names = (0..<count).map { Text($0.isMultiple(of: 3) ? "é\($0)" : "n\($0)") }
        let object = JSONObject(
            uniqueMembers: names.enumerated().map {
                .init(name: $0.element, value: .number(JSONNumber(Int32($0.offset))))
            })
        for (index, name) in names.enumerated() { #expect(object[name] == .number(JSONNumber(Int32(index)))) }
        for other: Text in ["", "n", "é", "e\u{301}0", "n00", "z"] { #expect(object[other] == nil) }
    }

    /// The object beside a dictionary, through random assignments and removals.
    @Test(.tags(.property), arguments: Seed.sweep(16))
    func behavesAsADictionary(seed: Seed) throws {
        var random = seed.generator
        let names = (0..<24).map { _ in random.text(upTo: 3) }
        var model: [Text: JSONValue] = [:]
        var object = JSONObject()
        for step in 0..<400 {
            let name = try #require(names.randomElement(using: &random))
            let value: JSONValue? = Bool.random(using: &random) ? .number(JSONNumber(Int32(step))) : nil
            model[name] = value
            object[name] = value
            #expect(object[name] == value)
            #expect(object.count == model.count)
        }
        #expect(object.isEmpty == model.isEmpty)
        let ordered = model.keys.sorted { Array($0.string.utf16).lexicographicallyPrecedes(Array($1.string.utf16)) }
        #expect(object.members.map(\.name) == ordered)
        #expect(object == JSONObject(uniqueMembers: model.map { JSONObject.Member(name: $0.key, value: $0.value) }))
    }

    @Test func tellsAnAbsentMemberFromNull() throws {
        let value = try JSONParser.parse("{\"b\":{\"d\":1,\"c\":2},\"a\":null}")
        #expect(value["b"]?["c"] == 2)
        #expect(value["a"]?.isNull == true)
        #expect(value["x"] == nil)
        #expect(value["a"] != nil)
        #expect(value["a"]?["x"] == nil)
        var object = try #require(value.object)
        object["a"] = nil
        #expect(object.canonicalBytes == "{\"b\":{\"c\":2,\"d\":1}}".bytes)
        #expect(value["b"]?.kind == "object")
    }

    #if os(Linux)
        @Test func insistsOnDistinctNames() async {
            await #expect(processExitsWith: .failure) {
                _ = JSONObject(uniqueMembers: [
                    .init(name: "a", value: 1), .init(name: "b", value: 1), .init(name: "a", value: 2),
                ])
            }
        }
    #endif
}
