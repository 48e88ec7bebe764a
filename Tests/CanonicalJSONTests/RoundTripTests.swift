import CanonicalJSON
import Testing

@Suite(.tags(.property)) struct RoundTripTests {
    @Test(arguments: Seed.sweep(64))
    func parsesWhatItWrote(seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<50 {
            let value = random.value(depth: 4)
            #expect(try JSONParser.parse(value.canonicalBytes) == value)
        }
    }

    @Test(arguments: Seed.sweep(64))
    func writesOneTextForAllThatMeanTheSame(seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<20 {
            let value = random.value(depth: 4)
            for _ in 0..<3 {
                let source = random.source(of: value)
                let parsed = try JSONParser.parse(source)
                #expect(parsed == value)
                #expect(parsed.canonicalBytes == value.canonicalBytes)
            }
        }
    }

    @Test(arguments: Seed.sweep(64))
    func answersAnyBytesWithAValueOrAnError(seed: Seed) {
        var random = seed.generator
        for _ in 0..<50 {
            var bytes = Array(random.source(of: random.value(depth: 3)).utf8)
            for _ in 0...random.below(3) where !bytes.isEmpty {
                let position = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: position)
                default: bytes.insert(bytes[random.below(bytes.count)], at: position)
                }
            }
            do throws(JSONParseError) {
                let value = try JSONParser.parse(bytes)
                #expect((try? JSONParser.parse(value.canonicalBytes)) == value)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }
}
