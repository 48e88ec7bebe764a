internal import CanonicalJSON
internal import Projections

extension Filter {
    /// What happens to a row without the timestamp (contract, section 2.3, "Date arguments").
    enum Untimed: Sendable {
        /// It passes: `created_*` and `updated_*`.
        case passes
        /// It is left out as soon as one of the two is given: `processed_*` and `resolved_*` of payments, refunds and
        /// escalations.
        case isLeftOut
    }

    /// `<prefix>_after` (inclusive) and `<prefix>_before`, which compare a row's timestamp as an instant.
    ///
    /// - Parameter excludesBefore: Whether `_before` leaves out the instant itself.
    static func instants(
        _ prefix: String, field: Text, excludesBefore: Bool = false, untimed: Untimed = .passes
    ) -> [Filter] {
        let end = excludesBefore ? "before" : "at or before"
        return [
            .instant("\(prefix)_after", field, untimed, "Only those with \(field) at or after this instant.") { $0 >= $1 },
            .instant("\(prefix)_before", field, untimed, "Only those with \(field) \(end) this instant.") {
                excludesBefore ? $0 < $1 : $0 <= $1
            },
        ]
    }

    private static func instant(
        _ name: String, _ field: Text, _ untimed: Untimed, _ description: String,
        _ holds: @escaping @Sendable (Instant, Instant) -> Bool
    ) -> Filter {
        let argument = Argument.date(Text(name), description)
        return Filter(arguments: [argument.declaration]) { query, arguments throws(ToolError) in
            guard let bound = try arguments[argument] else { return }
            query.require { row in
                guard let instant = row.instant(field) else { return untimed == .passes }
                return holds(instant, bound)
            }
        }
    }
}

extension JSONObject {
    /// The instant of a timestamp field; nil when it is absent, null or no timestamp.
    func instant(_ field: Text) -> Instant? {
        self[field]?.text.flatMap { Timestamp($0)?.instant }
    }
}
