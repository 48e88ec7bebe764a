/// Rows of a closed store as they are, for tests that damage one and look who notices.
package struct RawStore {
    private let environment: Environment

    /// - Parameter directory: Of a store that nobody has open.
    package init(directory: String) throws {
        guard let path = FileSystem.canonicalPath(directory),
            let environment = try EnvironmentRegistry.environment(
                path: path,
                settings: .init(mapSize: 1 << 30, maxReaders: 16, isReadOnly: false, syncs: false))
        else { throw EventStoreError(.notAStore, "no store in \(directory)") }
        self.environment = environment
    }

    package func close() { environment.close() }

    /// All rows of one of the eight databases.
    package func rows(of database: String) throws -> [(key: [UInt8], value: [UInt8])] {
        let handle = try environment.databases([database], creating: true)[0]
        return try environment.read { transaction in
            var rows: [(key: [UInt8], value: [UInt8])] = []
            try transaction.scan(handle) { row in
                rows.append((row.key, row.value))
                return true
            }
            return rows
        }
    }

    /// Replaces a row, or removes it.
    package func set(_ key: [UInt8], _ value: [UInt8]?, in database: String) throws {
        let handle = try environment.databases([database], creating: true)[0]
        try environment.write { transaction in
            if let value {
                _ = try transaction.put(handle, key, value[...])
            } else {
                try transaction.delete(handle, key)
            }
        }
    }

    /// Removes one of the eight databases.
    package func drop(_ database: String) throws {
        let handle = try environment.databases([database], creating: true)[0]
        try environment.write { transaction in try transaction.drop(handle) }
    }
}
