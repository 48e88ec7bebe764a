import CanonicalJSON
import EventStore
import Projections

/// Reads the lines of a trajectory file in their order.
struct TrajectoryReader {
    private struct Line {
        let number: Int
        let bytes: [UInt8]
        let value: JSONValue
    }

    private var lines: [Line] = []
    private var position = 0

    /// Checks the end line, then splits and parses the others.
    init(_ bytes: [UInt8]) throws(EpisodeError) {
        guard bytes.last == UInt8(ascii: "\n") else { throw .damaged("the file does not end in a line feed") }
        let body = bytes.dropLast()
        let endOffset = body.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end: JSONValue = ["kind": "end", "sha256": Digest(of: Array(bytes[..<endOffset])).json]
        guard Array(body[endOffset...]) == end.canonicalBytes else {
            throw .damaged("the last line does not hold the digest of the lines before it")
        }
        for slice in bytes[..<endOffset].dropLast().split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            let number = lines.count + 1
            do {
                lines.append(Line(number: number, bytes: Array(slice), value: try JSONParser.parse(Array(slice))))
            } catch {
                throw .damaged("line \(number): \(error)")
            }
        }
    }

    mutating func file() throws(EpisodeError) -> TrajectoryFile {
        guard let header = lines.first?.value, header["kind"] == "trajectory", header["format"] == 1,
            let episode = header["episode"]?.text, let head = Digest(header["head"]),
            let last = header["seq"]?.number?.integer, 0..<lines.count ~= last,
            let snapshot = Digest(header["snapshot"])
        else { throw .damaged("line 1 is no header of a trajectory of format 1") }
        guard EntityKey.isValid(id: episode) else {
            throw .damaged("line 1: episode must be 1 to 200 bytes without control characters")
        }
        position = last + 2
        guard position <= lines.count else {
            throw .damaged("the header names \(last + 1) records, the file ends before")
        }
        let records = lines[1..<position].map(\.bytes)
        guard records.last.map({ Digest(of: $0) }) == head else { throw .damaged("the last record is not the head") }
        let blobs = try blobs()
        var grades: [Digest] = []
        while let line = next(kind: "graded") {
            guard let digest = Digest(line.value["digest"]), blobs[digest] != nil else {
                throw .damaged("line \(line.number) names a grade that is not in the file")
            }
            grades.append(digest)
        }
        let carried = try carriedSnapshot()
        guard position == lines.count else { throw .damaged("line \(position + 1) does not belong there") }
        guard carried == nil || carried?.digest == snapshot else {
            throw .damaged("the file carries another snapshot than its header names")
        }
        return TrajectoryFile(
            episode: episode, head: head, snapshot: snapshot, records: records, blobs: blobs, grades: grades,
            carriedSnapshot: carried
        )
    }

    private mutating func next(kind: JSONValue) -> Line? {
        guard position < lines.count, lines[position].value["kind"] == kind else { return nil }
        position += 1
        return lines[position - 1]
    }

    private mutating func blobs() throws(EpisodeError) -> [Digest: [UInt8]] {
        var blobs: [Digest: [UInt8]] = [:]
        while let line = next(kind: "blob") {
            guard let digest = Digest(line.value["digest"]), let text = line.value["text"]?.text,
                case let bytes = Array(text.string.utf8), Digest(of: bytes) == digest
            else { throw .damaged("line \(line.number): the blob's text has another digest") }
            blobs[digest] = bytes
        }
        return blobs
    }

    private mutating func carriedSnapshot() throws(EpisodeError) -> Snapshot? {
        guard let line = next(kind: "snapshot"), let object = line.value["value"] else { return nil }
        var tables: [Digest: [UInt8]] = [:]
        while let table = next(kind: "table") {
            guard let text = table.value["text"]?.text else { throw .damaged("line \(table.number) holds no table") }
            let bytes = Array(text.string.utf8)
            tables[Digest(of: bytes)] = bytes
        }
        do {
            return try Snapshot.load(object: object.canonicalBytes, name: "trajectory") { digest in
                guard let bytes = tables[digest] else {
                    throw EpisodeError.damaged("table \(digest) is not in the file")
                }
                return bytes
            }
        } catch {
            throw .damaged("line \(line.number): the snapshot cannot be read: \(error)")
        }
    }
}

extension TrajectoryFile {
    init(
        episode: Text, head: Digest, snapshot: Digest, records: [[UInt8]], blobs: [Digest: [UInt8]], grades: [Digest],
        carriedSnapshot: Snapshot?
    ) {
        self.episode = episode
        self.head = head
        self.snapshot = snapshot
        self.records = records
        self.blobs = blobs
        self.grades = grades
        self.carriedSnapshot = carriedSnapshot
    }
}
