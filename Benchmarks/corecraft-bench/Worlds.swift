import CanonicalJSON
import Projections

/// The starter snapshot, and larger worlds made of it.
struct Worlds {
    let starter: Snapshot

    init(_ settings: Settings) throws {
        starter = try Snapshot.load(folder: settings.snapshots + "/starter")
    }

    /// A world of about that many entities. Whatever worlds the figures are taken in come from here.
    func enlarged(to count: Int) throws -> Snapshot { try files(of: count).load() }

    /// The files of a world of about that many entities: the starter's, and copies of all of them in which each id is
    /// another one.
    func files(of count: Int) throws -> WorldFiles {
        let ids = Set(EntityType.allCases.flatMap { starter.documents($0).map(\.id) })
        let copies = max(1, count / starter.entityCount)
        var files: [Digest: [UInt8]] = [:]
        var tables = JSONObject()
        for type in starter.types {
            var lines: [(id: Text, bytes: [UInt8])] = []
            for copy in 0..<copies {
                for document in starter.documents(type) {
                    let value = Worlds.renamed(.object(document.object), ids, copy)
                    lines.append((value["id"]?.text ?? "", value.canonicalBytes))
                }
            }
            lines.sort { $0.id < $1.id }
            var file: [UInt8] = []
            for line in lines {
                file += line.bytes
                file.append(UInt8(ascii: "\n"))
            }
            let digest = Digest(of: file)
            files[digest] = file
            tables[Text(type.rawValue)] = ["count": .number(JSONNumber(Int32(lines.count))), "digest": digest.json]
        }
        var object = starter.object
        object["tables"] = .object(tables)
        return WorldFiles(object: object.canonicalBytes, tables: files)
    }

    /// The value with every text that is an id replaced; copy 0 is the original.
    private static func renamed(_ value: JSONValue, _ ids: Set<Text>, _ copy: Int) -> JSONValue {
        guard copy > 0 else { return value }
        switch value {
        case .string(let text): return ids.contains(text) ? .string(Text(text.string + "-copy-\(copy)")) : value
        case .array(let elements): return .array(elements.map { renamed($0, ids, copy) })
        case .object(let object):
            let members = object.members.map { JSONObject.Member(name: $0.name, value: renamed($0.value, ids, copy)) }
            return .object(JSONObject(uniqueMembers: members))
        default: return value
        }
    }
}

/// A snapshot as it is stored.
struct WorldFiles {
    fileprivate let object: [UInt8]
    fileprivate let tables: [Digest: [UInt8]]

    func load() throws -> Snapshot {
        try Snapshot.load(object: object, name: "enlarged") { digest in
            guard let table = tables[digest] else { throw BenchError("no table \(digest)") }
            return table
        }
    }
}
