internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Projections

extension ControlPlane {
    var snapshotRoutes: [Route] {
        [
            Route(
                .post, "/v1/snapshots", body: .importedObject,
                Operation(
                    id: "importSnapshot", summary: "Checks and keeps a snapshot.", request: "SnapshotImport",
                    status: 201, response: "ImportedSnapshot", errors: [422])
            ) { request throws(Problem) in try await importSnapshot(request) },
            Route(
                .get, "/v1/snapshots",
                Operation(id: "listSnapshots", summary: "All snapshots offered or stored.", response: "SnapshotList")
            ) { _ throws(Problem) in try await listSnapshots() },
            Route(
                .get, "/v1/snapshots/{digest}",
                Operation(id: "getSnapshot", summary: "One snapshot.", response: "Snapshot", errors: [404])
            ) { request throws(Problem) in ControlReply(Self.json(try await snapshot(request))) },
            Route(
                .get, "/v1/snapshots/{digest}/entities/{type}",
                Operation(
                    id: "listEntities", summary: "The entities of one type, in order of id.",
                    query: Operation.QueryParameter.page, response: "EntityList", errors: [404, 422])
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
            try await episodes.importSnapshot(snapshot, via: via)
        }
        return ControlReply(.created, ["counts": Self.counts(snapshot), "snapshot": .digest(snapshot.digest)])
    }

    private func listSnapshots() async throws(Problem) -> ControlReply {
        let snapshots = try await attempt { () async throws(EpisodeError) in
            var snapshots: [AnswerJSON] = []
            for listing in try episodes.snapshots.listings() {
                snapshots.append(Self.json(try episodes.snapshots.load(listing.digest), name: listing.name))
            }
            return snapshots
        }
        return ControlReply(["snapshots": .array(snapshots)])
    }

    private func snapshot(_ request: ControlRequest) async throws(Problem) -> Snapshot {
        let reference = request.parameter("digest")
        do {
            return try episodes.snapshots.load(try episodes.snapshots.resolve(reference))
        } catch {
            if case .unknownSnapshot = error.code { throw Problem(.notFound, error.description) }
            throw Problem(error)
        }
    }

    private func entities(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let (limit, cursor) = try request.query.page()
        let after = try cursor.map { (text) throws(Problem) in try Cursor.key(text) }
        guard let type = EntityType(name: request.parameter("type")), !type.isInternal else {
            throw Problem(.notFound, "There is no entity type \(request.parameter("type")).")
        }
        let documents = try await snapshot(request).documents(type)
        // Ordered by id, so that the page starts behind what a binary search finds.
        var (low, high) = (0, documents.count)
        while let after, low < high {
            let middle = (low + high) / 2
            if documents[middle].id <= after { low = middle + 1 } else { high = middle }
        }
        let page = documents[low..<min(low + limit, documents.count)]
        let isLast = page.endIndex == documents.count
        return ControlReply([
            "entities": .array(page.map { .stored($0.bytes) }),
            "next_cursor": isLast ? .null : .optional(page.last) { Cursor.text($0.id) },
        ])
    }

    private static func json(_ snapshot: Snapshot, name: Text? = nil) -> AnswerJSON {
        [
            "clock": ["now": .text(snapshot.clock.text), "tick_seconds": .integer(0)],
            "counts": counts(snapshot), "digest": .digest(snapshot.digest), "name": .text(name ?? snapshot.name),
        ]
    }

    static func counts(_ snapshot: Snapshot) -> AnswerJSON {
        .object(snapshot.counts.map { (name: $0.type.name, value: .integer($0.count)) })
    }
}
