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
        _ prefix: String, field: TimedField, excludesBefore: Bool = false, untimed: Untimed = .passes
    ) -> Filter {
        let after = Argument.date(
            Text(prefix + "_after"), "Only those with \(field.place.member) at or after this instant.")
        let end = excludesBefore ? "before" : "at or before"
        let before = Argument.date(
            Text(prefix + "_before"), "Only those with \(field.place.member) \(end) this instant.")
        return Filter(arguments: [after.declaration, before.declaration]) { query, arguments throws(ToolError) in
            let start = try arguments[after]
            let end = try arguments[before]
            guard start != nil || end != nil else { return }
            query.require(
                TimeSpan(
                    field, from: start, until: end, excludesEnd: excludesBefore, admitsUntimed: untimed == .passes))
        }
    }
}

extension JSONObject {
    /// The instant of a timestamp field; nil when it is absent, null or no timestamp.
    func instant(_ field: Text) -> Instant? {
        self[field]?.text.flatMap { Timestamp($0)?.instant }
    }
}
