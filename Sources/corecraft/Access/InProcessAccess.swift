import EventStore
import Server

/// Requests carried out on a store that this process has opened itself.
struct InProcessAccess: EpisodeAccess {
    private let session: ControlSession

    init(_ local: LocalStore) {
        session = ControlSession(episodes: local.host, tasks: local.tasks, via: .cli)
    }

    func answer(_ call: ControlCall) async throws(CommandFailure) -> (status: Int, body: [UInt8]) {
        await session.answer(call.method.rawValue, call.target, body: call.body)
    }
}
