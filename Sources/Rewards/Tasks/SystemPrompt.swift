public import CanonicalJSON
public import Projections

/// A system prompt's template: Markdown with HTML comments for its authors and places for the acting employee.
public struct SystemPrompt: Sendable {
    private let template: String

    /// Takes the template's text.
    public init(template: String) {
        self.template = template
    }

    /// The final text: comments stripped, `{{employee.*}}` and `{{clock}}` filled in from the snapshot (R-GEN-7).
    ///
    /// - Throws: ``RewardsError`` when the employee is not in the snapshot or a place is unknown.
    public func text(actingAs employee: Text, in snapshot: Snapshot) throws(RewardsError) -> Text {
        guard let document = WorldState(base: snapshot).document(.employee, employee) else {
            throw RewardsError("acting_employee", "snapshot \(snapshot.name) has no employee \(employee)")
        }
        var values: [String: String] = [
            "employee.id": employee.string, "clock": snapshot.clock.text.string,
            "employee.permissions": (document.object["permissions"]?.elements ?? []).compactMap { $0.text?.string }
                .joined(separator: ", "),
        ]
        for member: Text in ["name", "title", "department"] {
            values["employee.\(member)"] = document.object[member]?.text?.string ?? ""
        }
        return Text(try SystemPrompt.fill(SystemPrompt.withoutComments(template), values))
    }

    private static func withoutComments(_ text: String) -> String {
        var rest = text[...]
        var result = ""
        while let start = rest.firstRange(of: "<!--"), let end = rest[start.upperBound...].firstRange(of: "-->") {
            var kept = rest[..<start.lowerBound]
            while kept.last == " " { kept.removeLast() }
            result += kept
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private static func fill(_ text: String, _ values: [String: String]) throws(RewardsError) -> String {
        var rest = text[...]
        var result = ""
        while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            let name = String(rest[start.upperBound..<end.lowerBound])
            guard let value = values[name] else {
                throw RewardsError("system_prompt", "there is no value for {{\(name)}}")
            }
            result += rest[..<start.lowerBound] + value
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
