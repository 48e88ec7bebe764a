internal import Foundation

/// The secret that episode tokens are computed with, kept in a file that only its owner may read.
public struct TokenKey: Sendable {
    let bytes: [UInt8]

    private static let leastByteCount = 32

    /// A fresh key, for tests and servers whose episodes nobody needs after their run.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes = Array(random.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().utf8)
    }

    /// Reads the key file; makes one, mode 0600, when there is none.
    ///
    /// - Throws: ``TokenKeyError`` when it cannot be read or made, when strangers may read it, or when it is too short.
    public init(file path: String) throws(TokenKeyError) {
        if !FileManager.default.fileExists(atPath: path) { try TokenKey().create(at: path) }
        let content: Data
        let permissions: Int
        do {
            content = try Data(contentsOf: URL(filePath: path))
            permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
        } catch {
            throw TokenKeyError("The key file \(path) cannot be read; check that it is a file you may read.")
        }
        guard permissions & 0o007 == 0 else {
            throw TokenKeyError("The key file \(path) is open to everybody; make it private: chmod 600 \(path)")
        }
        bytes = Array(content).filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard bytes.count >= Self.leastByteCount else {
            throw TokenKeyError(
                "The key file \(path) holds fewer than \(Self.leastByteCount) bytes; remove it to have one made.")
        }
    }

    /// Writes the key beside its place and links it there, so that nobody ever reads half a key and a second process
    /// that makes one at the same time wins or loses as a whole.
    private func create(at path: String) throws(TokenKeyError) {
        let files = FileManager.default
        let draft = "\(path).\(UInt64.random(in: .min ... .max))"
        defer { try? files.removeItem(atPath: draft) }
        // The file is private before the secret goes in.
        guard files.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw TokenKeyError("The key file \(path) cannot be made; check that its folder is there and writable.")
        }
        do {
            let handle = try FileHandle(forWritingTo: URL(filePath: draft))
            try handle.write(contentsOf: bytes + [UInt8(ascii: "\n")])
            try handle.synchronize()
            try handle.close()
            try files.linkItem(atPath: draft, toPath: path)
        } catch {
            guard files.fileExists(atPath: path) else {
                throw TokenKeyError("The key file \(path) cannot be made: \(error.localizedDescription)")
            }
        }
    }
}

/// Why there is no key.
public struct TokenKeyError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
