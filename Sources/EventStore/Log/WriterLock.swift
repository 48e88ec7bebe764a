internal import CanonicalJSON

/// The file `writer.lock` of a store: locked by the process that writes, it says who that is.
struct WriterLock: Sendable {
    private let file: FileLock
    private let pid: Int
    private let sinceMilliseconds: UInt64

    static func path(in directory: String) -> String { directory + "/writer.lock" }

    /// - Throws: ``EventStoreError`` `.locked` naming the process that holds it.
    init(directory: String, url: String?, sinceMilliseconds: UInt64) throws {
        guard let file = try FileLock(path: WriterLock.path(in: directory)) else {
            let holder = WriterLock.holder(of: directory)
            let who =
                holder.map { "process \($0.pid)" + ($0.url.map { url in ", at \(url)," } ?? "") } ?? "another process"
            throw EventStoreError(
                .locked(pid: holder?.pid ?? 0, url: holder?.url),
                "\(who) writes to the store in \(directory); stop it, or let it do the work")
        }
        self.file = file
        pid = FileSystem.processID
        self.sinceMilliseconds = sinceMilliseconds
        try write(url: url, agentURL: nil)
    }

    func publish(url: String, agentURL: String?) throws(EventStoreError) {
        do {
            try write(url: url, agentURL: agentURL)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    /// Wipes the content; the lock itself goes when the last copy of this value does.
    func release() {
        try? file.write([])
        file.unlock()
    }

    private func write(url: String?, agentURL: String?) throws {
        func text(_ url: String?) -> JSONValue { url.map { .string(Text($0)) } ?? .null }
        let content: JSONValue = [
            "agent_url": text(agentURL), "pid": .integer(UInt64(pid)), "since": .integer(sinceMilliseconds),
            "url": text(url),
        ]
        try file.write(content.canonicalBytes)
    }

    /// Who holds the lock of that directory; nil when nobody does, or when its content is not (yet) there.
    static func holder(of directory: String) -> LockHolder? {
        guard let content = FileLock.contentIfHeld(path: path(in: directory)),
            let object = try? JSONParser.parse(content).object,
            let pid = object.value(of: "pid")?.number?.integer,
            let since = object.value(of: "since")?.number?.integer, since >= 0
        else { return nil }
        return LockHolder(
            pid: pid, url: object.value(of: "url")?.text?.string,
            agentURL: object.value(of: "agent_url")?.text?.string, sinceMilliseconds: UInt64(since))
    }
}
