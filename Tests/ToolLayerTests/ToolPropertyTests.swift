import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

/// What holds for every tool, in random worlds and with random arguments.
@Suite(.tags(.property)) struct ToolPropertyTests {
    @Test(arguments: Seed.sweep(40))
    func everyCallKeepsTheRules(seed: Seed) throws {
        var random = RandomWorld(seed)
        var state = try Desk(entities: random.entities()).state
        let catalogue = ToolCatalogue.standard
        for _ in 0..<150 {
            let tool = random.pick(catalogue.tools)
            let arguments = random.arguments(tool.inputSchema)
            let call: Comment = "\(tool.name) \(arguments.printed)"
            let result = try #require(catalogue.run(tool.name, arguments, on: state))
            let value = try JSONParser.parse(result.bytes)
            #expect(value.canonicalBytes == result.bytes, call)

            let again = try #require(catalogue.run(tool.name, arguments, on: state))
            #expect(
                again.bytes == result.bytes && again.isError == result.isError && again.events == result.events, call)
            #expect(tool.effect != .reads || result.events.isEmpty, call)
            #expect(!result.isError || result.events.isEmpty, call)
            #expect(result.events.allSatisfy { tool.eventTypes.contains($0.type.string) }, call)
            for event in result.events { #expect(try Event(json: event.json) == event, call) }

            if result.isError {
                #expect(value["error"]?.text?.isEmpty == false, call)
            } else {
                let travelling: JSONValue = tool.answersArray ? ["result": value] : value
                #expect(SchemaChecker.breach(of: tool.outputSchema, by: travelling) == nil, call)
            }
            let next = state.applying(result.events)
            #expect(result.events.isEmpty == (next == state), call)
            if tool.effect != .appends, tool.effect != .edits, !result.isError {
                let repeated = try #require(catalogue.run(tool.name, arguments, on: next))
                #expect(repeated.events.isEmpty && repeated.bytes == result.bytes, call)
            }
            state = next
            for product in state.documents(.product) {
                let inStock = try #require(product["inventory"]?["inStock"]?.number?.integer)
                #expect(inStock >= 0, call)
            }
        }
        #expect(state.changes(since: WorldState(base: state.base)).count == state.changedCount)
    }

    @Test(arguments: Seed.sweep(20))
    func everyInputSchemaAdmitsWhatItsToolTakes(seed: Seed) throws {
        var random = RandomWorld(seed)
        let state = try Desk(entities: random.entities()).state
        for tool in ToolCatalogue.standard.tools {
            let arguments = random.arguments(tool.inputSchema)
            guard SchemaChecker.breach(of: tool.inputSchema, by: arguments) == nil else { continue }
            // What fits the schema is never refused for its shape.
            let result = try #require(ToolCatalogue.standard.run(tool.name, arguments, on: state))
            let message = try JSONParser.parse(result.bytes)["error"]?.text?.string ?? ""
            #expect(!message.hasPrefix("Unknown argument") && !message.hasPrefix("Missing required"))
            #expect(!message.contains(" must be a") || message.contains("ISO"), "\(tool.name) \(arguments.printed)")
        }
    }
}
