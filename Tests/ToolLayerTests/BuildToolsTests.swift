import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct CreateBuildTests {
    var desk: Desk

    init() throws {
        desk = try Desk(#"{"customer": {"c": {}}, "product": {"b": {}, "a": {}, "B": {}}}"#)
    }

    static func id(_ text: String) -> String {
        "build_" + Digest(of: Array(text.utf8)).hex.prefix(12)
    }

    @Test mutating func storesSortedParts() throws {
        let build = try desk.call(
            "createBuild", #"{"name": "My rig", "customer_id": "c", "product_ids": ["b", "a", "B", "a"]}"#)
        let id = CreateBuildTests.id("My rig|c|B|a|a|b")
        #expect(
            try build
                == json(
                    """
                    {"id": "\(id)", "name": "My rig", "customerId": "c", "productIds": ["B", "a", "a", "b"],
                     "createdAt": "\(Desk.now)", "updatedAt": "\(Desk.now)"}
                    """))
        #expect(try desk.entity(Text("build/\(id)")) == build)
        #expect(
            try desk.read(
                "createBuild", #"{"name": "My rig", "customer_id": "c", "product_ids": ["a", "a", "b", "B"]}"#) == build
        )
    }

    @Test mutating func mayBeEmpty() throws {
        let build = try desk.call("createBuild", #"{"name": "", "customer_id": "c", "product_ids": []}"#)
        #expect(build["id"] == .string(Text(CreateBuildTests.id("|c|"))))
        #expect(build["productIds"] == [])
    }

    @Test(arguments: [
        (#"{"name": "n", "customer_id": "x", "product_ids": ["y"]}"#, "Customer x not found"),
        (#"{"name": "n", "customer_id": "c", "product_ids": ["y", "a", "x"]}"#, "Products not found: y, x"),
        (#"{"name": "n", "customer_id": "c"}"#, "Missing required argument: product_ids"),
        (#"{"customer_id": "c", "product_ids": []}"#, "Missing required argument: name"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("createBuild", arguments) == message)
    }
}

@Suite struct UpdateBuildTests {
    var desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"product": {"a": {}, "b": {}, "c": {}},
             "build": {
              "made": {"name": "n", "productIds": ["a", "b", "b"]},
              "imported": {"componentIds": ["c", "a", "a"]},
              "both": {"componentIds": ["c"], "productIds": ["a"]},
              "bare": {}}}
            """)
    }

    @Test(arguments: [
        ("made", #""add_product_ids": ["c", "a"], "remove_product_ids": ["b"]"#, ["a", "a", "b", "c"]),
        ("made", #""remove_product_ids": ["b", "b", "a"]"#, []),
        ("imported", #""add_product_ids": ["b"]"#, ["a", "a", "b", "c"]),
        ("both", #""add_product_ids": ["b"], "remove_product_ids": ["a"]"#, ["b"]),
        ("bare", #""add_product_ids": ["b", "b"]"#, ["b", "b"]),
        ("imported", #""name": null"#, ["a", "a", "c"]),
    ]) func removesThenAddsAndSorts(build: String, change: String, parts: [Text]) throws {
        var desk = desk
        let before = try desk.entity(Text("build/\(build)"))
        let after = try desk.call("updateBuild", #"{"build_id": "\#(build)", \#(change)}"#)
        #expect(after["productIds"] == .array(parts.map { .string($0) }))
        if before["componentIds"] == nil {
            #expect(after["componentIds"] == nil)
        } else {
            #expect(after["componentIds"] == after["productIds"])
        }
        #expect(after["updatedAt"] == .string(Text(Desk.now)))
        #expect(after["createdAt"] == before["createdAt"])
        #expect(after["name"] == before["name"])
    }

    @Test mutating func storesEvenAnEmptyName() throws {
        let build = try desk.call("updateBuild", #"{"build_id": "made", "name": ""}"#)
        #expect(build["name"] == "")
        #expect(try build["productIds"] == json(#"["a", "b", "b"]"#))
    }

    @Test(arguments: [
        (#"{"build_id": "x", "add_product_ids": ["y"]}"#, "Build x not found"),
        (
            #"{"build_id": "made", "add_product_ids": ["y", "z"], "remove_product_ids": ["c"]}"#,
            "Products not found: y, z"
        ),
        (
            #"{"build_id": "made", "add_product_ids": ["c"], "remove_product_ids": ["c", "b", "b", "b"]}"#,
            "Products not in build: c, b"
        ),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("updateBuild", arguments) == message)
    }

    @Test func anAbsentTableHasItsOwnMessage() throws {
        #expect(try Desk().refusal("updateBuild", #"{"build_id": "x"}"#) == "Build table not found in data")
        #expect(try Desk(#"{"build": {}}"#).refusal("updateBuild", #"{"build_id": "x"}"#) == "Build x not found")
    }
}
