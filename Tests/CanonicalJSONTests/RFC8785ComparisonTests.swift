import CanonicalJSON
import Foundation
import Testing

/// Compares with the PyPI package `rfc8785`, which shares no code with ours.
@Suite(.tags(.property)) struct RFC8785ComparisonTests {
    static let count = 100_000

    @Test(arguments: [Seed(value: 8785)])
    func agreesWithThePythonPackage(seed: Seed) throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let python = try #require(
            Self.python(packageRoot: here.deletingLastPathComponent().deletingLastPathComponent()),
            "no Python to run: set CORECRAFT_PYTHON to one that has rfc8785, or run `make test`, which makes .venv with it"
        )

        let file = FileManager.default.temporaryDirectory.appending(path: "corecraft-rfc8785-\(UUID()).txt")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(Self.pairs(seed: seed)).write(to: file)

        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = [here.appending(path: "compare_rfc8785.py").path(), file.path(), "\(Self.count)"]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && said == "\(Self.count) values agree\n", "\(python) says: \(said)")
    }

    private static func python(packageRoot: URL) -> String? {
        let named = ProcessInfo.processInfo.environment["CORECRAFT_PYTHON"] ?? ""
        let path = named.isEmpty ? packageRoot.appending(path: ".venv/bin/python").path() : named
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// One line of source text, one of what we make of it, and so on. No raw newline is in either.
    private static func pairs(seed: Seed) throws -> [UInt8] {
        var random = seed.generator
        var bytes: [UInt8] = []
        for index in 0..<count {
            // Half are lone numbers, by which most of the rules are about; every eighth is a deeper structure.
            let value: JSONValue =
                if index % 2 == 0 {
                    .number(random.number())
                } else if index % 8 == 1 {
                    random.value(depth: 3)
                } else {
                    random.value(depth: 1)
                }
            let source = random.source(of: value)
            bytes.append(contentsOf: source.utf8)
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: try JSONParser.parse(source).canonicalBytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
