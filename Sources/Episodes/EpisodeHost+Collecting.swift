import CanonicalJSON
public import EventStore

extension EpisodeHost {
    /// Which blobs grades and kept answers name: what a collection of the store must keep with them.
    public static let blobReferences = EventStore.BlobReferences(
        inGrade: { bytes in
            let grade = (try? JSONParser.parse(bytes)).flatMap { Grade(json: $0) }
            return grade?.criteria.compactMap(\.evidence) ?? []
        },
        inAnswer: { bytes in
            switch KeptOutcome.parse(bytes)?.outcome {
            case .graded(let grade)?: [grade]
            case .submitted(_, let grade?)?: [grade]
            default: []
            }
        })
}
