import CanonicalJSON
import EventStore

/// What a request under a key came to: where the log has what was answered (`docs/store-layout.md`, idempotency).
///
/// It is small whatever the answer's size, and holds no token: the same answer is made of the log again.
enum KeptOutcome: Equatable {
    /// Calls whose records are `count` from `first` on.
    case calls(first: Int, count: Int)
    case message(seq: Int)
    case submitted(seq: Int, grade: Digest?)
    /// Branches made, `count` from `first` on.
    case opened(first: BranchID, count: Int)
    case attached(generation: UInt32)
    case graded(Digest)
    /// The request alone says what was answered.
    case done

    private var object: JSONObject {
        switch self {
        case .calls(let first, let count): ["count": .integer(count), "first": .integer(first), "kind": "calls"]
        case .message(let seq): ["kind": "message", "seq": .integer(seq)]
        case .submitted(let seq, let grade):
            grade.map { ["grade": $0.json, "kind": "submitted", "seq": .integer(seq)] }
                ?? ["kind": "submitted", "seq": .integer(seq)]
        case .opened(let first, let count):
            ["count": .integer(count), "first": .integer(Int(first.rawValue)), "kind": "opened"]
        case .attached(let generation): ["generation": .integer(Int(generation)), "kind": "attached"]
        case .graded(let grade): ["grade": grade.json, "kind": "graded"]
        case .done: ["kind": "done"]
        }
    }

    /// What the store keeps: the request's digest, then canonical JSON.
    func bytes(for key: RequestKey) -> [UInt8] {
        Array(key.request.bytes) + object.canonicalBytes
    }

    /// - Returns: nil when these bytes are nothing that ``bytes(for:)`` gives.
    static func parse(_ bytes: [UInt8]) -> (request: Digest, outcome: KeptOutcome)? {
        guard bytes.count > 32, let request = Digest(bytes: Array(bytes[..<32])),
            let value = try? JSONParser.parse(Array(bytes[32...]))
        else { return nil }
        func integer(_ name: Text) -> Int? { value[name]?.number?.integer }
        switch (value["kind"]?.text, integer("first"), integer("count"), integer("seq")) {
        case ("calls", let first?, let count?, _): return (request, .calls(first: first, count: count))
        case ("message", _, _, let seq?): return (request, .message(seq: seq))
        case ("submitted", _, _, let seq?): return (request, .submitted(seq: seq, grade: Digest(value["grade"])))
        case ("opened", let first?, let count?, _):
            return (request, .opened(first: BranchID(rawValue: UInt64(first)), count: count))
        case ("attached", _, _, _):
            return integer("generation").flatMap { UInt32(exactly: $0) }.map { (request, .attached(generation: $0)) }
        case ("graded", _, _, _): return Digest(value["grade"]).map { (request, .graded($0)) }
        case ("done", _, _, _): return (request, .done)
        default: return nil
        }
    }
}
