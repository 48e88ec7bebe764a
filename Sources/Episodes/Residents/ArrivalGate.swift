import Synchronization

/// Lets one task at a time through, in order of arrival.
///
/// It is what makes the calls of one episode serial, while episodes do not wait for each other.
final class ArrivalGate: Sendable {
    private struct State {
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var firstWaiting = 0
    }

    private let state = Mutex(State())

    /// Runs `body` when everyone who came before has left.
    ///
    /// A cancelled task keeps its place: what has arrived is carried out.
    func withTurn<Value: Sendable, Failure: Error>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        // Mostly nobody is before: then there is nothing to wait for.
        if enterIfFree() { return }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.isHeld {
                    state.waiting.append(continuation)
                    return false
                }
                state.isHeld = true
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    /// Enters when nobody is before; whoever entered must ``leave()``.
    func enterIfFree() -> Bool {
        state.withLock { state in
            guard !state.isHeld else { return false }
            state.isHeld = true
            return true
        }
    }

    /// Lets the next one in.
    func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.firstWaiting < state.waiting.count else {
                state.isHeld = false
                return nil
            }
            let next = state.waiting[state.firstWaiting]
            state.firstWaiting += 1
            if state.firstWaiting == state.waiting.count {
                state.waiting.removeAll(keepingCapacity: true)
                state.firstWaiting = 0
            }
            return next
        }
        next?.resume()
    }
}
