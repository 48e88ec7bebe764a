import ArgumentParser
import Episodes
import EventStore
import Foundation
import Projections
import Rewards
import Server

/// How the process ends; scripts rely on the numbers.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// What was looked at is not in order.
    case badAnswer = 1
    /// The command line or what it names is wrong.
    case usage = 2
    /// The store or the server cannot do it.
    case trouble = 3

    /// Tells the person what happened and decides how to end.
    init(ending error: any Error) {
        switch error {
        case let status as ExitStatus: self = status
        case let failure as CommandFailure:
            Console.error(failure.message)
            self = failure.status
        case let error as EpisodeError: self.init(ending: CommandFailure(error))
        case let error as EventStoreError: self.init(ending: CommandFailure(error))
        case let error as RewardsError: self.init(ending: CommandFailure(.usage, error.description))
        case let error as SnapshotError: self.init(ending: CommandFailure(.trouble, error.description))
        case let error as ServerError: self.init(ending: CommandFailure(.trouble, error.sentence))
        case let error as TokenKeyError: self.init(ending: CommandFailure(.trouble, error.description))
        default: self.init(parsing: error)
        }
    }

    /// Help and version are answers, everything else that the parser throws is a wrong command line.
    private init(parsing error: any Error) {
        let text = Corecraft.fullMessage(for: error)
        if Corecraft.exitCode(for: error) == .success {
            Console.print(text)
            self = .done
        } else {
            Console.error(text.hasPrefix("Error: ") ? String(text.dropFirst("Error: ".count)) : text)
            self = error is CleanExit ? .done : .usage
        }
    }
}

extension ExitStatus: Error {}

extension Corecraft {
    /// Ends the process; nothing after it runs.
    static func exit(with status: ExitStatus) -> Never {
        Foundation.exit(status.rawValue)
    }
}
