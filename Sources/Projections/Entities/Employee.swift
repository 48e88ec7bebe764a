public import CanonicalJSON

/// Somebody who works for the shop (contract 3.3).
public struct Employee: EntityView {
    public static let type = EntityType.employee
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var name: Text { required("name") }

    public var email: Text { required("email") }

    public var title: Text { required("title") }

    public var department: Text { required("department") }

    public var managerID: Text? { text("managerId") }

    public var permissions: [Text] { texts("permissions") ?? [] }

    public var supportRole: Text? { text("supportRole") }

    public var createdAt: Text? { text("createdAt") }
}

extension EntitySchema {
    static let employee = EntitySchema(
        .employee,
        [
            .required("name", .string),
            .required("email", .string),
            .required("title", .string),
            .required("department", .enumeration(.department)),
            .optional("managerId", .reference(.employee)),
            .optional("permissions", .array(.enumeration(.permission))),
            .optional("supportRole", .enumeration(.supportRole)),
            .optional("createdAt", .timestamp),
        ])
}

extension Vocabulary {
    /// The departments.
    public static let department: Vocabulary = [
        "operations", "order_processing", "engineering", "help_desk", "it_systems", "product_management", "finance",
        "hr", "recruitment", "support",
    ]

    /// What an employee may be allowed to do.
    public static let permission: Vocabulary = [
        "issue_refund", "edit_order", "cancel_order", "escalate", "kb_edit", "policy_override",
    ]

    /// The roles in customer support.
    public static let supportRole: Vocabulary = ["frontline", "specialist", "tech_lead", "admin"]
}
