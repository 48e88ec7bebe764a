import Dispatch
import Synchronization

/// A disk that stands still until it is let go, or that fails.
final class StalledDisk: Sendable {
    private let isStalled = Mutex(false)
    private let isAwaited = Mutex(false)
    private let fault = Mutex<Int32?>(nil)
    private let gate = DispatchSemaphore(value: 0)

    func stop() { isStalled.withLock { $0 = true } }

    /// From now on commits fail with this error number.
    func fail(with code: Int32) { fault.withLock { $0 = code } }

    /// What every commit asks first.
    func commit() -> Int32? {
        if let code = fault.withLock({ $0 }) { return code }
        guard isStalled.withLock({ $0 }) else { return nil }
        isAwaited.withLock { $0 = true }
        gate.wait()
        gate.signal()
        isAwaited.withLock { $0 = false }
        return nil
    }

    /// Whether a commit stands before it.
    var holdsCommit: Bool { isAwaited.withLock { $0 } }

    func letGo() {
        isStalled.withLock { $0 = false }
        gate.signal()
    }
}
