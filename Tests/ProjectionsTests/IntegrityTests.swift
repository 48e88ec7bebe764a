import CanonicalJSON
import Projections
import Testing

@Suite struct IntegrityTests {
    /// A world without a fault: one customer, who bought a build, got part of it refunded, and wrote a ticket.
    private static let sound = #"""
        {"customer":{"c":{"name":"n","email":"c@x","dateOfBirth":"1990-01-01","addresses":[],"loyaltyTier":"gold",
          "createdAt":"2025-09-01T00:00:00Z"}},
        "employee":{"boss":{"name":"n","email":"b@x","title":"t","department":"hr"},
          "agent":{"name":"n","email":"a@x","title":"t","department":"support","managerId":"boss"}},
        "product":{"p":{"category":"psu","sku":"P","name":"n","brand":"b","price":33.333,
            "inventory":{"inStock":1,"backorderable":false},"specs":{}},
          "kit":{"category":"bundle","sku":"K","name":"n","brand":"b","price":90,
            "inventory":{"inStock":1,"backorderable":false},
            "specs":{"components":[{"componentId":"p","qty":3}],"discount":{"type":"percent","value":10}}},
          "box":{"category":"prebuilt","sku":"B","name":"n","brand":"b","price":1,
            "inventory":{"inStock":1,"backorderable":false},"specs":{"prebuilt":{"baseBuildId":"base"}}}},
        "build":{"own":{"customerId":"c","ownerType":"customer","componentIds":["p","p"],
            "createdAt":"2025-09-02T00:00:00Z","updatedAt":"2025-09-02T00:00:00Z"},
          "base":{"ownerType":"internal","componentIds":["p"],"createdAt":"2025-09-02T00:00:00Z",
            "updatedAt":"2025-09-02T00:00:00Z"}},
        "order":{"o":{"customerId":"c","buildId":"own","status":"partially_refunded",
          "lineItems":[{"productId":"p","qty":3}],"shipping":{"carrier":"UPS Ground","service":"standard"},
          "createdAt":"2025-09-03T00:00:00Z","updatedAt":"2025-09-03T00:00:00Z"}},
        "payment":{"pay":{"orderId":"o","customerId":"c","amount":99.99,"method":"card","status":"captured",
          "transactionId":"T","createdAt":"2025-09-03T00:00:00Z","processedAt":"2025-09-03T00:00:00Z"}},
        "shipment":{"s":{"orderId":"o","trackingNumber":"1Z","carrier":"ups_ground","status":"delivered",
          "createdAt":"2025-09-04T00:00:00Z","eta":"2026-01-01T00:00:00Z","events":[
          {"at":"2025-09-04T00:00:00Z","location":"l","status":"label_created"},
          {"at":"2025-09-05T00:00:00Z","location":"l","status":"delivered"}]}},
        "support_ticket":{"t":{"customerId":"c","orderId":"o","priority":"low","status":"resolved","subject":"s",
          "assignedEmployeeId":"agent","resolutionId":"r","closureReason":"resolved_success",
          "createdAt":"2025-09-06T00:00:00Z"}},
        "refund":{"f":{"paymentId":"pay","ticketId":"t","amount":10.5,"reason":"other","status":"processed",
          "lines":[{"amount":10},{"amount":0.5}],"createdAt":"2025-09-07T00:00:00Z",
          "processedAt":"2025-09-07T00:00:00Z"}},
        "resolution":{"r":{"ticketId":"t","outcome":"refund_issued","linkedRefundId":"f","resolvedById":"agent",
          "createdAt":"2025-09-08T00:00:00Z"}},
        "escalation":{"e":{"ticketId":"t","escalationType":"technical","destination":"hr",
          "createdAt":"2025-09-07T00:00:00Z","resolvedAt":null}},
        "slack_channel":{"ch":{"name":"n","purpose":"p","members":{"connect":[{"id":"agent"}]}}},
        "slack_message":{"m":{"channelId":"ch","authorId":"agent","text":"t","timestamp":"2025-09-08T00:00:00Z",
          "reactions":[{"emoji":"x","employeeIds":["boss"]}]}}}
        """#

    /// The sound world with one member of one entity set, or removed.
    private func findings(_ key: Text, _ member: Text, _ value: String?) throws -> [IntegrityFinding] {
        var entities = try object(Self.sound)
        let key = try #require(EntityKey(key))
        var table = try #require(entities[key.type.name]?.object)
        var entity = table[key.id]?.object ?? JSONObject()
        if let value { entity[member] = try json(value) } else { entity[member] = nil }
        table[key.id] = .object(entity)
        entities[key.type.name] = .object(table)
        return IntegrityLint.findings(in: try World.importing(.object(entities)))
    }

    @Test func aSoundWorldHasNoFindings() throws {
        let snapshot = try World.importing(json(Self.sound))
        #expect(IntegrityLint.findings(in: snapshot) { _, _ in [] } == [])
        #expect(IntegrityLint.unknownFields(in: snapshot) == [])
        #expect(IntegrityLint.ruleIDs.count == 22)
    }

    @Test(
        arguments: [
            ("I-REF-1", "slack_message/m", "reactions", #"[{"emoji":"x","employeeIds":["nobody"]}]"#),
            ("I-REF-1", "escalation/e", "ticketId", #""nothing""#),
            ("I-REF-1", "product/box", "specs", #"{"prebuilt":{"baseBuildId":"nothing"}}"#),
            ("I-REF-1", "slack_channel/ch", "members", #"{"connect":[{"id":"agent"},{"id":"nobody"}]}"#),
            ("I-REF-2", "payment/pay", "customerId", #""other""#),
            ("I-REF-2", "support_ticket/t", "customerId", #""other""#),
            ("I-REF-3", "support_ticket/t", "orderId", "null"),
            ("I-REF-4", "build/own", "customerId", #""other""#),
            ("I-REF-4", "build/own", "componentIds", #"["p","p","p","p"]"#),
            ("I-REF-5", "support_ticket/t", "resolutionId", nil),
            ("I-REF-6", "slack_message/m", "authorId", #""boss""#),
            ("I-REF-7", "employee/boss", "managerId", #""agent""#),
            ("I-REF-7", "employee/agent", "managerId", nil),
            ("I-REF-8", "employee/agent", "email", #""c@x""#), ("I-REF-8", "product/kit", "sku", #""P""#),
            ("I-TIME-1", "slack_message/m", "timestamp", #""2025-09-15T19:00:00.000001Z""#),
            (
                "I-TIME-1", "support_ticket/t", "notes",
                #"[{"id":"n","authorId":"agent","text":"t","createdAt":"2026-01-01T00:00:00Z"}]"#
            ),
            ("I-TIME-2", "order/o", "updatedAt", #""2025-09-02T23:59:59Z""#),
            ("I-TIME-2", "escalation/e", "resolvedAt", #""2025-09-06T23:59:59Z""#),
            ("I-TIME-3", "customer/c", "createdAt", #""2025-09-03T00:00:01Z""#),
            ("I-TIME-3", "escalation/e", "createdAt", #""2025-09-05T22:59:59-01:00""#),
            ("I-TIME-3", "build/own", "createdAt", #""2025-09-03T00:00:01Z""#),
            ("I-TIME-4", "shipment/s", "status", #""lost""#),
            ("I-TIME-4", "shipment/s", "createdAt", #""2025-09-04T00:00:01Z""#),
            (
                "I-TIME-4", "shipment/s", "events",
                #"[{"at":"2025-09-04T00:00:00Z","location":"l","status":"delivered"}]"#
            ),
            ("I-STATE-1", "payment/pay", "amount", "100"),
            ("I-STATE-1", "customer/c", "loyaltyTier", #""silver""#),
            ("I-STATE-2", "payment/pay", "status", #""pending""#), ("I-STATE-3", "order/o", "status", #""cancelled""#),
            ("I-STATE-4", "payment/pay", "status", #""failed""#),
            ("I-STATE-4", "payment/pay", "failureReason", #""x""#),
            ("I-STATE-4", "payment/pay", "processedAt", "null"),
            ("I-STATE-5", "shipment/s", "carrier", #""usps_ground""#),
            ("I-STATE-5", "order/o", "shipping", #"{"carrier":"UPS Ground","service":"express"}"#),
            ("I-STATE-6", "refund/f", "amount", "10.51"), ("I-STATE-6", "refund/f", "processedAt", "null"),
            ("I-STATE-6", "refund/f", "lines", "[]"), ("I-STATE-7", "support_ticket/t", "closureReason", nil),
            ("I-STATE-7", "support_ticket/t", "status", #""new""#),
            ("I-STATE-7", "support_ticket/t", "assignedEmployeeId", "null"),
            ("I-STATE-8", "resolution/r", "linkedRefundId", "null"), ("I-STATE-9", "product/kit", "price", "89.99"),
            (
                "I-STATE-9", "product/kit", "specs",
                #"{"components":[{"componentId":"p","qty":3}],"discount":{"type":"fixed","value":10}}"#
            ),
        ] as [(Text, Text, Text, String?)])
    func eachRuleFindsItsBreach(rule: Text, key: Text, member: Text, value: String?) throws {
        if rule == "I-STATE-2" {
            // Only fulfilled and paid orders need a captured payment.
            var entities = try object(Self.sound.replacing("partially_refunded", with: "fulfilled"))
            entities["payment"] = [:]
            let found = IntegrityLint.findings(in: try World.importing(.object(entities)))
            #expect(found.contains { $0.rule == rule && $0.entity.text == "order/o" })
        } else if rule == "I-STATE-9", member == "specs" {
            // 3 x 33.333 less 10 dollars is 89.999, which rounds to the 90 that it costs.
            #expect(try findings(key, member, value) == [])
        } else {
            #expect(try findings(key, member, value).map(\.rule).contains(rule))
        }
    }

    @Test func anOrderIsPaidOnce() throws {
        var entities = try object(Self.sound)
        var payments = try #require(entities["payment"]?.object)
        var second = try #require(payments["pay"]?.object)
        second["transactionId"] = "T2"
        payments["again"] = .object(second)
        entities["payment"] = .object(payments)
        let found = IntegrityLint.findings(in: try World.importing(.object(entities)))
        #expect(
            found.map(\.description) == ["I-STATE-2 order/o: has 2 captured payments; it is paid once"])
    }

    @Test func findingsStandInTheOrderOfRulesAndKeys() throws {
        let found = try findings("customer/c", "createdAt", #""2026-01-01T00:00:00Z""#)
        #expect(
            found.map(\.description) == [
                "I-TIME-1 customer/c: createdAt 2026-01-01T00:00:00Z is later than the clock, 2025-09-15T19:00:00Z",
                "I-TIME-3 order/o: created 2025-09-03T00:00:00Z, before customer/c was, 2026-01-01T00:00:00Z",
            ])
    }

    @Test func baseBuildsAreValidatedByTheGivenFunction() throws {
        let snapshot = try World.importing(json(Self.sound))
        let found = IntegrityLint.findings(in: snapshot) { products, _ in products.map { "\($0) does not fit" } }
        #expect(found.map(\.description) == ["I-STATE-10 build/base: the base of box: p does not fit"])
    }
}
