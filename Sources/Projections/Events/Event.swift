public import CanonicalJSON

/// One domain fact: the only thing that changes state. Its JSON stands in the log for ever.
///
/// Each event has a file with its payload: members, coding and `apply`. An `apply` never changes once it is released;
/// new behaviour is a new type of event. To add one, write its file, then add its case, its line in ``payload`` and its
/// line in ``payloads``.
public enum Event: Sendable, Hashable {
    case buildChanged(BuildChanged)
    case buildCreated(BuildCreated)
    case escalationCreated(EscalationCreated)
    case orderCreated(OrderCreated)
    case orderStatusChanged(OrderStatusChanged)
    case paymentStatusChanged(PaymentStatusChanged)
    case refundCreated(RefundCreated)
    case resolutionCreated(ResolutionCreated)
    case slackMessagePosted(SlackMessagePosted)
    case stockReleased(StockReleased)
    case stockTaken(StockTaken)
    case ticketAssigned(TicketAssigned)
    case ticketClosureReasonGiven(TicketClosureReasonGiven)
    case ticketCreated(TicketCreated)
    case ticketNoteAdded(TicketNoteAdded)
    case ticketPriorityChanged(TicketPriorityChanged)
    case ticketResolutionLinked(TicketResolutionLinked)
    case ticketStatusChanged(TicketStatusChanged)
    case warrantyClaimCreated(WarrantyClaimCreated)

    var payload: any EventPayload {
        switch self {
        case .buildChanged(let payload): payload
        case .buildCreated(let payload): payload
        case .escalationCreated(let payload): payload
        case .orderCreated(let payload): payload
        case .orderStatusChanged(let payload): payload
        case .paymentStatusChanged(let payload): payload
        case .refundCreated(let payload): payload
        case .resolutionCreated(let payload): payload
        case .slackMessagePosted(let payload): payload
        case .stockReleased(let payload): payload
        case .stockTaken(let payload): payload
        case .ticketAssigned(let payload): payload
        case .ticketClosureReasonGiven(let payload): payload
        case .ticketCreated(let payload): payload
        case .ticketNoteAdded(let payload): payload
        case .ticketPriorityChanged(let payload): payload
        case .ticketResolutionLinked(let payload): payload
        case .ticketStatusChanged(let payload): payload
        case .warrantyClaimCreated(let payload): payload
        }
    }

    static let payloads: [any EventPayload.Type] = [
        BuildChanged.self,
        BuildCreated.self,
        EscalationCreated.self,
        OrderCreated.self,
        OrderStatusChanged.self,
        PaymentStatusChanged.self,
        RefundCreated.self,
        ResolutionCreated.self,
        SlackMessagePosted.self,
        StockReleased.self,
        StockTaken.self,
        TicketAssigned.self,
        TicketClosureReasonGiven.self,
        TicketCreated.self,
        TicketNoteAdded.self,
        TicketPriorityChanged.self,
        TicketResolutionLinked.self,
        TicketStatusChanged.self,
        WarrantyClaimCreated.self,
    ]

    private static let payloadsByType: [Text: any EventPayload.Type] = Dictionary(
        uniqueKeysWithValues: payloads.map { ($0.type, $0) })

    /// The names of all types of events, in the order of their bytes.
    public static var types: [Text] { payloads.map { $0.type }.sorted() }

    /// The name of the event's type, e.g. `order.status_changed`.
    public var type: Text { Swift.type(of: payload).type }

    /// The event as it stands in a record: its type and its members.
    public var json: JSONValue {
        var object = payload.members
        object["type"] = .string(type)
        return .object(object)
    }

    /// Reads an event of a record.
    ///
    /// - Throws: ``EventError`` for an unknown type, and for members that are missing, of the wrong kind or unknown.
    public init(json: JSONValue) throws(EventError) {
        guard case .object(let object) = json else { throw .notAnObject }
        guard let type = object["type"]?.text else { throw .missingType }
        guard let payload = Event.payloadsByType[type] else { throw .unknownType(type) }
        var reader = EventReader(type: type, object: object)
        self = try payload.init(from: &reader).event
        try reader.finish()
    }
}
