internal import CanonicalJSON
internal import Episodes
internal import EventStore
internal import HTTPTypes
internal import Projections

extension ControlPlane {
    var readingRoutes: [Route] {
        [
            Route(
                .get, "/v1/episodes/{id}/records",
                Operation(
                    id: "listRecords", summary: "Records as stored, with all that they name.",
                    query: [
                        .seq("from", "The first record, 0 by default."), .seq("to", "The last record, inclusive."),
                    ],
                    response: "RecordList", errors: [404, 422])
            ) { request throws(Problem) in try await records(request) },
            Route(
                .get, "/v1/episodes/{id}/state",
                Operation(
                    id: "getState", summary: "The state after a record.",
                    query: [
                        .seq("at", "After this record; the last one by default."),
                        .oneOf("type", EntityType.allCases.map(\.name), "Only entities of this type."),
                        .flag("changed", "Leaves out what equals the snapshot."),
                        .flag("internal", "Shows the project's own bookkeeping, too."),
                    ], response: "State", errors: [404, 422])
            ) { request throws(Problem) in try await state(request) },
            Route(
                .get, "/v1/diff",
                Operation(
                    id: "diff", summary: "What two positions differ in.",
                    query: [
                        .position("a"), .position("b"),
                    ], response: "Diff", errors: [404, 422])
            ) { request throws(Problem) in try await diff(request) },
            Route(
                .get, "/v1/episodes/{id}/trajectory",
                Operation(
                    id: "exportTrajectory", summary: "The trajectory file.",
                    query: [.flag("with_snapshot", "Whether the file carries its snapshot.")],
                    responseType: "application/x-ndjson", errors: [404, 422])
            ) { request throws(Problem) in try await trajectory(request) },
        ]
    }

    private func records(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var query = QueryFields(request.query)
        let from = query.integer("from", in: 0...Int(Int32.max)) ?? 0
        let to = query.integer("to", in: 0...Int(Int32.max))
        try query.finish()
        let views = try await attempt { () async throws(EpisodeError) in try episodes.records(id, from: from, to: to) }
        return ControlReply(["records": .array(views.map(Self.json))])
    }

    private static func json(_ view: EpisodeHost.RecordView) -> AnswerJSON {
        var result = AnswerJSON.null
        if case .call(let call) = view.record.body, let blob = view.blobs.first(where: { $0.digest == call.result }) {
            result = .stored(blob.bytes)
        }
        return [
            "at": .text(WallClock.text(view.stored.wallMilliseconds)),
            "blobs": .object(view.blobs.map { (name: Text($0.digest.hex), value: .stored($0.bytes)) }),
            "hash": .digest(view.stored.hash), "latency_us": .integer(Int(view.stored.latencyMicroseconds)),
            "record": .stored(view.stored.bytes), "result": result, "seq": .integer(view.stored.seq),
            "via": .text("\(view.stored.via)"),
        ]
    }

    private func state(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var query = QueryFields(request.query)
        let at = query.integer("at", in: 0...Int(Int32.max))
        let isChangedOnly = query.bool("changed")
        let showsInternal = query.bool("internal")
        let type = query.value("type", "is no entity type") { EntityType(name: $0) }
        try query.finish()
        let types = type.map { [$0] } ?? EntityType.allCases
        let (seq, state) = try await attempt { () async throws(EpisodeError) in try episodes.state(id, at: at) }
        var changed: [EntityType: [Document]] = [:]
        if isChangedOnly {
            for change in state.changed { changed[change.key.type, default: []].append(change.document) }
        }
        let tables = types.filter { showsInternal || !$0.isInternal }.compactMap {
            type -> (name: Text, value: AnswerJSON)? in
            let documents: [Document]
            if isChangedOnly {
                guard let some = changed[type] else { return nil }
                documents = some
            } else {
                guard state.hasTable(type) else { return nil }
                documents = state.documents(type)
            }
            return (type.name, .object(documents.map { (name: $0.id, value: .stored($0.bytes)) }))
        }
        return ControlReply(["at": .integer(seq), "entities": .object(tables), "root": .digest(state.root)])
    }

    private func diff(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        var query = QueryFields(request.query)
        let a = query.required("a", Self.positionRule) { Position($0.string) }
        let b = query.required("b", Self.positionRule) { Position($0.string) }
        try query.finish()
        guard let a, let b else { throw .nothingHere }
        let diff = try await attempt { () async throws(EpisodeError) in try episodes.diff(a, b) }
        func side(_ bytes: [UInt8]?) -> AnswerJSON { .optional(bytes, AnswerJSON.stored) }
        var tables: [(name: Text, value: AnswerJSON)] = []
        let shown = diff.entities.filter { EntityType(name: $0.type)?.isInternal != true }
        for type in EntityType.importable {
            let entities = shown.filter { $0.type == type.name }
            if entities.isEmpty { continue }
            tables.append(
                (type.name, .object(entities.map { (name: $0.id, value: ["a": side($0.a), "b": side($0.b)]) })))
        }
        return ControlReply([
            "entities": .object(tables),
            "first_difference": .optional(diff.firstDifference) {
                ["a": side($0.a), "b": side($0.b), "seq": .integer($0.seq)]
            },
        ])
    }

    private static let positionRule = "must be an episode's id or id@seq"

    private func trajectory(_ request: ControlRequest) async throws(Problem) -> ControlReply {
        let id = try episode(request)
        var query = QueryFields(request.query)
        let withSnapshot = query.bool("with_snapshot")
        try query.finish()
        let bytes = try await attempt { () async throws(EpisodeError) in
            try episodes.trajectory(id, withSnapshot: withSnapshot)
        }
        return ControlReply(contentType: "application/x-ndjson", bytes: bytes)
    }
}
