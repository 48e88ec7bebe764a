internal import Dispatch
internal import Synchronization

/// A value that is made on another thread when it is first asked for; who asks before it is there goes on without.
final class MadeInBackground<Value: Sendable>: Sendable {
    private enum Stage {
        case untouched
        case underWay
        case made(Value)
    }

    private let stage = Mutex(Stage.untouched)

    /// The value if it is there; the first call has it made.
    func value(_ make: @escaping @Sendable () -> Value) -> Value? {
        let (value, isFirst) = stage.withLock { stage -> (Value?, Bool) in
            switch stage {
            case .made(let value): return (value, false)
            case .underWay: return (nil, false)
            case .untouched:
                stage = .underWay
                return (nil, true)
            }
        }
        if isFirst { oneAfterAnother.async { self.keep(make()) } }
        return value
    }

    /// The value, made by the caller unless it is there, also while another thread makes it.
    func valueAtOnce(_ make: () -> Value) -> Value {
        if case .made(let value) = stage.withLock({ $0 }) { return value }
        return keep(make())
    }

    /// Keeps the first of the values that were made; all are equal.
    @discardableResult
    private func keep(_ made: Value) -> Value {
        stage.withLock { stage in
            if case .made(let value) = stage { return value }
            stage = .made(made)
            return made
        }
    }
}

/// One value is made at a time, so that calls keep the other cores.
private let oneAfterAnother = DispatchQueue(label: "corecraft.background", qos: .utility)
