extension Situation {
    static let returns: [Situation] = [
        .nearEndOfReturnWindow, .paidNotShipped, .boughtLongerAgoThanDelivered, .ordersAroundJulyCampaign,
        .ownerTellsCondition, .soldOutDeadOnArrival, .wholeOrderComesBack, .onePieceOfSeveral, .faultCalledTaste,
        .deadOnArrivalInStock, .ticketNamesWrongOrder, .ownDamage,
    ]
}
