internal import CanonicalJSON

/// Blobs that are known to be in the store: most calls of a group name the same ones.
struct RecentDigests {
    private var young: Set<Digest> = []
    private var old: Set<Digest> = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func contains(_ digest: Digest) -> Bool {
        young.contains(digest) || old.contains(digest)
    }

    mutating func insert(_ digest: Digest) {
        young.insert(digest)
        if young.count > limit {
            old = young
            young = []
        }
    }

    mutating func removeAll() {
        young = []
        old = []
    }
}
