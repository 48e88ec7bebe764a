internal import CanonicalJSON

/// A row is nothing but this fold, so it can be rebuilt from the log, and a row that was tampered with can be named.
extension BranchRow {
    /// The row that a `group` or `import` note makes; nil for any other note.
    init?(making id: BranchID, by note: Note, at wallMilliseconds: UInt64) {
        let made: (task: Text?, profile: Text, isTrunk: Bool, labels: [Label])
        switch note {
        case .group(let task, let profile): made = (task, profile, true, [])
        case .imported(let task, let profile, _, _, let labels): made = (task, profile, false, labels)
        case .fork, .label, .attach, .grade, .invalid, .end, .resend: return nil
        }
        self.init(
            id: id, parent: nil, forkedAt: nil, group: id, isTrunk: made.isTrunk, segments: [], nextSeq: 0, head: nil,
            root: nil, snapshot: nil, taskDigest: nil, task: made.task, status: .open, isSubmitted: false,
            truncated: false, generation: 0, labels: [], profile: made.profile,
            createdAtMilliseconds: wallMilliseconds, grade: nil, invalidReason: nil, noteCount: 1)
        set(made.labels)
    }

    /// The row of a fork of `parent`.
    ///
    /// - Parameters:
    ///   - head: The hash of the record at the fork point.
    ///   - root: The root after it.
    init(
        forking parent: BranchRow, at: Int, head: Digest, root: Digest, as id: BranchID, group: BranchID,
        labels: [Label], wallMilliseconds: UInt64
    ) {
        var segments: [Segment] = []
        for segment in parent.segments where segment.from <= at {
            segments.append(Segment(branch: segment.branch, from: segment.from, through: min(segment.through, at)))
        }
        if at >= parent.ownFrom {
            segments.append(Segment(branch: parent.id, from: parent.ownFrom, through: at))
        }
        self.init(
            id: id, parent: parent.id, forkedAt: at, group: group, isTrunk: false, segments: segments, nextSeq: at + 1,
            head: head, root: root, snapshot: parent.snapshot, taskDigest: parent.taskDigest, task: parent.task,
            status: .open, isSubmitted: false, truncated: false, generation: 0, labels: [], profile: parent.profile,
            createdAtMilliseconds: wallMilliseconds, grade: nil, invalidReason: nil, noteCount: 1)
        set(labels)
    }

    /// Takes the next record.
    mutating func apply(_ role: SealedRecord.Role, hash: Digest, root: Digest) {
        nextSeq += 1
        head = hash
        self.root = root
        switch role {
        case .opened(let snapshot, let task):
            self.snapshot = snapshot
            taskDigest = task
        case .submitted(let wasCutOff):
            status = .submitted
            isSubmitted = true
            truncated = wasCutOff
        case .other: break
        }
    }

    /// Takes the next note, other than the one that makes the branch.
    mutating func apply(_ note: Note) {
        noteCount += 1
        switch note {
        case .group, .fork, .imported, .resend: break
        case .label(let labels): set(labels)
        case .attach(let generation): self.generation = generation
        case .grade(let note):
            guard note.isDeclared else { break }
            grade = Grade(
                digest: note.digest, satisfied: note.satisfied, total: note.total, grader: note.grader,
                isClaimed: note.isClaimed)
            if status != .invalid { invalidReason = nil }
        case .invalid(let reason, let closes):
            invalidReason = reason
            if closes { status = .invalid }
        case .end: status = .ended
        }
    }

    private mutating func set(_ newLabels: [Label]) {
        for label in newLabels {
            if let index = labels.firstIndex(where: { $0.name == label.name }) {
                labels[index].value = label.value
            } else {
                labels.append(label)
            }
        }
    }

    /// Which branch holds the record of that number: this one or an ancestor.
    func owner(of seq: Int) -> BranchID? {
        guard seq >= 0, seq < nextSeq else { return nil }
        if seq >= ownFrom { return id }
        return segments.first { $0.from <= seq && seq <= $0.through }?.branch
    }
}
