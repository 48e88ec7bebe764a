extension Situation {
    static let people: [Situation] = [
        .holdersOfPermission, .secondAccount, .lookAlikes, .strangerOrHolder, .threeWishesAtOnce,
    ]
    /// Counted over all customers.
    static let latePeople: [Situation] = [.shippingRegion, .nearAnExecutive]
}
