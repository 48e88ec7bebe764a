import CanonicalJSON
import Episodes
import EventStore
import Projections
import ToolLayer

/// A host over a store of its own.
final class BenchDesk: Sendable {
    let directory: ScratchDirectory
    let host: EpisodeHost
    let starter: Digest

    init(_ settings: Settings, mode: EventStore.Mode = .scratch, residentBudget: Int = 1 << 40) throws {
        directory = try ScratchDirectory(in: settings.directory)
        let store = try EventStore.forBench(directory, mode)
        host = EpisodeHost(
            store: store, tools: .standard,
            snapshots: try SnapshotCatalogue(directory: settings.snapshots, store: store),
            residentBudget: residentBudget)
        starter = try host.snapshots.resolve("starter")
        _ = try host.snapshots.load(starter)
    }

    deinit { host.store.close() }

    func open(_ count: Int) async throws -> [EpisodeID] {
        try await host.open(OpenRequest(snapshot: starter, count: count, via: .control)).map(\.id)
    }

    /// What an agent does in one episode: two reads to one write, over the entities of the snapshot.
    func calls(_ count: Int, seed: Int) throws -> [CallRequest] {
        let base = try host.snapshots.load(starter)
        let orders = base.documents(.order).map(\.id)
        let customers = base.documents(.customer).map(\.id)
        let tickets = base.documents(.supportTicket).map(\.id)
        let payments = base.documents(.payment).map(\.id)
        func pick(_ ids: [Text], _ step: Int) -> JSONValue { .string(ids[(seed &* 31 + step &* 7) % ids.count]) }
        return (0..<count).map { step in
            switch step % 6 {
            case 0: CallRequest(name: "searchOrders", arguments: ["customer_id": pick(customers, step)])
            case 1: CallRequest(name: "getOrderDetails", arguments: ["order_id": pick(orders, step)])
            case 2:
                CallRequest(
                    name: "updateOrderStatus",
                    arguments: ["order_id": pick(orders, step), "status": step % 12 == 2 ? "paid" : "refund_requested"])
            case 3: CallRequest(name: "searchTickets", arguments: ["customer_id": pick(customers, step)])
            case 4: CallRequest(name: "searchPayments", arguments: ["payment_id": pick(payments, step)])
            default:
                CallRequest(
                    name: "updateTicketStatus",
                    arguments: [
                        "ticket_id": pick(tickets, step), "status": step % 12 == 5 ? "open" : "pending_customer",
                    ])
            }
        }
    }

    /// Carries out the calls of each episode, all episodes at once.
    func run(_ calls: [(EpisodeID, [CallRequest])]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (id, requests) in calls {
                group.addTask { [host] in
                    for request in requests { _ = try await host.call(id, [request], via: .mcp) }
                }
            }
            try await group.waitForAll()
        }
    }
}
