internal import Glibc

/// A file whose lock says who writes, and whose content says it in words.
final class FileLock: Sendable {
    /// A descriptor of ours, from `init` until `deinit`; closing it gives the lock back.
    private let descriptor: Int32
    /// The content is written in one piece of this size, padded with spaces, so that a reader never sees half of it.
    private static let contentSize = 1024

    /// - Returns: nil when somebody else holds the lock.
    init?(path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LMDBError(errno, in: "open") }
        // Somebody who only asks for the holder takes the shared lock for a moment: try again before believing.
        for attempt in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                self.descriptor = descriptor
                return
            }
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR else {
                Glibc.close(descriptor)
                throw LMDBError(reason, in: "flock")
            }
            if attempt < 9 { usleep(3000) }
        }
        Glibc.close(descriptor)
        return nil
    }

    deinit { Glibc.close(descriptor) }

    /// Gives the lock back now; the file stays.
    func unlock() {
        flock(descriptor, LOCK_UN)
    }

    func write(_ content: [UInt8]) throws {
        var padded = content
        padded.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, FileLock.contentSize - content.count)))
        // The array keeps the bytes for the duration of the call.
        let written = unsafe padded.withUnsafeBytes { bytes in
            unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard written == padded.count else { throw LMDBError(errno, in: "pwrite") }
    }

    /// The content of a lock file that somebody holds; nil when nobody does.
    static func contentIfHeld(path: String) -> [UInt8]? {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        return FileSystem.read(descriptor: descriptor, atMost: 65536)
    }
}
