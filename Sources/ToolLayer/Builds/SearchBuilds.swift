internal import CanonicalJSON
internal import Projections

/// `searchBuilds` (contract, section 4.1).
///
/// imported builds list their parts in `componentIds`, those written by tools in `productIds`.
enum SearchBuilds {
    static let tool = Tool.search(
        "searchBuilds",
        titled: "Search PC builds",
        """
        Find PC builds (parts lists) by name, owner or date. Use it to see what a customer has put together, or to \
        find the build of an order. All filters given must hold; without any, every build is returned. Returns \
        complete builds ordered by name; the parts are product ids under productIds or componentIds, one id per piece.
        """,
        over: .build,
        filters: [
            .contains("name", in: .buildName, "Part of the build's name; case does not matter.", example: "gaming"),
            .equals("customer_id", "customerId", "Id of the customer who owns it.", example: "maria-lopez-10482"),
            .instants("created", field: .buildCreated),
        ],
        policy: ["R-BUILD-1"],
        quirks: ["Q-6"])
}
