import CanonicalJSON
import Projections
import Testing
import WorldBuilder

/// Rules of the lint about when people act, how old they are, and what they speak of.
@Suite struct ConductLintTests {
    private func findings(_ entities: JSONValue, registry: JSONValue? = nil) throws -> [String] {
        let snapshot = try Snapshot.importing([
            "name": "small", "clock": ["now": "2025-09-15T19:00:00Z"], "entities": entities,
        ])
        return WorldLint.findings(in: snapshot, registry: registry, validateBuild: Worlds.errors).map(\.rule)
            .filter { $0.hasPrefix("W-") }
    }

    private func message(_ at: String, by author: String = "kim") -> JSONValue {
        [
            "employee": [
                "kim": [
                    "name": "Kim Ito", "email": "kim@x.example", "department": "support", "title": "Agent",
                    "createdAt": "2025-03-03T09:00:00Z",
                ]
            ],
            "slack_channel": ["desk": ["name": "desk", "purpose": "p", "members": ["connect": []]]],
            "slack_message": [
                "msg-1": [
                    "channelId": "desk", "authorId": .string(Text(author)), "text": "Good day.",
                    "timestamp": .string(Text(at)),
                ]
            ],
        ]
    }

    @Test(arguments: [
        ("2025-03-03T10:00:00Z", []), ("2025-02-28T10:00:00Z", ["W-STAFF"]), ("2025-03-04T23:00:00Z", ["W-HOURS"]),
        ("2025-07-04T12:00:00Z", ["W-HOURS"]), ("2025-03-08T17:59:59Z", []), ("2025-03-08T18:00:00Z", ["W-HOURS"]),
    ])
    func nobodyPostsBeforeTheHireOrOutsideTheHours(_ at: String, _ rules: [String]) throws {
        #expect(try findings(message(at)) == rules)
    }

    private func customer(born: String, signedUp: String = "2025-01-01T00:00:00Z") -> JSONValue {
        [
            "name": "Ann Lee", "email": "a@x.example", "dateOfBirth": .string(Text(born)), "addresses": [],
            "createdAt": .string(Text(signedUp)),
        ]
    }

    @Test(arguments: [("2007-01-01", []), ("2007-01-02", ["W-AGE"]), ("2009-06-30", ["W-AGE"])])
    func accountsAreForAdults(_ born: String, _ rules: [String]) throws {
        #expect(try findings(["customer": ["ann": customer(born: born)]]) == rules)
    }

    @Test(arguments: [("1944-05-05", []), ("1984-05-05", ["W-AGE"])])
    func lettersFitTheirWritersAge(_ born: String, _ rules: [String]) throws {
        let ticket: JSONValue = [
            "customerId": "ann", "priority": "normal", "status": "new", "subject": "s",
            "body": "I am eighty-one and tired of it.", "createdAt": "2025-09-01T00:00:00Z",
        ]
        #expect(
            try findings(["customer": ["ann": customer(born: born)], "support_ticket": ["tick-1": ticket]]) == rules)
    }

    /// Ten customers who paid 1,500 each, of whom so many are silver.
    private func payers(silver: Int) -> JSONValue {
        var customers = JSONObject()
        var payments = JSONObject()
        for number in 0..<10 {
            let id = Text("c\(number)")
            customers[id] = [
                "name": .string(Text("Ann Lee\(number)")), "email": .string(Text("a\(number)@x.example")),
                "dateOfBirth": "1980-01-01", "addresses": [], "createdAt": "2025-01-01T00:00:00Z",
                "loyaltyTier": number < silver ? "silver" : "none",
            ]
            payments[Text("pay-\(number)")] = [
                "orderId": .string(Text("ord-\(number)")), "customerId": .string(id), "amount": 1500,
                "currency": "USD", "method": "card", "status": "captured", "createdAt": "2025-05-05T12:00:00Z",
            ]
        }
        return ["customer": .object(customers), "payment": .object(payments)]
    }

    @Test(arguments: [(8, false), (7, true)])
    func mostTiersFitTheSpend(_ silver: Int, _ isFound: Bool) throws {
        let registry: JSONValue = [
            "figures": ["H15.silver": "1200.00", "H15.gold": "2800.00", "H15.platinum": "5600.00"]
        ]
        #expect(try findings(payers(silver: silver), registry: registry).contains("W-TIER") == isFound)
    }

    @Test(arguments: [("Oak Card 7", []), ("Elm Card 9", ["W-PRODUCT"])])
    func escalationsSpeakOfWhatWasBought(_ named: String, _ rules: [String]) throws {
        let product = { (name: String, sku: String) -> JSONValue in
            [
                "category": "accessory", "sku": .string(Text(sku)), "name": .string(Text(name)), "brand": "B",
                "price": 10, "inventory": ["inStock": 1, "backorderable": false], "specs": [:],
            ]
        }
        let entities: JSONValue = [
            "customer": ["ann": customer(born: "1980-01-01")],
            "product": ["oak": product("Oak Card 7", "A"), "elm": product("Elm Card 9", "B")],
            "order": [
                "ord-1": [
                    "customerId": "ann", "status": "fulfilled", "createdAt": "2025-08-01T12:00:00Z",
                    "updatedAt": "2025-08-01T12:00:00Z", "shipping": ["service": "standard", "carrier": "UPS Ground"],
                    "lineItems": [["productId": "oak", "qty": 1, "price": 10]],
                ]
            ],
            "support_ticket": [
                "tick-1": [
                    "customerId": "ann", "orderId": "ord-1", "priority": "normal", "status": "open", "subject": "s",
                    "body": "Help.", "createdAt": "2025-09-01T00:00:00Z",
                ]
            ],
            "escalation": [
                "esc-1": [
                    "ticketId": "tick-1", "escalationType": "technical", "destination": "engineering",
                    "notes": .string(Text("Is \(named) at fault?")), "createdAt": "2025-09-02T12:00:00Z",
                ]
            ],
        ]
        #expect(try findings(entities) == rules)
    }

    @Test func anStandsBeforeAVowel() throws {
        let entities: JSONValue = [
            "customer": ["ann": customer(born: "1980-01-01")],
            "product": [
                "arv": [
                    "category": "accessory", "sku": "A", "name": "Archivane Tome", "brand": "B",
                    "price": 9, "inventory": ["inStock": 1, "backorderable": false], "specs": [:],
                ]
            ],
            "support_ticket": [
                "tick-1": [
                    "customerId": "ann", "priority": "normal", "status": "new", "subject": "s",
                    "body": "I bought a Archivane Tome from you.", "createdAt": "2025-09-01T00:00:00Z",
                ]
            ],
        ]
        #expect(try findings(entities) == ["W-PROSE"])
    }
}
