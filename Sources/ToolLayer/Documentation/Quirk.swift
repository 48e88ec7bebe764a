/// What looks odd and is kept as written (Q), and which of two readings was chosen (C): contract, section 7.
enum Quirk {
    /// By id, in the order of the contract.
    static let all: [(id: String, text: String)] = [
        ("Q-1", "An absent table and an empty one give different messages."),
        (
            "Q-2",
            """
            A value outside an advertised list is no error in seven searches, it matches nothing; searchOrders \
            and searchProducts refuse it.
            """
        ),
        (
            "Q-3",
            """
            The `_before` filters leave out the instant itself, here and in one other tool; elsewhere they \
            include it.
            """
        ),
        ("Q-4", "\"Newest first\" compares the texts of timestamps, so `...22.321Z` counts as older than `...22Z`."),
        ("Q-5", "Equal inputs have equal ids, so an equal thing cannot be created twice."),
        ("Q-6", "Builds list their parts in `componentIds` when imported, in `productIds` when written by tools."),
        ("Q-7", "Any destination is stored."),
        ("Q-8", "The reason is stored as `failure_reason`, beside an imported `failureReason`."),
        ("Q-9", "The name is in snake case, like those of three other tools."),
        ("Q-10", "`inStockOnly` is a string, and any text but the empty one means yes."),
        ("Q-11", "`resolved_*` looks at `updatedAt`, whatever the status; a ticket without it passes."),
        ("Q-12", "Keys of the result are partly in snake case, partly in camel case."),
        ("Q-13", "The loyalty tier `none` is refused; leave it out instead."),
        ("Q-14", "For an order without a product, or with one that it does not hold, 12 months are assumed."),
        (
            "Q-15",
            """
            Only existence is checked: not that a refund is within its payment, that the product is in the \
            order, or that an assignee exists.
            """
        ),
        ("Q-16", "A resolution does not resolve its ticket."),
        ("Q-17", "`updatedAt` stays as it is."),
        ("C-1", "`refund_requested` is valid in searchOrders and updateOrderStatus, not in createOrder."),
        ("C-2", "`partially_refunded` is valid."),
        ("C-3", "`insufficient_permission` is valid."),
        ("C-4", "null for status or priority leaves them unchanged."),
        ("C-5", "A build that has only `componentIds` starts from those, and both lists are kept equal."),
        ("C-6", "Removing more pieces than there are is an error without any change."),
        ("C-7", "A product alone, without a date, counts from the world's clock."),
        ("C-8", "`address_text` looks at the values of address fields only."),
        ("C-9", "`has_permission` compares whole permissions."),
        ("C-10", "An invalid date is an error of the tool in every tool."),
        (
            "C-11",
            """
            Orders move stock: `product.inventory.inStock`, never below zero, and what an order took comes back \
            once.
            """
        ),
        ("C-12", "Half cents are rounded exactly, to the even cent."),
        ("C-13", "Creating an equal thing again answers the stored one and changes nothing."),
    ]

    static func text(_ id: String) -> String? { all.first { $0.id == id }?.text }
}
