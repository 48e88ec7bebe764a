internal import NIOCore
internal import Synchronization

/// The open connections of one address: how many there are, and whether their answers went out.
final class ConnectionTable: Sendable {
    private let connections = Mutex<[ObjectIdentifier: ConnectionAnswers]>([:])
    private let limit: Int

    /// - Parameter limit: The most connections at once.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many connections there are.
    var count: Int { connections.withLock { $0.count } }

    /// Takes a new connection.
    ///
    /// - Returns: nil when there are as many as may be.
    func open(_ channel: any Channel) -> ConnectionAnswers? {
        connections.withLock { connections in
            guard connections.count < limit else { return nil }
            let answers = ConnectionAnswers()
            connections[ObjectIdentifier(channel)] = answers
            return answers
        }
    }

    func close(_ channel: any Channel) {
        connections.withLock { $0[ObjectIdentifier(channel)] = nil }
    }

    /// Watches the next answer of a connection.
    ///
    /// - Parameter onLoss: Called once when the answer cannot be written, at once when the connection is gone already.
    /// - Returns: The number to mark the answer with; nil when it is lost.
    func expectAnswer(on channel: any Channel, onLoss: @escaping @Sendable () -> Void) -> Int? {
        guard let answers = connections.withLock({ $0[ObjectIdentifier(channel)] }) else {
            onLoss()
            return nil
        }
        return answers.expect(onLoss)
    }
}

/// The tables of all addresses, to count their connections.
final class ConnectionTables: Sendable {
    private let tables = Mutex<[ConnectionTable]>([])

    func add(_ table: ConnectionTable) -> ConnectionTable {
        tables.withLock { $0.append(table) }
        return table
    }

    var count: Int { tables.withLock { $0 }.reduce(0) { $0 + $1.count } }
}

/// The answers of one connection that are not written yet and that somebody wants to hear about.
///
/// An answer counts as lost when writing it fails, or when the client had hung up before it was written.
final class ConnectionAnswers: Sendable {
    private struct State {
        var expected: [Int: @Sendable () -> Void] = [:]
        var last = 0
        var hasHungUp = false
    }

    private let state = Mutex(State())

    /// - Returns: The answer's number; nil when it is lost already.
    func expect(_ onLoss: @escaping @Sendable () -> Void) -> Int? {
        let number = state.withLock { state -> Int? in
            guard !state.hasHungUp else { return nil }
            state.last += 1
            state.expected[state.last] = onLoss
            return state.last
        }
        if number == nil { onLoss() }
        return number
    }

    /// The answer of that number was handed to the operating system, or could not be.
    func settle(_ number: Int, isWritten: Bool) {
        let onLoss = state.withLock { $0.expected.removeValue(forKey: number) }
        if !isWritten { onLoss?() }
    }

    /// All answers that are expected were handed to the operating system, or could not be.
    func settleAll(isWritten: Bool) {
        let expected = state.withLock { state in
            defer { state.expected = [:] }
            return state.expected
        }
        if !isWritten { for number in expected.keys.sorted() { expected[number]?() } }
    }

    /// The client takes no more: what was not written is lost.
    func hangUp() {
        let lost = state.withLock { state in
            state.hasHungUp = true
            defer { state.expected = [:] }
            return state.expected
        }
        for number in lost.keys.sorted() { lost[number]?() }
    }
}
