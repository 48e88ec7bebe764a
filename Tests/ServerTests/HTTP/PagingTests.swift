import CanonicalJSON
import Testing

@testable import Server

@Suite("Lists that page")
struct PagingTests {
    /// All entries of a list, page by page.
    private static func walk(
        _ server: LiveServer, _ path: String, _ name: Text, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [JSONValue] {
        var seen: [JSONValue] = []
        var next: String? = ""
        var pages = 0
        while let cursor = next, pages < 100 {
            let page = try await server.send("GET", cursor.isEmpty ? path : "\(path)&cursor=\(cursor)").json
            seen += page[name]?.elements ?? []
            next = page["next_cursor"]?.text?.string
            pages += 1
            try await between(pages)
        }
        return seen
    }

    private static func world(_ name: String) -> JSONValue {
        ["clock": ["now": "2025-09-15T19:00:00Z"], "entities": ["order": [:]], "name": .string(Text(name))]
    }

    @Test func snapshotsPageStablyWhileOthersAreImported() async throws {
        try await LiveServer.run { server in
            for name in ["a", "b", "c"] {
                #expect(try await server.send("POST", "/v1/snapshots", Self.world(name)).status == 201)
            }
            let whole = try await server.send("GET", "/v1/snapshots").json
            #expect(whole["next_cursor"] == .null)
            let all = whole["snapshots"]?.elements?.compactMap { $0["name"]?.text?.string } ?? []
            #expect(all.suffix(3) == ["a", "b", "c"])
            let walked = try await Self.walk(server, "/v1/snapshots?limit=1", "snapshots") { page in
                // New ones before and behind the cursor, and one again that is there.
                for name in ["A\(page)", "c", "z\(page)"] where page < 10 {
                    _ = try await server.send("POST", "/v1/snapshots", Self.world(name))
                }
            }
            // What was there is seen once, whatever else is seen.
            let names = walked.compactMap { $0["name"]?.text?.string }
            #expect(names.filter { all.contains($0) } == all)
            #expect(Set(names).count == names.count)
        }
    }

    @Test func tasksPageAndTheirCursorsAreBoundToTheirFilters() async throws {
        try await LiveServer.run { server in
            let all = try await server.send("GET", "/v1/tasks").json
            #expect(all["next_cursor"] == .null)
            #expect(try await Self.walk(server, "/v1/tasks?limit=1", "tasks") == all["tasks"]?.elements)
            for query in ["limit=0", "limit=1001", "cursor=x"] {
                #expect(try await server.send("GET", "/v1/tasks?\(query)").status == 422)
                #expect(try await server.send("GET", "/v1/snapshots?\(query)").status == 422)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8], [0, 1, 7])
    func everyEntryIsOnOnePage(limit: Int, count: Int) {
        let list = Cursor(of: ["test"])
        let entries = (0..<count).map { Text("k\($0)") }
        var seen: [Text] = []
        var after: Text?
        repeat {
            let page = list.page(of: entries, after: after, limit: limit, by: \.self)
            seen += page.elements
            after = if case .value(.string(let cursor)) = page.next { list.key(cursor) } else { nil }
        } while after != nil
        #expect(seen == entries)
    }

    /// The place of an entry that has gone is still a place.
    @Test func aPageBeginsBehindAPlaceThatNobodyHolds() {
        let entries = ["a", "c", "e"] as [Text]
        for (after, expected) in [("", ["a", "c", "e"]), ("b", ["c", "e"]), ("c", ["e"]), ("f", [])] as [(Text, [Text])]
        {
            #expect(
                Array(Cursor(of: ["test"]).page(of: entries, after: after, limit: 9, by: \.self).elements) == expected)
        }
    }
}
