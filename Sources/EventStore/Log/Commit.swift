internal import CanonicalJSON

/// One value of the database `commits`: a link of the commit chain.
struct Commit: Equatable {
    var firstGseq: UInt64
    var count: UInt32
    var wallMilliseconds: UInt64
    var prev: Digest
    var hash: Digest

    init(firstGseq: UInt64, count: UInt32, wallMilliseconds: UInt64, prev: Digest, hash: Digest) {
        self.firstGseq = firstGseq
        self.count = count
        self.wallMilliseconds = wallMilliseconds
        self.prev = prev
        self.hash = hash
    }

    init?(_ value: [UInt8]) {
        var reader = ByteReader(value)
        guard let first = reader.number(UInt64.self), let count = reader.number(UInt32.self),
            let wall = reader.number(UInt64.self), let prev = reader.digest(), let hash = reader.digest(),
            reader.rest().isEmpty
        else { return nil }
        self.init(firstGseq: first, count: count, wallMilliseconds: wall, prev: prev, hash: hash)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(84)
        bytes.append(bigEndian: firstGseq)
        bytes.append(bigEndian: count)
        bytes.append(bigEndian: wallMilliseconds)
        bytes.append(contentsOf: prev.bytes)
        bytes.append(contentsOf: hash.bytes)
        return bytes
    }

    /// What the first commit of a store names as the one before.
    ///
    /// - Parameter origin: The description of the store that this one was collected from.
    static func genesis(storeID: Text, origin: Digest?) -> Digest {
        let after = origin.map { " after \($0.hex)" } ?? ""
        return Digest(of: Array("corecraft store \(storeID)\(after)".utf8))
    }

    /// The hash of a commit.
    ///
    /// - Parameter entries: Its whole log values in order, each behind its length as four big-endian bytes.
    static func hash(
        prev: Digest, number: UInt64, firstGseq: UInt64, count: UInt32, wallMilliseconds: UInt64, entries: [UInt8]
    ) -> Digest {
        var head = Array("corecraft commit 1\n".utf8)
        head.append(contentsOf: prev.bytes)
        head.append(bigEndian: number)
        head.append(bigEndian: firstGseq)
        head.append(bigEndian: count)
        head.append(bigEndian: wallMilliseconds)
        var accumulator = Digest.Accumulator()
        accumulator.update(head)
        accumulator.update(entries)
        return accumulator.digest()
    }
}
