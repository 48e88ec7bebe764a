import CanonicalJSON
import Foundation
import Testing

@testable import EventStore

/// The quick way of reading a record must never take what the careful one refuses, nor read anything else.
@Suite struct RecordScannerTests {
    private static let records: [[UInt8]] = {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        var records: [[UInt8]] = []
        for name in ["demo-reference", "blobs", "restored", "stock"] {
            guard let content = FileManager.default.contents(atPath: checkout.path() + "/Golden/\(name).ndjson") else {
                continue
            }
            records += content.split(separator: UInt8(ascii: "\n")).map { Array($0) }.filter {
                (try? JSONParser.parse($0))?["prev"] != nil
            }
        }
        return records
    }()

    private static func compare(_ bytes: [UInt8]) {
        guard let scanned = RecordScanner.record(bytes) else { return }
        let careful = try? Record(parsingAny: bytes)
        #expect(scanned == careful, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(scanned.canonicalBytes == bytes)
    }

    @Test func recordsOfTheGoldenTrajectoriesAreReadAlike() {
        #expect(Self.records.count > 20)
        for record in Self.records { Self.compare(record) }
    }

    /// Reading the changes alone finds those that the whole record has.
    @Test func changesAloneAreReadAlike() throws {
        let changed = try Self.records.filter { record in
            let changes = try Record(parsingAny: record).changes
            #expect(RecordScanner.changes(record) ?? changes == changes)
            #expect(try Record.changes(in: record) == changes)
            return !changes.isEmpty
        }
        #expect(changed.count > 5)
    }

    @Test func damagedRecordsAreReadAlike() {
        for record in Self.records {
            for position in record.indices {
                for mask: UInt8 in [0x01, 0x02, 0x10, 0x20, 0x80] {
                    var damaged = record
                    damaged[position] ^= mask
                    Self.compare(damaged)
                }
                Self.compare(Array(record[..<position]))
                Self.compare(Array(record[..<position] + record[(position + 1)...]))
                Self.compare(Array(record[...position] + record[position...]))
            }
        }
    }
}
