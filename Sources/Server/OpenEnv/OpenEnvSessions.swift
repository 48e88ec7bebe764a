internal import CanonicalJSON
internal import Synchronization

/// What a client has between its messages: a place, and the socket that is attached. It needs no thread and no connection,
/// so it outlives a lost socket.
final class OpenEnvSession: Sendable {
    private struct State {
        var place: OpenEnvPlace?
        var socket: (number: Int, close: @Sendable () -> Void)?
        var lastNumber = 0
    }

    /// Unguessable.
    let id: Text
    private let state = Mutex(State())

    init() {
        let digits = (0..<2).map { _ -> String in
            let text = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
        id = Text(digits.joined())
    }

    var place: OpenEnvPlace? { state.withLock { $0.place } }

    func go(to place: OpenEnvPlace) { state.withLock { $0.place = place } }

    /// - Parameter place: Where the step was taken; a reset may have led elsewhere since.
    func countStep(at place: OpenEnvPlace?) {
        state.withLock { state in
            guard state.place?.episode == place?.episode else { return }
            state.place?.steps += 1
        }
    }

    /// Whether a socket is attached.
    var isAttached: Bool { state.withLock { $0.socket != nil } }

    /// Attaches a socket in the place of the one before, which is closed: it may be one that its client has lost.
    ///
    /// - Returns: The number to detach with.
    func attach(_ close: @escaping @Sendable () -> Void) -> Int {
        let (number, former) = state.withLock { state in
            let former = state.socket
            state.lastNumber += 1
            state.socket = (state.lastNumber, close)
            return (state.lastNumber, former)
        }
        former?.close()
        return number
    }

    func detach(_ number: Int) {
        state.withLock { if $0.socket?.number == number { $0.socket = nil } }
    }

    /// Closes the socket that is attached, if any.
    func closeSocket() { state.withLock { $0.socket }?.close() }
}

/// The sessions that can be named.
final class OpenEnvSessions: Sendable {
    private struct State {
        var sessions: [Text: (session: OpenEnvSession, lastUse: UInt64)] = [:]
        var uses: UInt64 = 0
    }

    /// The most sessions; beyond it the one goes that was not used for longest and has no socket. Its episode stays.
    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int = 10_000) {
        self.limit = limit
    }

    var count: Int { state.withLock { $0.sessions.count } }

    /// Makes a session findable.
    ///
    /// - Returns: false when as many have sockets as there may be.
    func add(_ session: OpenEnvSession) -> Bool {
        state.withLock { state in
            if state.sessions.count >= limit, state.sessions[session.id] == nil {
                let idle = state.sessions.filter { !$0.value.session.isAttached }
                guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse })?.key else { return false }
                state.sessions[oldest] = nil
            }
            state.uses += 1
            state.sessions[session.id] = (session, state.uses)
            return true
        }
    }

    /// The session of that id, which counts as used.
    func session(_ id: Text) -> OpenEnvSession? {
        state.withLock { state in
            guard let found = state.sessions[id]?.session else { return nil }
            state.uses += 1
            state.sessions[id]?.lastUse = state.uses
            return found
        }
    }

    func remove(_ id: Text) -> OpenEnvSession? {
        state.withLock { $0.sessions.removeValue(forKey: id)?.session }
    }
}
