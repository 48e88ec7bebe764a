public import ArgumentParser
import CanonicalJSON
public import ToolLayer

/// `corecraft tools`.
struct ToolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools",
        abstract: "List the tools that agents act with.",
        discussion: """
            With --json the definitions, which mcp-tools.json holds; with --markdown the page docs/tools.md.

            EXAMPLES:
              corecraft tools
              corecraft tools --json > mcp-tools.json
              corecraft tools --markdown > docs/tools.md
            """
    )

    @Option(help: "Only the tools of this profile: all, core, all+submit or core+submit.")
    var profile = ToolProfile.all

    @Flag(help: "Print the definitions as JSON: names, descriptions, schemas, annotations.")
    var json = false

    @Flag(help: "Print a page of Markdown: arguments, answers, events, policy rules, quirks.")
    var markdown = false

    func validate() throws {
        if json, markdown { throw ValidationError("--json and --markdown exclude each other") }
    }

    func run() async throws {
        let catalogue = ToolCatalogue.standard.profile(profile)
        if json { return Console.write(Array(ToolDocumentation.json(catalogue, profile: profile).utf8)) }
        if markdown { return Console.write(Array(ToolDocumentation.markdown(catalogue).utf8)) }
        var table = Table("TOOL", "EFFECT", "PURPOSE")
        for tool in catalogue.tools {
            table.add(tool.name.string, tool.effect == .reads ? "read" : "write", ToolDocumentation.purpose(tool))
        }
        if profile.offersSubmission { table.add(SubmitResponse.name.string, "submit", SubmitResponse.purpose) }
        Console.print(table.text)
    }
}

extension ToolProfile: ExpressibleByArgument {}
