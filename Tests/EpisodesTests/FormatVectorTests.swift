import CanonicalJSON
import Episodes
import EventStore
import Foundation
import Projections
import Testing
import ToolLayer

/// One golden vector of `docs/format.md`, section 11.
struct FormatVector: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let value: JSONValue

    var testDescription: String { "\(kind): \(name)" }

    static let all: [FormatVector] = {
        let file = checkout + "Tests/Golden/format-vectors.json"
        guard let content = FileManager.default.contents(atPath: file),
            let vectors = try? JSONParser.parse(Array(content)).elements
        else { return [] }
        return vectors.compactMap { value in
            guard let name = value["name"]?.text, let kind = value["kind"]?.text else { return nil }
            return FormatVector(name: name.string, kind: kind.string, value: value)
        }
    }()

    static func of(_ kind: String) -> [FormatVector] {
        all.filter { $0.kind == kind }
    }

    func text(_ name: Text) throws -> String {
        try #require(value[name]?.text).string
    }

    func bytes(_ name: Text) throws -> [UInt8] {
        Array(try text(name).utf8)
    }

    func digest(_ name: Text) throws -> Digest {
        try #require(Digest(hex: try text(name)))
    }

    func texts(_ name: Text) throws -> [[UInt8]] {
        try #require(value[name]?.elements).map { Array(try #require($0.text).string.utf8) }
    }
}

/// The vectors that the Python verifier's author computed from the page alone.
@Suite struct FormatVectorTests {
    @Test func everyHashedThingHasAVector() {
        let kinds = Set(FormatVector.all.map(\.kind))
        let wanted: Set = [
            "canonical", "refused", "digest", "table", "snapshot", "record", "root", "head", "grade", "trajectory",
            "amount",
        ]
        #expect(kinds == wanted)
    }

    @Test(arguments: FormatVector.of("canonical"))
    func canonical(vector: FormatVector) throws {
        let value = try JSONParser.parse(try vector.bytes("source"))
        #expect(
            String(decoding: value.canonicalBytes, as: UTF8.self).utf8.elementsEqual(try vector.text("canonical").utf8))
    }

    @Test(arguments: FormatVector.of("refused"))
    func refused(vector: FormatVector) throws {
        let source: [UInt8]
        if let hex = vector.value["source_hex"]?.text?.string {
            source = stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
        } else {
            source = try vector.bytes("source")
        }
        let error = #expect(throws: JSONParseError.self) { try JSONParser.parse(source) }
        #expect(
            error?.offset == vector.value["offset"]?.number?.integer, "\(vector.name): \(String(describing: error))")
    }

    @Test(arguments: FormatVector.of("digest"))
    func digest(vector: FormatVector) throws {
        #expect(Digest(of: try #require(vector.value["value"])) == (try vector.digest("digest")))
    }

    @Test(arguments: FormatVector.of("table"))
    func table(vector: FormatVector) throws {
        let text = try vector.bytes("text")
        #expect(Digest(of: text) == (try vector.digest("digest")))
        #expect(text.count { $0 == UInt8(ascii: "\n") } == vector.value["count"]?.number?.integer)
    }

    @Test(arguments: FormatVector.of("snapshot"))
    func snapshot(vector: FormatVector) throws {
        let object = try #require(vector.value["object"])
        #expect(Digest(of: object) == (try vector.digest("digest")))
        var tables: [Digest: [UInt8]] = [:]
        for member in try #require(vector.value["tables"]?.object).members {
            let bytes = Array(try #require(member.value.text).string.utf8)
            tables[Digest(of: bytes)] = bytes
        }
        let snapshot = try Snapshot.load(object: object.canonicalBytes, name: "vector") { try #require(tables[$0]) }
        #expect(snapshot.digest == (try vector.digest("digest")))
        #expect(JSONValue.object(snapshot.object) == object)
    }

    @Test(arguments: FormatVector.of("record"))
    func record(vector: FormatVector) throws {
        let bytes = try vector.bytes("text")
        let record = try Record(parsing: bytes)
        #expect(record.canonicalBytes == bytes)
        #expect(record.hash == (try vector.digest("hash")))
        #expect(record.kind.string == (try vector.text("record_kind")))
        let blobs = try #require(vector.value["blobs"]?.elements).compactMap { $0.text?.string }
        #expect(record.blobDigests.map(\.hex) == blobs)
    }

    @Test(arguments: FormatVector.of("root"))
    func root(vector: FormatVector) throws {
        var root = StateRoot(snapshot: try vector.digest("snapshot"))
        for changes in try #require(vector.value["changes"]?.elements) {
            root.fold(
                try #require(changes.object).members.map { member in
                    Record.Change(key: member.name, digest: member.value.text.flatMap { Digest(hex: $0.string) })
                }
            )
        }
        #expect(root.digest == (try vector.digest("root")))
    }

    @Test(arguments: FormatVector.of("head"))
    func head(vector: FormatVector) throws {
        var head: Digest?
        for (seq, bytes) in try vector.texts("records").enumerated() {
            let record = try Record(parsing: bytes)
            #expect(record.seq == seq && record.prev == head)
            head = Digest(of: bytes)
        }
        #expect(head == (try vector.digest("head")))
    }

    @Test(arguments: FormatVector.of("grade"))
    func grade(vector: FormatVector) throws {
        let bytes = try vector.bytes("text")
        let grade = try #require(Grade(json: try JSONParser.parse(bytes)))
        #expect(grade.json.canonicalBytes == bytes)
        #expect(Digest(of: bytes) == (try vector.digest("digest")))
        #expect(grade.satisfied == vector.value["satisfied"]?.number?.integer)
        #expect(grade.total == vector.value["total"]?.number?.integer)
        #expect(grade.passed == vector.value["passed"]?.bool)
    }

    @Test(arguments: FormatVector.of("trajectory"))
    func trajectory(vector: FormatVector) throws {
        let lines = try vector.texts("lines")
        let file = try TrajectoryFile(parsing: lines.flatMap { $0 + [UInt8(ascii: "\n")] })
        #expect(file.head == (try vector.digest("head")))
        #expect(file.records == Array(lines[1...file.records.count]))
        if file.carriedSnapshot != nil {
            let episode = try file.recorded()
            for entry in episode.entries {
                #expect(try episode.state(at: entry.record.seq).root == entry.record.root)
            }
        }
    }

    @Test(arguments: FormatVector.of("amount"))
    func amount(vector: FormatVector) throws {
        // A number that cannot be kept exactly is refused by the parser already.
        let number = try? JSONParser.parse(try vector.bytes("amount")).number
        let text = number.flatMap { try? Money.idText(of: $0) }
        #expect(text?.string == vector.value["id_text"]?.text?.string)
    }
}
