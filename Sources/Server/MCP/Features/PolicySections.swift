internal import CanonicalJSON

/// The sections of a system prompt's Markdown, each with a URI made from its heading.
struct PolicySections: Sendable {
    /// One section: from its heading to the next one of the same or a higher level.
    struct Section: Sendable {
        let slug: Text
        let title: Text
        /// The heading and everything below it.
        var text: Text

        var uri: Text { Text("\(MCPResource.policyPrefix)\(slug)") }
    }

    let sections: [Section]

    /// Splits at headings of the second level; what stands before the first of them is no section.
    init(_ systemPrompt: Text?) {
        var sections: [Section] = []
        var lines: [Substring] = []
        func close() {
            guard var last = sections.popLast() else { return }
            last.text = Text(lines.joined(separator: "\n") + "\n")
            sections.append(last)
        }
        var isCode = false
        for line in (systemPrompt?.string ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            if !isCode, line.hasPrefix("## ") {
                close()
                lines = [line]
                let title = line.dropFirst(3)
                sections.append(
                    Section(slug: Self.slug(title, taken: sections.map(\.slug)), title: Text(String(title)), text: ""))
            } else if !sections.isEmpty {
                lines.append(line)
            }
        }
        close()
        self.sections = sections
    }

    /// The section with that URI.
    func section(at uri: Text) -> Section? {
        sections.first { $0.uri == uri }
    }

    /// A list of links to all sections.
    var index: Text {
        guard !sections.isEmpty else { return "This episode's task states no policies.\n" }
        return Text("# Policies\n\n" + sections.map { "- [\($0.title)](\($0.uri))\n" }.joined())
    }

    /// Lower-case ASCII letters and digits of the title, all else a hyphen; a number is added to a second of the name.
    private static func slug(_ title: Substring, taken: [Text]) -> Text {
        var slug = ""
        for byte in title.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
        }
        if slug.hasSuffix("-") { slug.removeLast() }
        if slug.isEmpty { slug = "section" }
        var candidate = Text(slug)
        var number = 2
        while taken.contains(candidate) {
            candidate = Text("\(slug)-\(number)")
            number += 1
        }
        return candidate
    }
}
