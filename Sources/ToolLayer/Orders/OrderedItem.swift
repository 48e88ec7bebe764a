internal import CanonicalJSON

/// One item of `line_items` as it came: faults inside it are told in the contract's words, not as a breach of a schema.
struct OrderedItem {
    /// Nil when it is absent, null or empty under both spellings.
    let product: Text?
    private let quantity: JSONValue?

    static let members: [Shape.Member] = [
        .init(name: "productId", shape: .text, description: "Id of the product (product_id is accepted too)."),
        .init(
            name: "qty", shape: .unchecked(.integer(1...Quantity.maximum)),
            description: "Pieces (quantity is accepted too)."),
    ]

    init(_ object: JSONObject) {
        let spellings = [object["productId"], object["product_id"]].compactMap { $0?.text }
        product = spellings.first { !$0.isEmpty }
        quantity = [object["qty"], object["quantity"]].compactMap { $0 }.first { !$0.isNull }
    }

    func checked(at index: Int) throws(ToolError) -> (product: Text, quantity: Int) {
        guard let product else {
            throw ToolError("Line item \(index) missing productId", hint: "Find product ids with searchProducts.")
        }
        guard let number = quantity?.number, number.double >= 1 else {
            throw ToolError("Line item \(index) must have qty >= 1", hint: "Give a whole number of pieces.")
        }
        guard number.double <= Double(Quantity.maximum) else {
            throw ToolError(
                "Line item \(index) must have qty <= \(Quantity.maximum)", hint: "Give fewer pieces.")
        }
        guard let quantity = number.integer else {
            throw ToolError("Line item \(index) must have qty >= 1", hint: "Give a whole number of pieces.")
        }
        return (product, quantity)
    }
}
