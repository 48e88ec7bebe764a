internal import Synchronization

/// The codes of tokens that were checked lately: computing one costs more than all the rest of looking at a token.
///
/// Two generations, the older of which is forgotten when the younger is full. Only codes that somebody has shown enter, so
/// that guessing fills nothing.
final class VerifiedTokens: Sendable {
    private struct State {
        var young: [EpisodeToken: [UInt8]] = [:]
        var old: [EpisodeToken: [UInt8]] = [:]
    }

    private let state = Mutex(State())
    private static let limit = 16_384

    /// The code that belongs to a token, when it is known.
    func code(of token: EpisodeToken) -> [UInt8]? {
        state.withLock { state in
            if let code = state.young[token] { return code }
            guard let code = state.old[token] else { return nil }
            state.young[token] = code
            return code
        }
    }

    func remember(_ code: [UInt8], of token: EpisodeToken) {
        state.withLock { state in
            state.young[token] = code
            if state.young.count > VerifiedTokens.limit { state = State(old: state.young) }
        }
    }
}
