internal import CanonicalJSON
internal import Projections

/// A build of a customer who has no other.
struct OwnedBuild: Sendable {
    let customerID: String
    let buildID: String
    let parts: [CatalogueProduct]

    var entities: [(role: String, type: EntityType, id: String)] {
        [("customer", .customer, customerID), ("build", .build, buildID)]
    }

    var conditions: [Condition] { Condition.build(buildID, of: customerID, holds: parts, among: [buildID]) }
}

extension WorldPlan {
    /// Makes a customer and saves a build for them.
    ///
    /// - Parameters:
    ///   - at: When it was saved; nil draws a moment of the last fourteen months.
    ///   - tier: nil draws one.
    ///   - past: Orders of long ago change nothing about what a build is unless somebody asks what was bought of it.
    mutating func addOwnedBuild(
        _ parts: [CatalogueProduct], at: Moment? = nil, tier: String? = nil, past: CustomerPast? = nil,
        _ generator: inout SeededGenerator
    ) -> OwnedBuild {
        let at = at ?? moment(daysAgo: generator.number(in: 4...430), &generator)
        let customer = addCustomer(
            CustomerRequest(tier: tier, before: at, past: past ?? .open(before: clock.adding(days: -200))), &generator)
        let build = addBuild(
            customer: customer, name: buildName(customer, &generator), parts: parts.map(\.id), at: at, &generator)
        return OwnedBuild(customerID: customer, buildID: build, parts: parts)
    }
}
