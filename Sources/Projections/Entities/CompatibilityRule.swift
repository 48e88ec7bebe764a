public import CanonicalJSON

/// Documentation of a compatibility check; no tool evaluates it (contract 3.17).
public struct CompatibilityRule: EntityView {
    public static let type = EntityType.compatibilityRule
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var name: Text { required("name") }

    public var severity: Text { required("severity") }
}

extension EntitySchema {
    static let compatibilityRule = EntitySchema(
        .compatibilityRule,
        [
            .required("name", .string),
            .required("severity", .enumeration(.ruleSeverity)),
            .required(
                "logic",
                .object([
                    .required("if", .string), .required("then", .string), .required("message", .string),
                ])),
            .required("appliesToCategories", .array(.enumeration(.productCategory))),
        ])
}

extension Vocabulary {
    /// How grave the breach of a rule is.
    public static let ruleSeverity: Vocabulary = ["error", "warning"]
}
