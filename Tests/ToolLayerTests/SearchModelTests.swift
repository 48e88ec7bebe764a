import CanonicalJSON
import Projections
import Testing

@testable import ToolLayer

/// Every search against a model that scans: the contract's tables (sections 4.1 and 5) written down once more.
@Suite(.tags(.property)) struct SearchModelTests {
    enum Rule {
        case equals(Text)
        case part([Text])
        case element(Text)
        case elements(Text)
        case atLeast([Text])
        case atMost([Text])
        case exactly([Text])
        case inStock
        case address
        case member
        /// From or until an instant; rows without it pass, or not.
        case from(Text, absentPasses: Bool)
        case until(Text, absentPasses: Bool, inclusive: Bool)
    }

    struct Search {
        let type: EntityType
        let rules: [Text: Rule]
    }

    static func span(_ prefix: Text, _ field: Text, absentPasses: Bool = true, inclusive: Bool = true) -> [Text: Rule] {
        [
            Text("\(prefix)_after"): .from(field, absentPasses: absentPasses),
            Text("\(prefix)_before"): .until(field, absentPasses: absentPasses, inclusive: inclusive),
        ]
    }

    static func search(_ type: EntityType, _ rules: [Text: Rule], _ spans: [Text: Rule]...) -> Search {
        Search(type: type, rules: spans.reduce(rules) { $0.merging($1) { first, _ in first } })
    }

    static let created = span("created", "createdAt")

    static let searches: [Text: Search] = [
        "searchBuilds": search(.build, ["name": .part(["name"]), "customer_id": .equals("customerId")], created),
        "searchCustomers": search(
            .customer,
            [
                "customer_id": .equals("id"), "name": .part(["name"]), "email": .equals("email"),
                "phone": .equals("phone"), "loyalty_tier": .equals("loyaltyTier"), "address_text": .address,
            ], created),
        "searchEmployees": search(
            .employee,
            [
                "employee_id": .equals("id"), "name": .part(["name"]), "department": .equals("department"),
                "role": .part(["title"]), "has_permission": .element("permissions"),
            ]),
        "searchEscalations": search(
            .escalation,
            [
                "escalation_id": .equals("id"), "ticket_id": .equals("ticketId"),
                "escalation_type": .equals("escalationType"), "destination": .equals("destination"),
                "notes_text": .part(["notes"]),
            ], created, span("resolved", "resolvedAt", absentPasses: false)),
        "searchKnowledgeBase": search(
            .knowledgeBaseArticle,
            [
                "text": .part(["title", "body"]), "category": .equals("category"), "tag": .element("tags"),
                "tags": .elements("tags"),
            ], span("created", "createdAt", inclusive: false), span("updated", "updatedAt", inclusive: false)),
        "searchOrders": search(
            .order,
            ["order_id": .equals("id"), "customer_id": .equals("customerId"), "status": .equals("status")], created),
        "searchPayments": search(
            .payment, ["order_id": .equals("orderId"), "status": .equals("status")], created,
            span("processed", "processedAt", absentPasses: false)),
        "searchProducts": search(
            .product,
            [
                "product_id": .equals("id"), "category": .equals("category"), "brand": .equals("brand"),
                "min_price": .atLeast(["price"]), "max_price": .atMost(["price"]), "price": .exactly(["price"]),
                "inStockOnly": .inStock, "minStock": .atLeast(["inventory", "inStock"]),
                "maxStock": .atMost(["inventory", "inStock"]), "text": .part(["name", "brand", "sku"]),
            ]),
        "searchRefunds": search(
            .refund,
            [
                "refund_id": .equals("id"), "payment_id": .equals("paymentId"), "ticket_id": .equals("ticketId"),
                "reason": .equals("reason"), "status": .equals("status"),
            ], created, span("processed", "processedAt", absentPasses: false)),
        "searchResolutions": search(
            .resolution,
            [
                "resolution_id": .equals("id"), "ticket_id": .equals("ticketId"), "outcome": .equals("outcome"),
                "resolved_by_id": .equals("resolvedById"), "linked_refund_id": .equals("linkedRefundId"),
                "details_text": .part(["details"]),
            ], created),
        "searchShipments": search(
            .shipment, ["order_id": .equals("orderId"), "tracking_number": .equals("trackingNumber")], created),
        "searchTickets": search(
            .supportTicket,
            [
                "ticket_id": .equals("id"), "customer_id": .equals("customerId"),
                "assigned_employee_id": .equals("assignedEmployeeId"), "status": .equals("status"),
                "priority": .equals("priority"), "ticket_type": .equals("ticketType"),
                "text": .part(["subject", "body"]),
            ], created, span("resolved", "updatedAt")),
        "listSlackChannels": search(.slackChannel, ["name": .part(["name"]), "member_id": .member]),
        "searchSlackMessages": search(
            .slackMessage,
            [
                "text": .part(["text"]), "channel_id": .equals("channelId"), "author_id": .equals("authorId"),
                "ticket_id": .equals("ticketId"),
            ], span("posted", "timestamp")),
    ]

    @Test func everySearchIsInTheModel() {
        let searches = ToolCatalogue.standard.tools.filter(\.answersArray)
        #expect(Set(searches.map(\.name)) == Set(SearchModelTests.searches.keys))
        for tool in searches {
            let arguments = tool.inputSchema["properties"]?.object?.members.map(\.name) ?? []
            let rules = SearchModelTests.searches[tool.name]?.rules ?? [:]
            #expect(Set(arguments) == Set(rules.keys).union(["limit"]), "\(tool.name)")
        }
    }

    @Test(arguments: Seed.sweep(30))
    func searchesAgreeWithTheModel(seed: Seed) throws {
        var random = RandomWorld(seed)
        var state = try Desk(entities: random.entities()).state
        let catalogue = ToolCatalogue.standard
        let searches = catalogue.tools.filter(\.answersArray)
        for round in 0..<200 {
            let writes = round.isMultiple(of: 2)
            let tool = random.pick(writes ? catalogue.tools.filter { $0.effect != .reads } : searches)
            let arguments = random.arguments(tool.inputSchema)
            let result = try #require(catalogue.run(tool.name, arguments, on: state))
            state = state.applying(result.events)
            guard !writes, !result.isError else { continue }
            let expected = try SearchModel(state).rows(try #require(SearchModelTests.searches[tool.name]), arguments)
            #expect(try JSONParser.parse(result.bytes) == .array(expected), "\(tool.name) \(arguments.printed)")
        }
    }
}

/// Scans, sorts and cuts, without any index.
private struct SearchModel {
    let state: WorldState

    init(_ state: WorldState) {
        self.state = state
    }

    func rows(_ search: SearchModelTests.Search, _ arguments: JSONValue) throws -> [JSONValue] {
        let given = try #require(arguments.object).members.filter {
            $0.name != "limit" && $0.value != .null && $0.value != "" && $0.value != []
        }
        let rows = state.documents(search.type).filter { row in
            given.allSatisfy { argument in
                search.rules[argument.name].map { holds($0, argument.value, row.object) } ?? false
            }
        }
        let sorted = rows.sorted { left, right in
            let (leftKey, rightKey) = (key(left), key(right))
            return leftKey.lexicographicallyPrecedes(rightKey)
        }
        let number = arguments["limit"]?.number?.double.rounded(.towardZero) ?? 0
        let limit = number == 0 ? 50 : Int(min(number, 200))
        return sorted.prefix(limit).map { .object($0.object) }
    }

    private func holds(_ rule: SearchModelTests.Rule, _ value: JSONValue, _ row: JSONObject) -> Bool {
        func number(_ path: [Text]) -> Double? {
            path.dropFirst().reduce(path.first.flatMap { row[$0] }) { $0?[$1] }?.number?.double
        }
        func instant(_ field: Text) -> Instant? { row[field]?.text.flatMap { Timestamp($0)?.instant } }
        let bound = value.number?.double ?? 0
        let time = value.text.flatMap { Timestamp($0)?.instant } ?? Instant(microseconds: 0)
        switch rule {
        case .equals(let field): return row[field] == value
        case .part(let fields):
            return fields.contains { field in
                guard let text = row[field]?.text, let piece = value.text else { return false }
                return folded(text).contains(folded(piece))
            }
        case .element(let field): return row[field]?.elements?.contains(value) ?? false
        case .elements(let field):
            return (value.elements ?? []).allSatisfy { row[field]?.elements?.contains($0) ?? false }
        case .atLeast(let path): return number(path).map { $0 >= bound } ?? false
        case .atMost(let path): return number(path).map { $0 <= bound } ?? false
        case .exactly(let path): return number(path).map { $0 == bound } ?? false
        case .inStock: return number(["inventory", "inStock"]).map { $0 > 0 } ?? false
        case .address:
            let values = (row["addresses"]?.elements ?? []).flatMap { $0.object?.members.map(\.value) ?? [] }
            return values.contains {
                Array(($0.text ?? "").string.utf8).contains(Array((value.text ?? "").string.utf8))
            }
        case .member:
            return row["members"]?["connect"]?.elements?.contains { $0["id"] == value } ?? false
        case .from(let field, let absentPasses): return instant(field).map { $0 >= time } ?? absentPasses
        case .until(let field, let absentPasses, let inclusive):
            return instant(field).map { inclusive ? $0 <= time : $0 < time } ?? absentPasses
        }
    }

    private func folded(_ text: Text) -> [UInt8] {
        text.string.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 }
    }

    /// Bytes that are ordered as the rows are to be.
    private func key(_ row: Document) -> [UInt8] {
        func text(_ field: Text) -> [UInt8] { Array((row.text(field) ?? "").string.utf8) }
        func descending(_ field: Text) -> [UInt8] { text(field).map { 255 - $0 } + [255] }
        let id = Array(row.id.string.utf8)
        switch row.type {
        case .build, .customer, .employee, .product, .slackChannel: return text("name") + [0] + id
        case .knowledgeBaseArticle: return text("title") + [0] + id
        case .slackMessage: return descending("timestamp") + id
        case .supportTicket:
            let rank: UInt8 = ["high": 0, "normal": 1, "low": 2][row.text("priority") ?? "", default: 3]
            return [rank] + descending("createdAt") + id
        default: return descending("createdAt") + id
        }
    }
}
