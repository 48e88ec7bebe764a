import Dispatch
import Synchronization

/// A disk that stands still until it is let go.
final class StalledDisk: Sendable {
    private let isStalled = Mutex(false)
    private let gate = DispatchSemaphore(value: 0)

    func stop() { isStalled.withLock { $0 = true } }

    /// What every commit asks first.
    func commit() -> Int32? {
        guard isStalled.withLock({ $0 }) else { return nil }
        gate.wait()
        gate.signal()
        return nil
    }

    func letGo() {
        isStalled.withLock { $0 = false }
        gate.signal()
    }
}
