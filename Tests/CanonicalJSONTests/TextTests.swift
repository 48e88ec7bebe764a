import CanonicalJSON
import Testing

@Suite struct TextTests {
    static let composed: Text = "\u{e9}"
    static let decomposed: Text = "e\u{301}"

    @Test func tellsComposedFromDecomposed() {
        #expect(Self.composed.string == Self.decomposed.string)
        #expect(Self.composed != Self.decomposed)
        #expect(Set([Self.composed, Self.decomposed]).count == 2)
        #expect(Self.decomposed < Self.composed)
        #expect(!(Self.composed < Self.decomposed))
    }

    @Test func tellsApartEquivalentTextsOfOneLength() {
        let left = Text(Self.composed.string + "-" + Self.decomposed.string)
        let right = Text(Self.decomposed.string + "-" + Self.composed.string)
        #expect(left.byteCount == right.byteCount)
        #expect(left.string == right.string)
        #expect(left != right)
        #expect(Set([left, right]).count == 2)
        #expect(right < left)
        #expect(Text.utf16Precedes(right, left))
    }

    @Test func keepsBothAsMembers() throws {
        let object: JSONObject = [Self.composed: 1, Self.decomposed: 2]
        #expect(object[Self.composed] == 1)
        #expect(object[Self.decomposed] == 2)
        #expect(object["e"] == nil)
        #expect(try JSONParser.parse(object.canonicalBytes) == .object(object))
    }

    /// Every pair of texts that are short, long, ASCII or not, and differ early or late.
    static let samples: [Text] = {
        let starts = [
            "", "a", "cust-0004", "é", "e\u{301}", "\u{ffff}", "\u{10000}", String(repeating: "x", count: 40),
        ]
        let ends = ["", "\u{0}", "a", "b", "é", "e\u{301}", "\u{e000}", "\u{1f600}", "\u{7f}"]
        return starts.flatMap { start in ends.map { Text(start + $0) } }
    }()

    @Test(arguments: samples)
    func comparesAsMemcmpWould(left: Text) {
        for right in Self.samples {
            let leftBytes = left.string.bytes
            let rightBytes = right.string.bytes
            #expect((left == right) == (leftBytes == rightBytes), "\(leftBytes) \(rightBytes)")
            #expect((left < right) == leftBytes.lexicographicallyPrecedes(rightBytes), "\(leftBytes) \(rightBytes)")
            #expect(
                Text.utf16Precedes(left, right)
                    == Array(left.string.utf16).lexicographicallyPrecedes(Array(right.string.utf16)),
                "\(leftBytes) \(rightBytes)")
            if left == right { #expect(left.hashValue == right.hashValue) }
        }
    }

    @Test(arguments: samples)
    func isTheSameHoweverItsStorageCameAbout(text: Text) {
        // A substring of something that is not ASCII need not know that it is ASCII itself.
        let around = "é" + text.string + "é"
        let cut = Text(String(decoding: Array(around.utf8.dropFirst(2).dropLast(2)), as: UTF8.self))
        var grown = "é"
        grown.append(text.string)
        grown.unicodeScalars.removeFirst()
        #expect(cut == text)
        #expect(Text(grown) == text)
        #expect(cut.hashValue == text.hashValue)
        #expect(Text(grown).hashValue == text.hashValue)
        #expect(!(cut < text) && !(text < Text(grown)))
    }
}
