internal import Foundation

/// Times of the log, as the control API shows them.
enum WallClock {
    /// RFC 3339 in UTC, to the millisecond.
    static func text(_ milliseconds: UInt64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

}
