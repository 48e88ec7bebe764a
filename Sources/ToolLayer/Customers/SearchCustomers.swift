internal import CanonicalJSON
internal import Projections

/// `searchCustomers` (contract, section 4.1).
///
/// a loyalty tier outside the list is no error, it matches nobody. C-8: `address_text` looks at the values of the
/// address fields only, not at their names, and minds case.
enum SearchCustomers {
    static let tool = Tool.search(
        "searchCustomers",
        titled: "Search customers",
        """
        Find customers of the shop by id, name, e-mail, phone, loyalty tier or address. Use it to identify who is \
        asking and to get the customer id that the other tools need. All filters given must hold; without any, every \
        customer is returned. Returns complete customer records (contact data, addresses, loyaltyTier) ordered by \
        name.
        """,
        over: .customer,
        filters: [
            .equals("customer_id", "id", "The customer's id, exactly.", example: "maria-lopez-10482"),
            .contains("name", in: .customerName, "Part of the name; case does not matter.", example: "lopez"),
            .equals("email", "email", "The whole e-mail address, exactly as stored.", example: "maria@example.com"),
            .equals("phone", "phone", "The whole phone number, exactly as stored.", example: "+1-555-0100"),
            .choice("loyalty_tier", "loyaltyTier", "The loyalty tier.", from: .loyaltyTier),
            addressText,
            .instants("created", field: .customerCreated),
        ],
        policy: ["R-PRIV-1", "R-PRICE-2"],
        quirks: ["Q-2", "C-8"])

    private static let addressText = Filter.text(
        .text(
            "address_text",
            """
            Part of any one field of any of the customer's addresses (label, street lines, city, region, postal code, \
            country); case matters.
            """,
            example: "New York")
    ) { query, piece in
        // The index minds no case: it finds whoever may match.
        query.require(.customerAddresses, contains: piece)
        query.require { customer in
            customer["addresses"]?.elements?.contains { address in
                address.object?.members.contains { $0.value.text?.contains(piece) ?? false } ?? false
            } ?? false
        }
    }
}
