import CanonicalJSON
import Testing

/// A trajectory file taken apart, to be put together again with every digest, hash and root made good.
struct Forgery {
    var header: JSONObject
    var records: [JSONObject] = []
    var blobs: [Digest: JSONValue] = [:]
    var grades: [JSONValue] = []

    init(_ file: [UInt8]) throws {
        header = [:]
        var graded: [Digest] = []
        for line in file.split(separator: UInt8(ascii: "\n")) {
            guard case .object(let object) = try JSONParser.parse(Array(line)) else { continue }
            switch object["kind"]?.text {
            case "trajectory": header = object
            case "blob":
                let text = object["text"]?.text?.string ?? ""
                blobs[Digest(of: Array(text.utf8))] = try JSONParser.parse(Array(text.utf8))
            case "graded": graded.append(try #require(Digest(hex: object["digest"]?.text?.string ?? "")))
            case "end": break
            default: records.append(object)
            }
        }
        grades = graded.compactMap { blobs.removeValue(forKey: $0) }
    }

    /// Puts a blob in; what nothing names is left out of the file.
    mutating func blob(_ value: JSONValue) -> JSONValue {
        blobs[Digest(of: value)] = value
        return Digest(of: value).json
    }

    /// The blob that a record's member names.
    func named(_ member: Text, of record: Int) -> JSONValue {
        records[record][member]?.text.flatMap { Digest(hex: $0.string) }.flatMap { blobs[$0] } ?? .null
    }

    mutating func editGrade(_ edit: (inout JSONObject) -> Void) {
        guard case .object(var grade)? = grades.first else { return }
        edit(&grade)
        let criteria = grade["criteria"]?.elements ?? []
        grade["total"] = .integer(criteria.count)
        grade["satisfied"] = .integer(criteria.count { $0["satisfied"] == true })
        grades[0] = .object(grade)
    }

    /// Replaces each criterion of the grade.
    mutating func editCriteria(_ edit: ([JSONObject]) -> [JSONObject]) {
        editGrade { grade in
            let criteria = (grade["criteria"]?.elements ?? []).compactMap(\.object)
            grade["criteria"] = .array(edit(criteria).map(JSONValue.object))
        }
    }

    var bytes: [UInt8] {
        var lines: [JSONValue] = []
        var previous: JSONValue = .null
        var changed: JSONObject = [:]
        for var record in records {
            for change in record["changes"]?.object?.members ?? [] {
                changed[change.name] = change.value.isNull ? nil : change.value
            }
            record["root"] =
                Digest(
                    of: [
                        "changed": .object(changed), "kind": "root", "snapshot": header["snapshot"] ?? .null,
                    ] as JSONValue
                ).json
            record["prev"] = previous
            previous = Digest(of: .object(record)).json
            lines.append(.object(record))
        }
        var header = header
        header["head"] = previous
        header["seq"] = .integer(records.count - 1)
        lines.insert(.object(header), at: 0)
        let graded = grades.map { grade -> JSONValue in
            guard case .object(var members) = grade else { return grade }
            members["head"] = previous
            return .object(members)
        }
        let naming = String(decoding: JSONValue.array(lines + graded).canonicalBytes, as: UTF8.self)
        var all = blobs.filter { naming.contains($0.key.hex) }
        for grade in graded { all[Digest(of: grade)] = grade }
        for (digest, value) in all.sorted(by: { $0.key < $1.key }) {
            let text = Text(String(decoding: value.canonicalBytes, as: UTF8.self))
            lines.append(["digest": digest.json, "kind": "blob", "text": .string(text)])
        }
        lines += graded.map { ["digest": Digest(of: $0).json, "kind": "graded"] }
        let body = lines.flatMap { $0.canonicalBytes + [UInt8(ascii: "\n")] }
        return body + (["kind": "end", "sha256": Digest(of: body).json] as JSONValue).canonicalBytes
            + [UInt8(ascii: "\n")]
    }
}

extension JSONValue {
    fileprivate static func integer(_ value: Int) -> JSONValue {
        JSONNumber(exactly: value).map(JSONValue.number) ?? .null
    }
}
