internal import Glibc

/// The few questions to the operating system that a store has.
enum FileSystem {
    /// Makes a directory for its owner alone, with those above it; one that is there is no error.
    static func makeDirectory(_ path: String) throws {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw LMDBError(errno, in: "mkdir")
        }
        try makeDirectory(String(path[..<slash]))
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw LMDBError(errno, in: "mkdir") }
    }

    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Brings a file, or a directory's list of names, onto the disk.
    static func sync(_ path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LMDBError(errno, in: "open") }
        defer { Glibc.close(descriptor) }
        if fsync(descriptor) != 0 { throw LMDBError(errno, in: "fsync") }
    }

    /// Gives a file or directory another name in one step.
    static func rename(_ path: String, to name: String) throws {
        if unsafe Glibc.rename(path, name) != 0 { throw LMDBError(errno, in: "rename") }
    }

    /// Removes files and the directory that holds them; what is not there is no error.
    static func remove(_ directory: String, files: [String]) {
        for file in files { unsafe unlink(directory + "/" + file) }
        unsafe rmdir(directory)
    }

    /// The path without links and dots, so that one directory has one name.
    static func canonicalPath(_ path: String) -> String? {
        // realpath allocates the text; it is copied and freed here.
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Bytes that an ordinary user may still write; nil when the file system does not say.
    static func freeSpace(_ path: String) -> Int? {
        var answer = statvfs()
        guard unsafe statvfs(path, &answer) == 0 else { return nil }
        let (bytes, overflowed) = answer.f_bavail.multipliedReportingOverflow(by: answer.f_frsize)
        return overflowed ? .max : Int(clamping: bytes)
    }

    /// A name of this run of the machine; empty where there is none.
    static func bootID() -> String {
        let descriptor = unsafe Glibc.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { Glibc.close(descriptor) }
        return String(decoding: read(descriptor: descriptor, atMost: 64).filter { $0 > 0x20 }, as: UTF8.self)
    }

    static var processID: Int { Int(getpid()) }

    /// The first bytes of an open file.
    static func read(descriptor: Int32, atMost limit: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            // The array owns the buffer; the call fills the first `count` bytes of it.
            count = max(0, unsafe pread(descriptor, buffer.baseAddress, limit, 0))
        }
    }
}
