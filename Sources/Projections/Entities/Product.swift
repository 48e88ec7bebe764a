public import CanonicalJSON

/// Something that the shop sells (contract 3.8).
public struct Product: EntityView {
    public static let type = EntityType.product
    public let document: Document

    public init(_ document: Document) {
        self.document = document
    }

    public var category: Text { required("category") }

    public var sku: Text { required("sku") }

    public var name: Text { required("name") }

    public var brand: Text { required("brand") }

    public var price: JSONNumber? { document["price"]?.number }

    /// The price to compute with; nil when the stored one is outside the limits of an import.
    public var unitPrice: UnitPrice? { price.flatMap { UnitPrice($0) } }

    /// `inventory.inStock`
    public var inStock: Int? { document["inventory"]?["inStock"]?.number?.integer }

    /// `inventory.backorderable`
    public var isBackorderable: Bool { document["inventory"]?["backorderable"]?.bool ?? false }

    public var specs: JSONObject { document["specs"]?.object ?? JSONObject() }

    /// The object of the category's own specs: a workstation's is `prebuilt`, a bundle's is `specs` itself.
    public var ownSpecs: JSONObject? {
        switch category {
        case "bundle": specs
        case "workstation": specs["prebuilt"]?.object
        default: specs[category]?.object
        }
    }

    /// nil when absent, which counts as 12.
    public var warrantyMonths: Int? { document["warrantyMonths"]?.number?.integer }
}

extension EntitySchema {
    static let product = EntitySchema(
        .product,
        [
            .required("category", .enumeration(.productCategory)),
            .required("sku", .string),
            .required("name", .string),
            .required("brand", .string),
            .required("price", .unitPrice),
            .required("inventory", .object([.required("inStock", .integer()), .required("backorderable", .boolean)])),
            .required("specs", .object(FieldSchema.specs)),
            .optional("warrantyMonths", .integer()),
        ])
}

extension Vocabulary {
    /// The categories of products.
    public static let productCategory: Vocabulary = [
        "cpu", "motherboard", "gpu", "memory", "storage", "psu", "case", "cooling", "prebuilt", "workstation",
        "monitor", "keyboard", "mouse", "headset", "networking", "cable", "accessory", "bundle",
    ]
}
