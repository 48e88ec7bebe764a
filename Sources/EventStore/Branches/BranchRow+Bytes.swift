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

    /// Whether a stored value is that of a branch that takes records and shows: no trunk.
    static func isOpenEpisode(_ bytes: [UInt8]) -> Bool {
        bytes.count >= headerSize && bytes[1] == BranchStatus.open.rawValue && bytes[2] & trunkFlag == 0
    }

    /// The stored value.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: BranchRow.headerSize)
        bytes.reserveCapacity(512)
        writeHeader(to: &bytes)
        var writer = CanonicalWriter(capacity: 384)
        writeTail(to: &writer)
        bytes.append(contentsOf: writer.bytes)
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

    /// Appends what follows the header: members in canonical order, by hand, since every fork makes a row.
    private func writeTail(to writer: inout CanonicalWriter) {
        writer.writeVerbatim("{\"created_at\":")
        writer.write(createdAtMilliseconds)
        if let forkedAt {
            writer.writeVerbatim(",\"forked_at\":")
            writer.write(UInt64(forkedAt))
        }
        if let grade {
            writer.writeVerbatim(",\"grade\":")
            writer.write(grade.json)
        }
        writer.writeVerbatim(",\"group\":")
        writer.write(group.rawValue)
        if let invalidReason {
            writer.writeVerbatim(",\"invalid\":")
            writer.write(invalidReason)
        }
        if !labels.isEmpty {
            writer.writeVerbatim(",\"labels\":")
            writer.write(labels.json)
        }
        if let parent {
            writer.writeVerbatim(",\"parent\":")
            writer.write(parent.rawValue)
        }
        if let profile {
            writer.writeVerbatim(",\"profile\":")
            writer.write(profile)
        }
        writeSegments(to: &writer)
        if let snapshot {
            writer.writeVerbatim(",\"snapshot\":")
            writer.write(digest: snapshot)
        }
        if let task {
            writer.writeVerbatim(",\"task\":")
            writer.write(task)
        }
        if let taskDigest {
            writer.writeVerbatim(",\"task_digest\":")
            writer.write(digest: taskDigest)
        }
        writer.writeVerbatim("}")
    }

    private func writeSegments(to writer: inout CanonicalWriter) {
        guard !segments.isEmpty else { return }
        writer.writeVerbatim(",\"segments\":[")
        for (index, segment) in segments.enumerated() {
            writer.writeVerbatim(index > 0 ? ",[" : "[")
            writer.write(segment.branch.rawValue)
            writer.writeVerbatim(",")
            writer.write(UInt64(segment.from))
            writer.writeVerbatim(",")
            writer.write(UInt64(segment.through))
            writer.writeVerbatim("]")
        }
        writer.writeVerbatim("]")
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
