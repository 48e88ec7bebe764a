internal import Synchronization

/// A value that is made when it is first asked for, once, whichever thread asks; others that ask meanwhile wait.
final class OnFirstUse<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    func value(_ make: () -> Value) -> Value {
        kept.withLock { kept in
            if let kept { return kept }
            let made = make()
            kept = made
            return made
        }
    }
}
