internal import CanonicalJSON

/// The value of the database `branches`: a fixed header with what every append changes, then canonical JSON.
///
///     0 version (1)   1 status   2 flags   3 zero   4 generation u32   8 next seq u64
///     16 head 32      48 root 32                    80 note count u32  84 JSON
extension BranchRow {
    static let version: UInt8 = 1
    static let headerSize = 84
    private static let trunkFlag: UInt8 = 1
    private static let submittedFlag: UInt8 = 2
    private static let truncatedFlag: UInt8 = 4

    /// The stored value.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: BranchRow.headerSize)
        bytes.reserveCapacity(512)
        writeHeader(to: &bytes)
        bytes.append(contentsOf: tail)
        return bytes
    }

    /// Overwrites the header of this branch's stored value; the rest stays as it is.
    func writeHeader(to bytes: inout [UInt8]) {
        bytes[0] = BranchRow.version
        bytes[1] = status.rawValue
        bytes[2] =
            (isTrunk ? BranchRow.trunkFlag : 0) | (isSubmitted ? BranchRow.submittedFlag : 0)
            | (truncated ? BranchRow.truncatedFlag : 0)
        bytes.overwrite(at: 4, bigEndian: generation)
        bytes.overwrite(at: 8, bigEndian: UInt64(nextSeq))
        if let head { bytes.replaceSubrange(16..<48, with: head.bytes) }
        if let root { bytes.replaceSubrange(48..<80, with: root.bytes) }
        bytes.overwrite(at: 80, bigEndian: UInt32(noteCount))
    }

    private var tail: [UInt8] {
        var members: [JSONObject.Member] = [
            .init(name: "created_at", value: .integer(createdAtMilliseconds)),
            .init(name: "group", value: .integer(group.rawValue)),
        ]
        func add(_ name: Text, _ value: JSONValue?) {
            if let value { members.append(.init(name: name, value: value)) }
        }
        add("forked_at", forkedAt.map { .integer(UInt64($0)) })
        add("grade", grade?.json)
        add("invalid", invalidReason.map { .string($0) })
        if !labels.isEmpty { add("labels", labels.json) }
        add("parent", parent.map { .integer($0.rawValue) })
        add("profile", profile.map { .string($0) })
        if !segments.isEmpty {
            add(
                "segments",
                .array(
                    segments.map {
                        .array([
                            .integer($0.branch.rawValue), .integer(UInt64($0.from)), .integer(UInt64($0.through)),
                        ])
                    }))
        }
        add("snapshot", snapshot?.json)
        add("task", task.map { .string($0) })
        add("task_digest", taskDigest?.json)
        return JSONObject(uniqueMembers: members).canonicalBytes
    }

    /// - Returns: nil when these bytes are no row.
    init?(id: BranchID, bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.number(UInt8.self) == BranchRow.version,
            let status = reader.number(UInt8.self).flatMap(BranchStatus.init), let flags = reader.number(UInt8.self),
            reader.number(UInt8.self) == 0, let generation = reader.number(UInt32.self),
            let nextSeq = reader.number(UInt64.self), nextSeq < 1 << 53, let head = reader.digest(),
            let root = reader.digest(), let noteCount = reader.number(UInt32.self),
            let object = try? JSONParser.parse(reader.rest()).object
        else { return nil }
        var members = RecordMembers(object)
        do {
            self.init(
                id: id,
                parent: try members.integerIfAny("parent").map { BranchID(rawValue: UInt64($0)) },
                forkedAt: try members.integerIfAny("forked_at"),
                group: BranchID(rawValue: UInt64(try members.integer("group"))),
                isTrunk: flags & BranchRow.trunkFlag != 0, segments: try members.segmentsIfAny(), nextSeq: Int(nextSeq),
                head: nextSeq == 0 ? nil : head, root: nextSeq == 0 ? nil : root,
                snapshot: try members.digestIfAny("snapshot"), taskDigest: try members.digestIfAny("task_digest"),
                task: try members.textIfAny("task"), status: status,
                isSubmitted: flags & BranchRow.submittedFlag != 0, truncated: flags & BranchRow.truncatedFlag != 0,
                generation: generation, labels: try members.labelsIfAny(), profile: try members.textIfAny("profile"),
                createdAtMilliseconds: UInt64(try members.integer("created_at")), grade: try members.gradeIfAny(),
                invalidReason: try members.textIfAny("invalid"), noteCount: Int(noteCount))
        } catch {
            return nil
        }
        guard members.rest.isEmpty else { return nil }
    }
}

extension BranchRow.Grade {
    var json: JSONValue {
        [
            "digest": digest.json, "grader": .string(grader), "satisfied": .integer(UInt64(max(0, satisfied))),
            "total": .integer(UInt64(max(0, total))),
        ]
    }
}

extension RecordMembers {
    mutating func integerIfAny(_ name: Text) throws(RecordError) -> Int? {
        guard rest.value(of: name) != nil else { return nil }
        return try integer(name)
    }

    mutating func digestIfAny(_ name: Text) throws(RecordError) -> Digest? {
        guard rest.value(of: name) != nil else { return nil }
        return try digest(name)
    }

    mutating func gradeIfAny() throws(RecordError) -> BranchRow.Grade? {
        guard let object = takeIfAny("grade")?.object else { return nil }
        var members = RecordMembers(object)
        return BranchRow.Grade(
            digest: try members.digest("digest"), satisfied: try members.integer("satisfied"),
            total: try members.integer("total"), grader: try members.text("grader"))
    }

    mutating func segmentsIfAny() throws(RecordError) -> [BranchRow.Segment] {
        guard let elements = takeIfAny("segments")?.elements else { return [] }
        var segments: [BranchRow.Segment] = []
        for element in elements {
            guard let parts = element.elements, parts.count == 3, let branch = parts[0].number?.integer,
                let from = parts[1].number?.integer, let through = parts[2].number?.integer, branch >= 0
            else { throw .badMember("segments", expected: "an array of triples of integers") }
            segments.append(.init(branch: BranchID(rawValue: UInt64(branch)), from: from, through: through))
        }
        return segments
    }
}
