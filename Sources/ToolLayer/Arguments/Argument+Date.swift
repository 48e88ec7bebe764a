internal import CanonicalJSON
internal import Projections

extension Argument where Value == Instant? {
    /// An optional instant, ISO 8601 with an offset; empty counts as not given (contract, section 2.3).
    ///
    /// C-10: an invalid date is an error in every tool, and one that lacks only the offset is told so.
    static func date(_ name: Text, _ description: String) -> Argument<Instant?> {
        let text = Argument<Text>.text(
            name, description + " ISO 8601 with Z or an offset.", example: "2025-08-01T00:00:00Z"
        ).optionalWhenEmpty
        return Argument(text.declaration) { value throws(ToolError) in
            guard let text = try text.read(value) else { return nil }
            switch Timestamp.reading(of: text) {
            case .timestamp(let timestamp):
                return timestamp.instant
            case .withoutOffset:
                throw ToolError(
                    "\(name) must include timezone information \(dateExamples)",
                    hint: "Add Z for UTC, or an offset such as -05:00, to a date and time.")
            case .invalid:
                throw ToolError(
                    "\(name) must be in ISO 8601 format with timezone \(dateExamples)",
                    hint: "Give a day of the calendar, the time of day, and Z or an offset.")
            }
        }
    }
}

private let dateExamples = #"(e.g., "2025-08-01T00:00:00Z" or "2025-08-01T00:00:00-07:00")"#
