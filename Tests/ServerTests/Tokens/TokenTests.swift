import CanonicalJSON
import Foundation
import Testing

@testable import Server

@Suite("Episode tokens")
struct TokenTests {
    private let mint = TokenMint(storeID: "0123456789ab", key: TokenKey())
    private let token = EpisodeToken(branch: 0x0102_0304_0506_0708, generation: 3)

    @Test func aTokenComesBack() {
        let text = mint.text(of: token)
        #expect(text.utf8.count == 38)
        #expect(mint.token(of: text.utf8) == token)
    }

    @Test func everyChangedCharacterIsRefused() {
        let text = Array(mint.text(of: token).utf8)
        for index in text.indices {
            for replacement in Array("ABCxyz019-_/+=.~ \u{0}".utf8) where replacement != text[index] {
                var forged = text
                forged[index] = replacement
                #expect(mint.token(of: forged) == nil)
            }
        }
        #expect(mint.token(of: text.dropLast()) == nil)
        #expect(mint.token(of: text + [UInt8(ascii: "A")]) == nil)
        #expect(mint.token(of: []) == nil)
    }

    @Test func aTokenThatWasCheckedBeforeIsStillCheckedWhole() {
        for generation in 0..<40_000 {
            let token = EpisodeToken(branch: 7, generation: UInt32(generation))
            let text = Array(mint.text(of: token).utf8)
            var forged = text
            forged[30] = forged[30] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            // More tokens than are remembered; each before and after it is known.
            let isOneToForge = generation.isMultiple(of: 100)
            if isOneToForge { #expect(mint.token(of: forged) == nil) }
            guard mint.token(of: text) == token else {
                Issue.record("token \(generation) is refused")
                return
            }
            if isOneToForge {
                #expect(mint.token(of: forged) == nil)
                #expect(mint.token(of: text) == token)
            }
        }
        let first = EpisodeToken(branch: 7, generation: 0)
        #expect(mint.token(of: mint.text(of: first).utf8) == first)
    }

    @Test func anotherKeyStoreBranchOrGenerationMakesAnotherToken() {
        let text = mint.text(of: token)
        #expect(TokenMint(storeID: "0123456789ab", key: TokenKey()).token(of: text.utf8) == nil)
        let key = TokenKey()
        let one = TokenMint(storeID: "a", key: key)
        #expect(TokenMint(storeID: "b", key: key).token(of: one.text(of: token).utf8) == nil)
        #expect(one.text(of: token) != one.text(of: EpisodeToken(branch: token.branch, generation: 4)))
        #expect(one.text(of: token).suffix(20) != one.text(of: EpisodeToken(branch: 1, generation: 3)).suffix(20))
    }

    @Test func theKeyFileIsMadeOnceAndPrivate() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corecraft-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/store.key"
        let made = try TokenKey(file: path)
        #expect(try TokenKey(file: path).bytes == made.bytes)
        #expect(made.bytes.count == 64)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.key"])

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: TokenKeyError.self) { try TokenKey(file: path) }
        try Data("short".utf8).write(to: URL(filePath: folder.path + "/short"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/short")
        #expect(throws: TokenKeyError.self) { try TokenKey(file: folder.path + "/short") }
        #expect(throws: TokenKeyError.self) { try TokenKey(file: folder.path + "/nowhere/key") }
    }

    @Test("base64 has one spelling", arguments: 0..<40)
    func base64RoundTrip(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
        for alphabet in [Base64.Alphabet.standard, .url] {
            let text = Base64.encode(bytes, alphabet: alphabet)
            #expect(Base64.decode(text.utf8, alphabet: alphabet) == bytes)
        }
        #expect(Base64.encode(bytes, alphabet: .standard) == Data(bytes).base64EncodedString())
    }

    @Test("spellings that are no base64", arguments: ["QQ", "QQ=", "QR==", "Q===", "====", "QUI=QUI=", "Q Q="])
    func wrongBase64(text: String) {
        #expect(Base64.decode(text.utf8, alphabet: .standard) == nil)
    }
}
