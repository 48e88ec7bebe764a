internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Projections

extension ControlPlane {
    var snapshotRoutes: [Route] {
        [
            Route(
                .post, "/v1/snapshots", body: .importedObject, takesKey: true,
                Operation(
                    id: "importSnapshot", summary: "Checks and keeps a snapshot.", request: "SnapshotImport",
                    status: 201, response: "ImportedSnapshot", errors: [422])
            ) { request throws(Problem) in try await importSnapshot(request) },
            Route(
                .get, "/v1/snapshots",
                Operation(
                    id: "listSnapshots", summary: "The snapshots offered, by name, then those stored alone, by name.",
                    query: Operation.QueryParameter.page(standard: Operation.QueryParameter.largestPage),
                    response: "SnapshotList", errors: [422])
            ) { request throws(Problem) in try await listSnapshots(request) },
            Route(
                .get, "/v1/snapshots/{digest}",
                Operation(id: "getSnapshot", summary: "One snapshot.", response: "Snapshot", errors: [404])
            ) { request throws(Problem) in try await getSnapshot(request) },
            Route(
                .get, "/v1/snapshots/{digest}/entities/{type}",
                Operation(
                    id: "listEntities", summary: "The entities of one type, in order of id.",
                    query: Operation.QueryParameter.page(), response: "EntityList", errors: [404, 409, 422])
            ) { request throws(Problem) in try await entities(request) },
        ]
    }

    private func importSnapshot(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let snapshot: Snapshot
        do {
            snapshot = try Snapshot.importing(.object(request.object))
        } catch {
            throw Problem(
                .invalid, "The snapshot has problems, \(error.problems.count) in all; nothing was imported.",
                errors: error.problems.map { Problem.Item(path: $0.path, message: $0.message) })
        }
        try await attempt { () async throws(EpisodeError) in
            try await episodes.importSnapshot(snapshot, key: request.key, via: request.via)
        }
        return ControlReply(.created, ["counts": Self.counts(snapshot), "snapshot": .digest(snapshot.digest)])
    }

    /// Tables are not read for their counts: a store may offer more snapshots than fit in memory.
    private func listSnapshots(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let list = Cursor(of: ["snapshots", .string(episodes.store.storeID)])
        var query = QueryFields(request.query)
        let limit = query.pageLimit(unlessGiven: Operation.QueryParameter.largestPage)
        let after = query.cursor(of: list)
        try query.finish()
        let listings = try await attempt { () async throws(EpisodeError) in try episodes.snapshots.listings() }
        let ordered = listings.sorted { Self.place($0) < Self.place($1) }
        let page = list.page(of: ordered, after: after, limit: limit, by: Self.place)
        return ControlReply(["next_cursor": page.next, "snapshots": .array(page.elements.map(Self.json))])
    }

    /// The same whatever else is imported, and when.
    private static func place(_ listing: SnapshotCatalogue.Listing) -> Text {
        Text("\(listing.folder == nil ? 1 : 0) \(listing.name) \(listing.digest)")
    }

    private func getSnapshot(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        ControlReply(Self.json(try listing(request)))
    }

    private func listing(_ request: ControlRequest) throws(Problem) -> SnapshotCatalogue.Listing {
        do {
            return try episodes.snapshots.listing(request.parameter("digest"))
        } catch {
            throw Problem(error)
        }
    }

    private func entities(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        guard let type = EntityType(name: request.parameter("type")), !type.isInternal else {
            throw Problem(.notFound, "There is no entity type \(request.parameter("type")).")
        }
        let digest = try listing(request).digest
        let list = Cursor(of: ["entities", digest.json, .string(type.name)])
        var query = QueryFields(request.query)
        let limit = query.pageLimit()
        let after = query.cursor(of: list)
        try query.finish()
        let snapshot = try await attempt { () async throws(EpisodeError) in try episodes.snapshots.load(digest) }
        let page = list.page(of: snapshot.documents(type), after: after, limit: limit, by: \.id)
        return ControlReply(["entities": .array(page.elements.map { .stored($0.bytes) }), "next_cursor": page.next])
    }

    private static func json(_ listing: SnapshotCatalogue.Listing) -> AnswerJSON {
        [
            "clock": ["now": .text(listing.now), "tick_seconds": .integer(0)],
            "counts": .object(listing.counts.map { (name: $0.type, value: .integer($0.count)) }),
            "digest": .digest(listing.digest), "name": .text(listing.name),
        ]
    }

    static func counts(_ snapshot: Snapshot) -> AnswerJSON {
        .object(snapshot.counts.map { (name: $0.type.name, value: .integer($0.count)) })
    }
}
