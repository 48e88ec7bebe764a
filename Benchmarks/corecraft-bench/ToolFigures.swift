import CanonicalJSON
import Projections
import ToolLayer

/// One tool call in the process, without a store.
enum ToolFigures {
    static func measure(_ settings: Settings) throws -> [Figure] {
        let worlds = try Worlds(settings)
        progress("bench: making the larger worlds")
        let sizes = [
            (216, worlds.starter), (3_000, try worlds.enlarged(to: 3_000)), (300_000, try worlds.enlarged(to: 300_000)),
        ]
        var figures: [Figure] = []
        for (name, call) in [("by id", byID), ("indexed search", indexedSearch)] {
            var first: Figure.Limit?
            for (_, snapshot) in sizes {
                let arguments = call.arguments(snapshot)
                let state = WorldState(base: snapshot)
                var answered = 0
                let perSecond = rate(count: 4_000) { index in
                    answered +=
                        ToolCatalogue.standard.run(call.tool, arguments[index % arguments.count], on: state)?.bytes
                        .count ?? 0
                }
                guard answered > 4_000 else { throw BenchError("the tool \(call.tool) answered nothing") }
                let target =
                    switch (name, snapshot.entityCount) {
                    case ("by id", _): "under 10 us"
                    case (_, ..<10_000): "under 50 us"
                    default: "at most twice 3,000's"
                    }
                figures.append(
                    Figure(
                        "tool call \(name), \(snapshot.entityCount) entities", 1e6 / perSecond, .microseconds,
                        beside: first, target: target))
                if snapshot.entityCount > 1_000 {
                    first = Figure.Limit(name: "at \(snapshot.entityCount)", value: 1e6 / perSecond)
                }
            }
        }
        return figures
    }

    private struct Call {
        let tool: Text
        let type: EntityType
        let argument: Text

        /// Arguments that name a thousand entities spread over the table.
        func arguments(_ snapshot: Snapshot) -> [JSONValue] {
            let ids = snapshot.documents(type).map(\.id)
            return (0..<1_000).map { [argument: .string(ids[$0 &* 7_919 % ids.count])] }
        }
    }

    private static let byID = Call(tool: "searchOrders", type: .order, argument: "order_id")
    private static let indexedSearch = Call(tool: "searchOrders", type: .customer, argument: "customer_id")
}
