import CanonicalJSON
import Foundation
import Testing

@testable import ToolLayer

/// `mcp-tools.json` and `docs/tools.md` say what the code does.
@Suite struct ToolDocumentationTests {
    @Test(arguments: ["mcp-tools.json", "docs/tools.md"]) func theFileIsCurrent(file: String) throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: file)
        let current =
            file.hasSuffix(".json") ? ToolDocumentation.json(.standard) : ToolDocumentation.markdown(.standard)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try Data(current.utf8).write(to: path)
            Issue.record("recorded \(file); look at the difference, then run without RECORD_GOLDEN")
        }
        let recorded = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        #expect(recorded == current, "\(file) is out of date; run with RECORD_GOLDEN=1")
    }

    @Test func theJSONIsTheDefinitions() throws {
        let text = ToolDocumentation.json(.standard)
        #expect(try JSONParser.parse(Array(text.utf8)) == ToolCatalogue.standard.definitions)
    }

    @Test func everyToolHasASectionWithItsArguments() throws {
        let page = ToolDocumentation.markdown(.standard)
        for tool in ToolCatalogue.standard.tools {
            let start = try #require(page.range(of: "\n## \(tool.name)\n"))
            let rest = page[start.upperBound...]
            let section = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
            for name in tool.argumentNames { #expect(section.contains("| `\(name)` |"), "\(tool.name)") }
            for event in tool.eventTypes { #expect(section.contains("[`\(event)`](events.md#"), "\(tool.name)") }
            for quirk in tool.quirks { #expect(section.contains("- \(quirk): "), "\(tool.name) \(quirk)") }
        }
    }
}
