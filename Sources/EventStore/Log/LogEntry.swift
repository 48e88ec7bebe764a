/// One value of the database `log`: the envelope and the bytes of a record or a note.
struct LogEntry {
    enum Kind: UInt8 {
        case record = 0
        case note = 1
    }

    var branch: BranchID
    /// A record's number; of a note, how many records the branch had.
    var seq: Int
    var wallMilliseconds: UInt64
    var latencyMicroseconds: UInt32
    var via: Via
    var kind: Kind
    var bytes: [UInt8]

    /// The envelope's length: branch 8, seq 8, wall clock 8, latency 4, via 1, kind 1.
    static let envelopeSize = 30

    /// - Returns: nil when these bytes are no entry.
    init?(_ value: [UInt8]) {
        var reader = ByteReader(value)
        guard let branch = reader.number(UInt64.self), let seq = reader.number(UInt64.self), seq < 1 << 53,
            let wall = reader.number(UInt64.self), let latency = reader.number(UInt32.self),
            let via = reader.number(UInt8.self).flatMap(Via.init),
            let kind = reader.number(UInt8.self).flatMap(Kind.init)
        else { return nil }
        self.branch = BranchID(rawValue: branch)
        self.seq = Int(seq)
        wallMilliseconds = wall
        latencyMicroseconds = latency
        self.via = via
        self.kind = kind
        bytes = reader.rest()
    }

    /// Appends the envelope of an entry.
    static func writeEnvelope(
        to bytes: inout [UInt8], branch: BranchID, seq: Int, wallMilliseconds: UInt64, latencyMicroseconds: UInt32,
        via: Via, kind: Kind
    ) {
        bytes.append(bigEndian: branch.rawValue)
        bytes.append(bigEndian: UInt64(seq))
        bytes.append(bigEndian: wallMilliseconds)
        bytes.append(bigEndian: latencyMicroseconds)
        bytes.append(via.rawValue)
        bytes.append(kind.rawValue)
    }
}
