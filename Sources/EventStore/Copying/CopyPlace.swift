/// Where a copy of a store is made: beside its final name, which it gets when it is whole.
public struct CopyPlace: Sendable {
    /// The final name.
    public let directory: String
    /// The name until then.
    public let partial: String

    private static let files = ["data.mdb", "lock.mdb", "writer.lock"]

    /// Makes the directory for the copy.
    ///
    /// - Throws: ``EventStoreError`` `.invalidWrite` when there is something of the final name already.
    public init(_ directory: String) throws(EventStoreError) {
        var directory = directory
        while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
        guard !FileSystem.exists(directory) else {
            throw EventStoreError(.invalidWrite, "\(directory) is there already; name a folder that is not")
        }
        self.directory = directory
        partial = "\(directory).partial-\(FileSystem.processID)"
        do {
            try FileSystem.makeDirectory(partial)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    /// Gives the copy its final name; it is on the disk then.
    public func publish() throws(EventStoreError) {
        do {
            try FileSystem.sync(partial + "/data.mdb")
            try FileSystem.sync(partial)
            try FileSystem.rename(partial, to: directory)
            let slash = directory.lastIndex(of: "/")
            let above = slash.map { String(directory[..<$0]) } ?? "."
            try FileSystem.sync(above.isEmpty ? "/" : above)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }

    /// Removes what was made so far.
    public func discard() {
        FileSystem.remove(partial, files: Self.files)
    }
}
