internal import Glibc

/// Lets readers through together and, now and then, one who must be alone: who resizes the map or closes it.
///
/// A waiting exclusive entry holds back new readers, so that a stream of them cannot starve it. Therefore a thread that
/// is inside must not enter a second time.
@safe
final class ReaderGate: @unchecked Sendable {
    // Sendable: the lock is made for use by several threads, and its address never changes.

    /// Owned by this object from `init` until `deinit`.
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init() {
        unsafe lock = .allocate(capacity: 1)
        // Both attributes live in this frame and are copied by the C library.
        var attributes = pthread_rwlockattr_t()
        unsafe pthread_rwlockattr_init(&attributes)
        unsafe pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
        let result = unsafe pthread_rwlock_init(lock, &attributes)
        unsafe pthread_rwlockattr_destroy(&attributes)
        precondition(result == 0, "pthread_rwlock_init failed: \(result)")
    }

    deinit {
        unsafe pthread_rwlock_destroy(lock)
        unsafe lock.deallocate()
    }

    func shared<Value>(_ body: () throws -> Value) rethrows -> Value {
        let result = unsafe pthread_rwlock_rdlock(lock)
        precondition(result == 0, "pthread_rwlock_rdlock failed: \(result)")
        defer { unsafe pthread_rwlock_unlock(lock) }
        return try body()
    }

    func exclusive<Value>(_ body: () throws -> Value) rethrows -> Value {
        let result = unsafe pthread_rwlock_wrlock(lock)
        precondition(result == 0, "pthread_rwlock_wrlock failed: \(result)")
        defer { unsafe pthread_rwlock_unlock(lock) }
        return try body()
    }
}
