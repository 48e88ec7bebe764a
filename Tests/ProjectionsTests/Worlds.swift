import CanonicalJSON
import Projections
import Testing

/// A generator of the same numbers for the same seed (SplitMix64), so that a failing seed can be run again alone.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

func json(_ text: String) throws -> JSONValue {
    try JSONParser.parse(text)
}

func object(_ text: String) throws -> JSONObject {
    try #require(try json(text).object)
}

enum World {
    static let now: Text = "2025-09-15T19:00:00Z"

    /// An import of these tables.
    static func importing(_ entities: JSONValue, now: Text = now) throws -> Snapshot {
        try Snapshot.importing(["name": "test", "clock": ["now": .string(now)], "entities": entities])
    }

    static func product(_ price: JSONValue = 10, inStock: Int32 = 5, backorderable: Bool = true) -> JSONValue {
        [
            "category": "psu", "sku": "S", "name": "N", "brand": "B", "price": price,
            "inventory": ["inStock": .number(JSONNumber(inStock)), "backorderable": .bool(backorderable)],
            "specs": [:],
        ]
    }

    static func order(_ customer: Text = "c-1", status: Text = "paid", createdAt: Text = now) -> JSONValue {
        [
            "customerId": .string(customer), "lineItems": [["productId": "p-1", "qty": 2]], "status": .string(status),
            "createdAt": .string(createdAt), "updatedAt": .string(createdAt),
        ]
    }

    static func payment(_ order: Text, status: Text = "captured") -> JSONValue {
        [
            "orderId": .string(order), "amount": .decimal(29.99), "method": "card", "status": .string(status),
            "createdAt": .string(now), "processedAt": .string(now),
        ]
    }

    /// The least that an import takes, for each type.
    static let minimal: [EntityType: JSONValue] = [
        .build: ["createdAt": .string(now), "updatedAt": .string(now)],
        .bundle: ["name": "n", "discount": ["type": "fixed", "value": 5], "componentIds": ["p-1"]],
        .compatibilityRule: [
            "name": "n", "severity": "error", "logic": ["if": "a != b", "then": "incompatible", "message": "m"],
            "appliesToCategories": ["cpu"],
        ],
        .customer: [
            "name": "n", "email": "e", "dateOfBirth": "1990-02-28", "createdAt": .string(now),
            "addresses": [["line1": "1", "city": "c", "region": "r", "postalCode": "p", "country": "US"]],
        ],
        .employee: ["name": "n", "email": "e", "title": "t", "department": "hr"],
        .escalation: [
            "ticketId": "t", "escalationType": "technical", "destination": "anything", "createdAt": .string(now),
        ],
        .knowledgeBaseArticle: [
            "title": "t", "body": "b", "tags": [], "createdAt": .string(now), "updatedAt": .string(now),
        ],
        .order: order(),
        .payment: [
            "orderId": "o", "amount": .decimal(1.5), "method": "card", "status": "captured", "createdAt": .string(now),
        ],
        .product: product(),
        .refund: [
            "paymentId": "p", "amount": 1, "reason": "other", "status": "pending", "lines": [],
            "createdAt": .string(now),
        ],
        .resolution: ["ticketId": "t", "outcome": "no_action", "createdAt": .string(now)],
        .shipment: [
            "orderId": "o", "trackingNumber": "1Z", "carrier": "ups_ground", "status": "delivered",
            "createdAt": .string(now),
        ],
        .slackChannel: ["name": "n", "purpose": "p", "members": ["connect": [["id": "e-1"]]]],
        .slackMessage: ["channelId": "c", "authorId": "a", "text": "t", "timestamp": .string(now)],
        .supportTicket: [
            "customerId": "c", "priority": "low", "status": "new", "subject": "s", "createdAt": .string(now),
        ],
        .warrantyClaim: [
            "productId": "p", "orderId": "o", "customerId": "c", "reason": "defect", "status": "denied",
            "createdAt": .string(now), "updatedAt": .string(now),
        ],
    ]
}

extension JSONValue {
    static func decimal(_ value: Double) -> JSONValue {
        JSONNumber(value).map { .number($0) } ?? .null
    }
}
