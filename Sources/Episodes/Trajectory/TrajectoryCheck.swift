import CanonicalJSON
import EventStore
import Projections

/// Recomputes all that a trajectory file says before it becomes an episode.
///
/// What is found wrong is an ``EpisodeError`` with code `.badRequest` that names it.
struct TrajectoryCheck {
    let episode: RecordedEpisode
    /// The grades with their digests, oldest first.
    let grades: [(digest: Digest, grade: Grade)]
    /// The task's id, or nil over a bare snapshot.
    let task: Text?
    /// The task's own grader.
    let declaredGrader: Text
    let isSubmitted: Bool

    /// - Parameter bytes: The file that `file` was read from.
    init(_ file: TrajectoryFile, of bytes: [UInt8], over base: Snapshot) throws(EpisodeError) {
        guard file.bytes == bytes else {
            throw .damaged("a line is not canonical, or stands where it does not belong")
        }
        let episode = try file.recorded(over: base)
        self.episode = episode
        grades = try TrajectoryCheck.grades(of: file, episode)
        try TrajectoryCheck.checkBlobs(of: file, episode, grades.map(\.grade))
        try TrajectoryCheck.checkForm(of: file, episode, grades.map(\.grade))
        if let divergence = try FactsReplay(episode).divergence {
            throw .damaged(
                "record \(divergence.seq): \(divergence.what) should be \(JSONText(divergence.expected)),"
                    + " and is \(JSONText(divergence.found))")
        }
        isSubmitted = try TrajectoryCheck.checkOrder(episode)
        let document = try episode.opening.task.map { (digest) throws(EpisodeError) in try episode.value(digest) }
        task = document?["id"]?.text
        guard document == nil || task != nil else { throw .damaged("the task document has no id") }
        declaredGrader = document?["grader"]?.text ?? "checks"
    }

    /// `opened` is the first record and no other, nothing follows `submitted`, and no record is too long for a store.
    private static func checkOrder(_ episode: RecordedEpisode) throws(EpisodeError) -> Bool {
        var isSubmitted = false
        for (seq, entry) in episode.entries.enumerated() {
            guard !isSubmitted else { throw .damaged("record \(seq) follows the submission") }
            guard entry.bytes.count <= EpisodeLimits.recordBytes else { throw .damaged("record \(seq) is too long") }
            switch entry.record.body {
            case .opened: guard seq == 0 else { throw .damaged("record \(seq) opens the episode again") }
            case .submitted: isSubmitted = true
            case .call, .message, .other: break
            }
        }
        return isSubmitted
    }

    private static func grades(
        of file: TrajectoryFile, _ episode: RecordedEpisode
    ) throws(EpisodeError) -> [(digest: Digest, grade: Grade)] {
        var grades: [(digest: Digest, grade: Grade)] = []
        for digest in file.grades {
            guard let grade = Grade(json: try episode.value(digest)), grade.task == episode.opening.task,
                episode.entries.indices.contains(grade.seq), episode.entries[grade.seq].hash == grade.head
            else { throw .damaged("grade \(digest) does not add up, or is of another task or record") }
            grades.append((digest, grade))
        }
        return grades
    }

    /// Records and grades are of the form that the format fixes.
    private static func checkForm(
        of file: TrajectoryFile, _ episode: RecordedEpisode, _ grades: [Grade]
    ) throws(EpisodeError) {
        for (seq, entry) in episode.entries.enumerated() {
            if let fault = try RecordFormat.fault(in: entry.record, of: episode) {
                throw .damaged("line \(seq + 2), record \(seq): \(fault)")
            }
        }
        for (index, grade) in grades.enumerated() {
            if let fault = grade.fault(for: try episode.value(grade.task)) {
                throw .damaged("line \(file.line(ofGrade: index)), grade \(file.grades[index]): \(fault)")
            }
        }
    }

    /// The file has exactly the blobs that its records and grades name, all of them canonical JSON.
    private static func checkBlobs(
        of file: TrajectoryFile, _ episode: RecordedEpisode, _ grades: [Grade]
    ) throws(EpisodeError) {
        var named = Set(file.grades)
        for entry in episode.entries { named.formUnion(entry.record.blobDigests) }
        for grade in grades { named.formUnion(grade.criteria.compactMap(\.evidence)) }
        for digest in named.sorted() {
            guard let bytes = file.blobs[digest] else { throw .damaged("blob \(digest) is missing") }
            guard let value = try? JSONParser.parse(bytes), value.canonicalBytes == bytes else {
                throw .damaged("blob \(digest) is not canonical JSON")
            }
        }
        if let stray = file.blobs.keys.filter({ !named.contains($0) }).min() {
            throw .damaged("nothing in the file names blob \(stray)")
        }
    }
}

/// A value in a message, cut where it gets long.
private struct JSONText: CustomStringConvertible {
    let description: String

    init(_ value: JSONValue) {
        let text = String(decoding: value.canonicalBytes, as: UTF8.self)
        description = text.utf8.count <= 200 ? text : String(text.prefix(200)) + "..."
    }
}
