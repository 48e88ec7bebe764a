public import CanonicalJSON

/// One breach of an integrity rule.
public struct IntegrityFinding: Sendable, Hashable, CustomStringConvertible {
    /// The rule's id, e.g. `I-REF-1`; `unknown-field` for members that no schema declares.
    public let rule: Text
    /// The entity that breaks it.
    public let entity: EntityKey
    /// What was found.
    public let message: String

    public var description: String { "\(rule) \(entity): \(message)" }
}

/// The integrity of a generated world: the rules of contract appendix A.
///
/// A breach is no error: worlds have planned exceptions, and imports may be small and dangling on purpose.
public enum IntegrityLint {
    /// Says what `validateBuildCompatibility` finds wrong with these products (I-STATE-10); the tool layer has it.
    public typealias BuildValidator = (_ productIDs: [Text], _ snapshot: Snapshot) -> [String]

    /// All findings, in the order of the rules and then of the entities' keys.
    ///
    /// - Parameter validateBuild: Without it I-STATE-10 is not checked.
    public static func findings(in snapshot: Snapshot, validateBuild: BuildValidator? = nil) -> [IntegrityFinding] {
        let world = WorldState(base: snapshot)
        var findings: [IntegrityFinding] = []
        for rule in rules {
            var report = IntegrityReport(rule: rule.id)
            rule.check(world, &report)
            findings += report.sorted
        }
        if let validateBuild {
            var report = IntegrityReport(rule: "I-STATE-10")
            checkBaseBuilds(world, &report, validateBuild)
            findings += report.sorted
        }
        return findings
    }

    /// The members that no schema declares: kept everywhere, and listed here for whoever misspelt one.
    public static func unknownFields(in snapshot: Snapshot) -> [IntegrityFinding] {
        var report = IntegrityReport(rule: "unknown-field")
        for schema in EntitySchema.all {
            for document in snapshot.documents(schema.type) {
                for path in schema.unknownFields(in: document.object) {
                    report.add(document, "\(path) is not declared for \(schema.type.rawValue); it is kept as it is")
                }
            }
        }
        return report.sorted
    }

    /// The ids of the rules that are checked, in the order of the contract.
    public static var ruleIDs: [Text] { rules.map(\.id) + ["I-STATE-10"] }

    typealias Check = @Sendable (WorldState, inout IntegrityReport) -> Void

    private static let rules: [(id: Text, check: Check)] = [
        ("I-REF-1", checkReferences), ("I-REF-2", checkCustomers), ("I-REF-3", checkRefundTickets),
        ("I-REF-4", checkOrderedBuilds), ("I-REF-5", checkResolutionLinks), ("I-REF-6", checkAuthors),
        ("I-REF-7", checkManagers), ("I-REF-8", checkUniqueness),
        ("I-TIME-1", checkClock), ("I-TIME-2", checkOwnTimes), ("I-TIME-3", checkTimesOfOthers),
        ("I-TIME-4", checkShipmentEvents),
        ("I-STATE-1", checkPaidAmounts), ("I-STATE-2", checkPaymentsOfOrders), ("I-STATE-3", checkShipmentsOfOrders),
        ("I-STATE-4", checkFailureReasons), ("I-STATE-5", checkCarriers), ("I-STATE-6", checkRefundAmounts),
        ("I-STATE-7", checkTicketStatuses), ("I-STATE-8", checkRefundResolutions), ("I-STATE-9", checkBundlePrices),
    ]
}

/// Collects the findings of one rule.
struct IntegrityReport {
    let rule: Text
    private var findings: [IntegrityFinding] = []

    init(rule: Text) {
        self.rule = rule
    }

    mutating func add(_ document: Document, _ message: String) {
        findings.append(IntegrityFinding(rule: rule, entity: document.key, message: message))
    }

    mutating func add(_ view: some EntityView, _ message: String) {
        add(view.document, message)
    }

    /// By key; findings of one entity stay in the order in which they were made.
    var sorted: [IntegrityFinding] {
        findings.enumerated()
            .sorted {
                $0.element.entity == $1.element.entity ? $0.offset < $1.offset : $0.element.entity < $1.element.entity
            }
            .map(\.element)
    }
}
