extension Situation {
    static let returns: [Situation] = [
        .nearEndOfReturnWindow, .paidNotShipped, .tooLateToCancel, .threeOpenOrders, .boughtLongerAgoThanDelivered,
        .ordersAroundJulyCampaign, .ownerTellsCondition, .soldOutDeadOnArrival, .wholeOrderComesBack,
        .onePieceOfSeveral, .faultCalledTaste, .deadOnArrivalInStock, .ticketNamesWrongOrder, .ownDamage,
    ]
}
