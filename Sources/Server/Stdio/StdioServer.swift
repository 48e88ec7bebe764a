public import CanonicalJSON
public import Episodes
internal import Foundation
public import Logging
internal import UnixSignals

/// MCP over standard input and output, for one episode (mcp-server.md section 11).
///
/// Messages are answered one after the other in the order of their lines: the calls of an episode are serial anyway,
/// and whole lines cannot interleave.
public struct StdioServer: Sendable {
    /// Answers one line; nil where nothing is to be said.
    private let respond: @Sendable ([UInt8]) async -> [UInt8]?
    private let channel: Channel
    private let lineLimit: Int

    /// The newest protocol version of the era whose requests say their version themselves.
    public static let modernVersion = ProtocolRevision.v2026July.rawValue

    /// Where bytes come from and go to; the process's own standard streams unless a test brings others.
    public struct Channel: Sendable {
        /// The next byte of the input, negative at its end; may block.
        let readByte: @Sendable () -> Int32
        /// Writes bytes and returns when they are out.
        let write: @Sendable ([UInt8]) throws -> Void

        public init(
            readByte: @escaping @Sendable () -> Int32, write: @escaping @Sendable ([UInt8]) throws -> Void
        ) {
            self.readByte = readByte
            self.write = write
        }

        /// Standard input and output. Blocking reads on a thread of their own leave the descriptors, which are shared
        /// with the parent process, as they are.
        public static let standard = Channel(
            readByte: { getchar_unlocked() },
            write: { bytes in try FileHandle.standardOutput.write(contentsOf: bytes) })
    }

    /// Serves an episode of this process.
    ///
    /// - Parameter lineLimit: The most bytes of one line; of a longer one the rest is skipped, and the answer is an error.
    public init(
        backend: some MCPBackend, version: Text, lineLimit: Int = 4 << 20, channel: Channel = .standard
    ) {
        let dispatcher = MCPDispatcher(version: version, limits: JSONParser.Limits(bytes: lineLimit))
        self.init(lineLimit: lineLimit, channel: channel) { line in
            switch await dispatcher.respond(to: line, from: .stdio, backend: backend) {
            case .message(let bytes, _): bytes
            case .accepted: nil
            case .gone: dispatcher.encoder.error(nil, JSONRPCError(.internalError, "The episode has ended."))
            }
        }
    }

    /// Serves one episode of a store that this process writes to.
    ///
    /// - Parameter logger: Must write to standard error: standard output belongs to the protocol.
    public init(episode id: EpisodeID, of episodes: EpisodeHost, version: Text, logger: Logger) {
        let backend = EpisodeBackend(
            episodes: episodes, id: id, generation: nil, logger: logger, graders: ControlPlane.graders)
        self.init(backend: backend, version: version)
    }

    /// Relays lines to somebody else, such as the server that holds the store.
    ///
    /// - Parameter respond: Answers one line, without its line feed; nil where nothing is to be said.
    public init(
        lineLimit: Int = 4 << 20, channel: Channel = .standard,
        respond: @escaping @Sendable ([UInt8]) async -> [UInt8]?
    ) {
        self.lineLimit = lineLimit
        self.channel = channel
        self.respond = respond
    }

    /// Serves until the input ends or the process is told to stop; what was read by then is answered.
    ///
    /// - Throws: What writing throws, when nobody reads the output any more.
    public func run() async throws {
        let (lines, feed) = AsyncStream.makeStream(of: [UInt8].self)
        let (channel, lineLimit) = (channel, lineLimit)
        // Before the first line is read: whoever got an answer may count on a signal being heard.
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        // The thread owns the input; it blocks in a read, so that only the end of the process ends it for sure.
        Thread.detachNewThread { Self.read(channel.readByte, upTo: lineLimit, into: feed) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in signals {
                    feed.finish()
                    return
                }
            }
            for await line in lines {
                if let answer = await respond(line) { try channel.write(answer + [UInt8(ascii: "\n")]) }
            }
            group.cancelAll()
        }
    }

    /// Cuts the input into lines. One byte more than the limit is kept of a line, for the parser to see that it is too long.
    private static func read(
        _ readByte: () -> Int32, upTo lineLimit: Int, into feed: AsyncStream<[UInt8]>.Continuation
    ) {
        var line: [UInt8] = []
        while true {
            let value = readByte()
            guard let byte = UInt8(exactly: value) else { break }
            if byte == UInt8(ascii: "\n") {
                if line.count > lineLimit || !isBlank(line) { feed.yield(line) }
                line.removeAll(keepingCapacity: line.count < 1 << 16)
            } else if line.count <= lineLimit {
                line.append(byte)
            }
        }
        if !isBlank(line) { feed.yield(line) }
        feed.finish()
    }

    private static func isBlank(_ line: [UInt8]) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
