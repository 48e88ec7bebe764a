extension Tool {
    /// Every tool of the world, by topic. A tool that is not listed here does not exist.
    static let all: [Tool] = builds + customers + knowledge + orders + payments + products + tickets

    private static let builds = [SearchBuilds.tool]
    private static let customers = [SearchCustomers.tool, SearchEmployees.tool]
    private static let knowledge = [SearchKnowledgeBase.tool]
    private static let orders = [
        CalculatePrice.tool, CreateOrder.tool, GetOrderDetails.tool, SearchOrders.tool, SearchShipments.tool,
        UpdateOrderStatus.tool,
    ]
    private static let payments = [
        CreateRefund.tool, SearchPayments.tool, SearchRefunds.tool, UpdatePaymentStatus.tool,
    ]
    private static let products = [SearchProducts.tool]
    private static let tickets = [SearchEscalations.tool, SearchResolutions.tool, SearchTickets.tool]
}
