internal import CanonicalJSON

/// The lists of values that tools advertise, each in the contract's order (section 3), which error messages repeat.
enum Choices {
    static let loyaltyTiers: [Text] = ["none", "silver", "gold", "platinum"]
    static let orderStatuses: [Text] = [
        "pending", "paid", "fulfilled", "cancelled", "backorder", "refunded", "partially_refunded", "refund_requested",
    ]
    static let carriers: [Text] = ["UPS Ground", "USPS Ground", "FedEx Express", "FedEx Overnight"]
    static let shippingServices: [Text] = ["standard", "express", "overnight"]
    static let paymentStatuses: [Text] = [
        "pending", "authorized", "captured", "failed", "refunded", "disputed", "voided", "completed",
        "partially_refunded",
    ]
    static let productCategories: [Text] = [
        "cpu", "motherboard", "gpu", "memory", "storage", "psu", "case", "cooling", "prebuilt", "workstation",
        "monitor", "keyboard", "mouse", "headset", "networking", "cable", "accessory", "bundle",
    ]
    static let refundReasons: [Text] = ["customer_remorse", "defective", "incompatible", "shipping_issue", "other"]
    static let refundStatuses: [Text] = ["pending", "approved", "denied", "processed", "failed"]
    static let resolutionOutcomes: [Text] = [
        "refund_issued", "replacement_sent", "recommendation_provided", "troubleshooting_steps", "order_updated",
        "no_action",
    ]
    static let escalationTypes: [Text] = [
        "technical", "policy_exception", "product_specialist", "insufficient_permission",
    ]
    static let departments: [Text] = [
        "operations", "order_processing", "engineering", "help_desk", "it_systems", "product_management", "finance",
        "hr", "recruitment", "support",
    ]
    /// Where a ticket may be escalated to (R-ESC-3).
    static let escalationDestinations = departments.filter { $0 != "recruitment" }
    static let permissions: [Text] = [
        "issue_refund", "edit_order", "cancel_order", "escalate", "kb_edit", "policy_override",
    ]
    static let ticketTypes: [Text] = [
        "return", "troubleshooting", "recommendation", "order_issue", "shipping", "billing", "other",
    ]
    static let ticketChannels: [Text] = ["web", "email", "phone", "chat"]
    static let ticketPriorities: [Text] = ["low", "normal", "high"]
    static let ticketStatuses: [Text] = ["new", "open", "pending_customer", "resolved", "closed"]
    static let closureReasons: [Text] = [
        "resolved_success", "customer_abandoned", "duplicate", "invalid_request", "other",
    ]
    static let warrantyReasons: [Text] = ["defect", "wear_and_tear", "malfunction"]
    static let warrantyStatuses: [Text] = ["pending_review", "accepted", "denied"]
    static let denialReasons: [Text] = [
        "product_misuse", "uncovered_damage", "out_of_warranty", "unauthorized_modification", "insufficient_evidence",
    ]
}
