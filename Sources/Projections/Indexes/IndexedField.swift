public import CanonicalJSON

/// A field by whose value a snapshot finds entities without a scan: what the tools filter by equality, and the
/// foreign keys that they follow. To index another field, add a case and its place.
public enum IndexedField: Int, CaseIterable, Sendable {
    case buildCustomerID
    case customerEmail, customerPhone, customerLoyaltyTier
    case employeeDepartment, employeePermissions
    case escalationTicketID, escalationType, escalationDestination
    case articleCategory, articleTags
    case orderCustomerID, orderStatus
    case paymentOrderID, paymentStatus
    case productCategory, productBrand
    case refundPaymentID, refundTicketID, refundReason, refundStatus
    case resolutionTicketID, resolutionOutcome, resolutionResolvedByID, resolutionLinkedRefundID
    case shipmentOrderID, shipmentTrackingNumber
    case messageChannelID, messageAuthorID, messageTicketID
    case ticketCustomerID, ticketOrderID, ticketAssignedEmployeeID, ticketStatus, ticketPriority, ticketType
    case claimOrderID
    case channelMembers

    /// The entities' type and the member's name. Where the member is an array, an entity is found by each element.
    public var place: (type: EntityType, member: Text) {
        switch self {
        case .buildCustomerID: (.build, "customerId")
        case .customerEmail: (.customer, "email")
        case .customerPhone: (.customer, "phone")
        case .customerLoyaltyTier: (.customer, "loyaltyTier")
        case .employeeDepartment: (.employee, "department")
        case .employeePermissions: (.employee, "permissions")
        case .escalationTicketID: (.escalation, "ticketId")
        case .escalationType: (.escalation, "escalationType")
        case .escalationDestination: (.escalation, "destination")
        case .articleCategory: (.knowledgeBaseArticle, "category")
        case .articleTags: (.knowledgeBaseArticle, "tags")
        case .orderCustomerID: (.order, "customerId")
        case .orderStatus: (.order, "status")
        case .paymentOrderID: (.payment, "orderId")
        case .paymentStatus: (.payment, "status")
        case .productCategory: (.product, "category")
        case .productBrand: (.product, "brand")
        case .refundPaymentID: (.refund, "paymentId")
        case .refundTicketID: (.refund, "ticketId")
        case .refundReason: (.refund, "reason")
        case .refundStatus: (.refund, "status")
        case .resolutionTicketID: (.resolution, "ticketId")
        case .resolutionOutcome: (.resolution, "outcome")
        case .resolutionResolvedByID: (.resolution, "resolvedById")
        case .resolutionLinkedRefundID: (.resolution, "linkedRefundId")
        case .shipmentOrderID: (.shipment, "orderId")
        case .shipmentTrackingNumber: (.shipment, "trackingNumber")
        case .messageChannelID: (.slackMessage, "channelId")
        case .messageAuthorID: (.slackMessage, "authorId")
        case .messageTicketID: (.slackMessage, "ticketId")
        case .ticketCustomerID: (.supportTicket, "customerId")
        case .ticketOrderID: (.supportTicket, "orderId")
        case .ticketAssignedEmployeeID: (.supportTicket, "assignedEmployeeId")
        case .ticketStatus: (.supportTicket, "status")
        case .ticketPriority: (.supportTicket, "priority")
        case .ticketType: (.supportTicket, "ticketType")
        case .claimOrderID: (.warrantyClaim, "orderId")
        case .channelMembers: (.slackChannel, "members")
        }
    }

    /// The text by which an entity is found, or an array of such texts.
    func value(of document: Document) -> JSONValue? {
        self == .channelMembers ? document[place.member]?["connect"] : document[place.member]
    }

    /// The text of one element of the array; a channel's members are objects with an `id`.
    func text(of element: JSONValue) -> Text? {
        self == .channelMembers ? element["id"]?.text : element.text
    }

    /// The type of the entities that the field belongs to.
    public var type: EntityType { place.type }

    /// The fields of each type, by the type's ordinal.
    static let byType: [[IndexedField]] = EntityType.allCases.map { type in allCases.filter { $0.type == type } }

    /// Whether the field of this entity is the text, or an array that contains it. Absent and null match nothing.
    public func matches(_ document: Document, _ value: Text) -> Bool {
        switch self.value(of: document) {
        case .string(let text): text == value
        case .array(let elements): elements.contains { text(of: $0) == value }
        default: false
        }
    }
}
