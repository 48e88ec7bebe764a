public import CanonicalJSON
public import EventStore

/// Why an episode could not do what was asked. Nothing was recorded when one of these is thrown.
public struct EpisodeError: Error, Sendable, CustomStringConvertible {
    /// What to switch on.
    public enum Code: Sendable {
        /// No such episode in this store.
        case unknownEpisode
        /// No snapshot of that name or digest is offered or stored.
        case unknownSnapshot
        /// The tool is not among those the episode offers.
        case unknownTool
        /// The arguments are no JSON object.
        case argumentsNotAnObject
        /// The arguments' canonical text is over 256 KiB.
        case argumentsTooLarge
        /// The episode takes no more records: it was submitted, ended or is invalid.
        case closed(BranchStatus)
        /// The caller expected another next sequence number.
        case conflict(expected: Int, actual: Int)
        /// The position named is not in the episode, or cannot be forked.
        case badPosition
        /// The branch was recorded under other rules; it can be read but not continued.
        case otherRules(Text)
        /// The idempotency key stands for another request.
        case keyReused
        /// The episode has as many records as the operator allows.
        case callLimit
        /// As many episodes are open as the operator allows.
        case episodeLimit
        /// Whoever grades cannot be reached or is not set up.
        case graderUnavailable
        /// A request outside the limits, such as a count of 0.
        case badRequest
        /// The store refused or failed.
        case store(EventStoreError)
        /// What the store holds contradicts itself.
        case damaged
        /// A snapshot's folder is not what its manifest said when it was first looked at.
        case alteredSnapshot

        /// Whether something that was stored cannot be read, or has other bytes than it should.
        public var isDamage: Bool {
            switch self {
            case .damaged: true
            case .store(let error): error.code == .corrupt
            default: false
            }
        }
    }

    /// A call that cannot be carried out, among those asked for together.
    public struct CallFault: Sendable {
        /// Its place among the calls, from 0.
        public let index: Int
        /// `name` or `arguments`.
        public let member: String
        public let message: String
    }

    public let code: Code
    /// What happened and what would be right, for a person.
    public let description: String
    /// All calls that are wrong, when calls were refused for their names or shapes.
    public let calls: [CallFault]

    public init(_ code: Code, _ description: String, calls: [CallFault] = []) {
        self.code = code
        self.description = description
        self.calls = calls
    }

    /// Wraps a failure of the store.
    public init(_ error: EventStoreError) {
        self.init(.store(error), error.description)
    }

    static func unknownEpisode(_ id: some CustomStringConvertible) -> EpisodeError {
        EpisodeError(.unknownEpisode, "no episode \(id) in this store")
    }

    static func closed(_ status: BranchStatus, _ id: EpisodeID) -> EpisodeError {
        let what: String =
            switch status {
            case .open: "open"
            case .submitted: "submitted"
            case .ended: "ended"
            case .invalid: "invalid"
            }
        return EpisodeError(.closed(status), "episode \(id) is \(what) and takes no more records; fork it to go on")
    }

    private static let advice = "; run `corecraft verify` on the store"

    static func damaged(_ what: String) -> EpisodeError {
        EpisodeError(.damaged, what + advice)
    }

    /// The description without the advice that fits a store and not a file.
    public var what: String {
        description.hasSuffix(EpisodeError.advice)
            ? String(description.dropLast(EpisodeError.advice.count)) : description
    }
}
