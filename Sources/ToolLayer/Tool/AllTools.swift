extension Tool {
    /// Every tool of the world, by topic. A tool that is not listed here does not exist.
    static let all: [Tool] = builds + customers + knowledge + orders + payments + products + slack + tickets + warranty

    private static let builds = [CreateBuild.tool, SearchBuilds.tool, UpdateBuild.tool]
    private static let customers = [SearchCustomers.tool, SearchEmployees.tool]
    private static let knowledge = [SearchKnowledgeBase.tool]
    private static let orders = [
        CalculatePrice.tool, CreateOrder.tool, GetOrderDetails.tool, SearchOrders.tool, SearchShipments.tool,
        UpdateOrderStatus.tool,
    ]
    private static let payments = [
        CreateRefund.tool, SearchPayments.tool, SearchRefunds.tool, UpdatePaymentStatus.tool,
    ]
    private static let products = [GetProduct.tool, SearchProducts.tool, ValidateBuildCompatibility.tool]
    private static let slack = [
        ListSlackChannels.tool, PostSlackMessage.tool, ReadSlackChannel.tool, SearchSlackMessages.tool,
    ]
    private static let tickets = [
        AddTicketNote.tool, CreateEscalation.tool, CreateResolution.tool, CreateTicket.tool,
        GetCustomerTicketHistory.tool, SearchEscalations.tool, SearchResolutions.tool, SearchTickets.tool,
        UpdateTicketStatus.tool,
    ]
    private static let warranty = [CheckWarrantyStatus.tool, CreateWarrantyClaim.tool]
}
