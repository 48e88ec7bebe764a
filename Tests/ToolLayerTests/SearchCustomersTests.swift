import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct SearchCustomersTests {
    let desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"customer": {
              "c1": {"name": "bob Stone", "email": "bob@example.com", "phone": "+1 555", "loyaltyTier": "gold",
                "addresses": [{"label": "shipping", "line1": "1 Elm", "city": "New York", "region": "NY"}],
                "createdAt": "2025-08-01T00:00:00Z"},
              "c2": {"name": "Ann Lee", "email": "ann@example.com", "phone": null, "loyaltyTier": "none",
                "addresses": [{"city": "Austin"}, {"city": "York", "postalCode": "78701"}],
                "createdAt": "2025-08-02T00:00:00Z"},
              "c3": {"name": "Ann Lee", "email": "lee@example.com", "createdAt": "2025-08-03T00:00:00Z"}
            }}
            """)
    }

    @Test(arguments: [
        ("{}", ["c2", "c3", "c1"]),
        (#"{"customer_id": "c1"}"#, ["c1"]),
        (#"{"customer_id": "C1"}"#, []),
        (#"{"name": "ANN"}"#, ["c2", "c3"]),
        (#"{"name": "n l"}"#, ["c2", "c3"]),
        (#"{"name": " ann"}"#, []),
        (#"{"email": "bob@example.com"}"#, ["c1"]),
        (#"{"email": "Bob@example.com"}"#, []),
        (#"{"email": "bob@"}"#, []),
        (#"{"phone": "+1 555"}"#, ["c1"]),
        (#"{"loyalty_tier": "none"}"#, ["c2"]),
        (#"{"loyalty_tier": "GOLD"}"#, []),
        (#"{"loyalty_tier": "bronze"}"#, []),
        (#"{"address_text": "New York"}"#, ["c1"]),
        (#"{"address_text": "York"}"#, ["c2", "c1"]),
        (#"{"address_text": "york"}"#, []),
        (#"{"address_text": "shipping"}"#, ["c1"]),
        (#"{"address_text": "city"}"#, []),
        (#"{"address_text": "New York\",\"region"}"#, []),
        (#"{"address_text": "78701", "name": "lee"}"#, ["c2"]),
        (#"{"created_after": "2025-08-02T00:00:00Z"}"#, ["c2", "c3"]),
        (#"{"created_before": "2025-08-02T00:00:00Z"}"#, ["c2", "c1"]),
        (#"{"name": "lee", "limit": 1}"#, ["c2"]),
    ]) func filters(arguments: String, expected: [String]) throws {
        #expect(try desk.ids("searchCustomers", arguments) == expected)
    }

    @Test func answersWholeCustomers() throws {
        let row = try desk.read("searchCustomers", #"{"customer_id": "c2"}"#).elements?.first
        #expect(try row == desk.entity("customer/c2"))
        #expect(row?["phone"] == JSONValue.null)
    }

    @Test func refusesBadDates() throws {
        #expect(
            try desk.refusal("searchCustomers", #"{"created_before": "2025-08-01"}"#) == """
                created_before must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
                "2025-08-01T00:00:00-07:00")
                """)
    }
}
