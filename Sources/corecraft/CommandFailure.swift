import Episodes
import EventStore
import Server

/// Why a command did not do what was asked, and what would be right.
struct CommandFailure: Error, Sendable {
    let status: ExitStatus
    /// Without a full stop at its end, as it follows `error: `.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// What the store says; all of it is trouble, except that a damaged store is a bad answer.
    init(_ error: EventStoreError) {
        switch error.code {
        case .notAStore, .modeMismatch: self.init(.usage, error.description)
        case .corrupt: self.init(.badAnswer, error.description)
        default: self.init(.trouble, error.description)
        }
    }

    init(_ error: EpisodeError) {
        switch error.code {
        case .store(let error): self.init(error)
        case .damaged, .alteredSnapshot: self.init(.badAnswer, error.description)
        default: self.init(.usage, error.description)
        }
    }
}

extension ServerError {
    /// The description as it follows `error: `.
    var sentence: String { description.hasSuffix(".") ? String(description.dropLast()) : description }
}
