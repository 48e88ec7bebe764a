public import CanonicalJSON
public import Projections

/// Something in a built world that is not as it should be.
public struct WorldFinding: Sendable, Hashable, CustomStringConvertible {
    /// An integrity rule's id, or one of ``WorldLint/ruleIDs``.
    public let rule: String
    /// The entity's key; `world` for what concerns no single one.
    public let entity: String
    public let message: String

    public var description: String { "\(rule) \(entity): \(message)" }
}

/// Checks a built world beside its registry: the integrity rules of contract appendix A but for registered exceptions,
/// and what makes a world read like a real company.
public enum WorldLint {
    /// The rules of this lint, beside those of `IntegrityLint`.
    public static let ruleIDs = [
        "W-EXCEPTION", "W-UNIQUE", "W-REFERENCE", "W-VARIETY", "W-SPECS", "W-STAFF", "W-HOURS", "W-AGE", "W-TIER",
        "W-PRODUCT", "W-PROSE",
    ]

    /// All findings, ordered by rule and entity.
    ///
    /// - Parameters:
    ///   - registry: The world's registry; nil for a snapshot that has none, whose deviations are all findings.
    ///   - validateBuild: What `validateBuildCompatibility` finds wrong with a list of parts.
    public static func findings(
        in snapshot: Snapshot, registry: JSONValue?, validateBuild: @escaping IntegrityLint.BuildValidator
    ) -> [WorldFinding] {
        var findings = integrity(snapshot, registry, validateBuild)
        findings += NaturalKeys.findings(snapshot)
        findings += TextReferences.findings(snapshot)
        findings += TextVariety(snapshot, registry).findings
        findings += SpecConsistency.findings(snapshot)
        findings += StaffConduct.findings(snapshot)
        findings += CustomerFacts.findings(snapshot, registry)
        findings += TextProse.findings(snapshot)
        return findings.sorted { (Text($0.rule), Text($0.entity)) < (Text($1.rule), Text($1.entity)) }
    }

    /// The integrity rules: what is broken and not registered, and what is registered and not broken.
    private static func integrity(
        _ snapshot: Snapshot, _ registry: JSONValue?, _ validateBuild: @escaping IntegrityLint.BuildValidator
    ) -> [WorldFinding] {
        let registered = (registry?["exceptions"]?.elements ?? []).map { exception in
            "\(exception["rule"]?.text?.string ?? "") \(exception["entity"]?.text?.string ?? "")"
        }
        let exceptions = Set(registered)
        let found =
            IntegrityLint.findings(in: snapshot, validateBuild: validateBuild)
            + IntegrityLint.unknownFields(in: snapshot)
        let broken = Set(found.map { "\($0.rule) \($0.entity.text)" })
        let unregistered = found.filter { !exceptions.contains("\($0.rule) \($0.entity.text)") }
            .map { WorldFinding(rule: $0.rule.string, entity: $0.entity.text.string, message: $0.message) }
        let unbroken = registered.filter { !broken.contains($0) }
            .map {
                WorldFinding(
                    rule: "W-EXCEPTION", entity: "world", message: "\($0) is registered as an exception and not broken")
            }
        return unregistered + unbroken
    }
}
