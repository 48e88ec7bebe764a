import CanonicalJSON
import Synchronization

/// Lets one request at a time work under a key: while the first is under way, the second waits for it.
final class KeyTurns: Sendable {
    private struct Entry {
        let gate = ArrivalGate()
        var users = 0
    }

    private let entries = Mutex<[Text: Entry]>([:])

    /// Runs `body` when everyone who came before under this name has left.
    func withTurn<Value: Sendable, Failure: Error>(
        _ name: Text, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let gate = entries.withLock { entries in
            entries[name, default: Entry()].users += 1
            return entries[name, default: Entry()].gate
        }
        defer {
            entries.withLock { entries in
                entries[name]?.users -= 1
                if entries[name]?.users == 0 { entries[name] = nil }
            }
        }
        return try await gate.withTurn(body)
    }
}
