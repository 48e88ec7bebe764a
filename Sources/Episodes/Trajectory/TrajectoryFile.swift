public import CanonicalJSON
import EventStore
public import Projections

/// A trajectory file (`docs/format.md`, section 9): an episode that stands alone.
public struct TrajectoryFile: Sendable {
    /// What the header says.
    public let episode: Text
    public let head: Digest
    public let snapshot: Digest
    /// The records' exact bytes, from 0.
    public let records: [[UInt8]]
    /// The blobs by digest.
    public let blobs: [Digest: [UInt8]]
    /// The digests of the grades, oldest first.
    public let grades: [Digest]
    /// The snapshot, when the file carries it.
    public let carriedSnapshot: Snapshot?

    /// The file's bytes.
    var bytes: [UInt8] {
        var lines = CanonicalWriter(capacity: 4_096)
        func line(_ value: JSONValue) {
            lines.write(value)
            lines.writeVerbatim("\n")
        }
        line([
            "episode": .string(episode), "format": 1, "head": head.json, "kind": "trajectory",
            "seq": .integer(records.count - 1), "snapshot": snapshot.json,
        ])
        for record in records {
            lines.writeVerbatim(record)
            lines.writeVerbatim("\n")
        }
        for (digest, bytes) in blobs.sorted(by: { $0.key < $1.key }) {
            line(["digest": digest.json, "kind": "blob", "text": .string(Text(String(decoding: bytes, as: UTF8.self)))])
        }
        for grade in grades {
            line(["digest": grade.json, "kind": "graded"])
        }
        if let carriedSnapshot {
            line(["kind": "snapshot", "value": .object(carriedSnapshot.object)])
            for table in carriedSnapshot.tableFiles {
                let text = Text(String(decoding: table.bytes, as: UTF8.self))
                line(["kind": "table", "text": .string(text), "type": .string(Text(table.type.rawValue))])
            }
        }
        let digest = Digest(of: lines.bytes)
        line(["kind": "end", "sha256": digest.json])
        return lines.bytes
    }

    /// The number of the line that names a grade, counted from 1.
    func line(ofGrade index: Int) -> Int { 1 + records.count + blobs.count + index + 1 }

    init(
        episode: Text, records: [[UInt8]], head: Digest, snapshot: Snapshot, carriesSnapshot: Bool,
        blobs: [Digest: [UInt8]], grades: [Digest]
    ) {
        self.episode = episode
        self.records = records
        self.head = head
        self.snapshot = snapshot.digest
        self.blobs = blobs
        self.grades = grades
        carriedSnapshot = carriesSnapshot ? snapshot : nil
    }

    /// Reads a file and checks its frame: lines, header, digests of blobs, and the end line.
    ///
    /// - Throws: ``EpisodeError`` with code `.damaged`, naming the line.
    public init(parsing bytes: [UInt8]) throws(EpisodeError) {
        var reader = try TrajectoryReader(bytes)
        self = try reader.file()
    }

    /// The records as an episode to replay, over the carried snapshot or another copy of it.
    ///
    /// - Throws: ``EpisodeError`` with code `.unknownSnapshot` when there is none, `.damaged` when a record cannot be read.
    public func recorded(over base: Snapshot? = nil) throws(EpisodeError) -> RecordedEpisode {
        guard let base = carriedSnapshot ?? base else {
            throw EpisodeError(.unknownSnapshot, "the file carries no snapshot; give the one with digest \(snapshot)")
        }
        return try RecordedEpisode(records: records, base: base) { [blobs] digest throws(EpisodeError) in blobs[digest]
        }
    }
}

extension EpisodeHost {
    /// The trajectory file of an episode, as it stands.
    ///
    /// - Parameter withSnapshot: Whether the file carries its snapshot, so that the calls can be run again from it alone.
    public func trajectory(_ id: EpisodeID, withSnapshot: Bool = false) throws(EpisodeError) -> [UInt8] {
        let row = try row(id)
        let episode = try recorded(row)
        let grades = try gradeDigests(row.id)
        var blobs: [Digest: [UInt8]] = [:]
        for digest in episode.entries.flatMap(\.record.blobDigests) + grades {
            blobs[digest] = try episode.blob(digest)
        }
        for grade in grades {
            for criterion in Grade(json: try episode.value(grade))?.criteria ?? [] {
                if let evidence = criterion.evidence { blobs[evidence] = try episode.blob(evidence) }
            }
        }
        return TrajectoryFile(
            episode: try origin(row) ?? Text(id.description), records: episode.entries.map(\.bytes),
            head: episode.entries[episode.entries.count - 1].hash,
            snapshot: episode.base, carriesSnapshot: withSnapshot, blobs: blobs, grades: grades
        ).bytes
    }

    /// The id that an imported episode came with, while it has no record of its own: its file is then the same bytes.
    private func origin(_ row: BranchRow) throws(EpisodeError) -> Text? {
        do {
            guard case .imported(_, _, let episode, row.head, _)? = try store.notes(of: row.id).first?.note else {
                return nil
            }
            return episode
        } catch {
            throw EpisodeError(error)
        }
    }

    private func gradeDigests(_ branch: BranchID) throws(EpisodeError) -> [Digest] {
        do {
            return try store.notes(of: branch).compactMap { stored in
                if case .grade(let grade) = stored.note { grade.digest } else { nil }
            }
        } catch {
            throw EpisodeError(error)
        }
    }
}
