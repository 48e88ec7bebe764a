public import CanonicalJSON

/// A timestamp by whose instant the tools filter, indexed by ``RangeIndex``. To index another, add a case and its
/// place.
public enum TimedField: Int, CaseIterable, Sendable {
    case buildCreated
    case customerCreated
    case escalationCreated, escalationResolved
    case articleCreated, articleUpdated
    case orderCreated
    case paymentCreated, paymentProcessed
    case refundCreated, refundProcessed
    case resolutionCreated
    case shipmentCreated
    case messagePosted
    case ticketCreated, ticketUpdated

    /// The entities' type and the member's name.
    public var place: (type: EntityType, member: Text) {
        switch self {
        case .buildCreated: (.build, "createdAt")
        case .customerCreated: (.customer, "createdAt")
        case .escalationCreated: (.escalation, "createdAt")
        case .escalationResolved: (.escalation, "resolvedAt")
        case .articleCreated: (.knowledgeBaseArticle, "createdAt")
        case .articleUpdated: (.knowledgeBaseArticle, "updatedAt")
        case .orderCreated: (.order, "createdAt")
        case .paymentCreated: (.payment, "createdAt")
        case .paymentProcessed: (.payment, "processedAt")
        case .refundCreated: (.refund, "createdAt")
        case .refundProcessed: (.refund, "processedAt")
        case .resolutionCreated: (.resolution, "createdAt")
        case .shipmentCreated: (.shipment, "createdAt")
        case .messagePosted: (.slackMessage, "timestamp")
        case .ticketCreated: (.supportTicket, "createdAt")
        case .ticketUpdated: (.supportTicket, "updatedAt")
        }
    }

    /// The type of the entities that the field belongs to.
    public var type: EntityType { place.type }

    /// The instant of the field; nil when it is absent, null or no timestamp.
    public func instant(of document: Document) -> Instant? {
        document.text(place.member).flatMap { Timestamp($0)?.instant }
    }
}

/// A span of time that a timestamp must lie in.
public struct TimeSpan: Sendable, Hashable {
    public let field: TimedField
    /// Microseconds since 1970.
    let interval: Interval

    /// - Parameters:
    ///   - start: The first instant, nil for none.
    ///   - end: The last instant, nil for none.
    ///   - excludesEnd: Whether `end` itself lies outside.
    ///   - admitsUntimed: Whether an entity without the timestamp passes.
    public init(
        _ field: TimedField, from start: Instant?, until end: Instant?, excludesEnd: Bool = false, admitsUntimed: Bool
    ) {
        self.field = field
        let last = (end?.microseconds ?? .max).subtractingReportingOverflow(excludesEnd ? 1 : 0)
        interval = Interval(
            from: start?.microseconds ?? .min, through: last.overflow ? .min : last.partialValue,
            admitsAbsent: admitsUntimed)
    }

    /// Whether the entity's timestamp lies in the span.
    public func contains(_ document: Document) -> Bool {
        interval.contains(field.instant(of: document)?.microseconds)
    }
}
