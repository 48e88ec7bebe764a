internal import CanonicalJSON
internal import Projections

/// An article as this world sells it.
struct CatalogueProduct: Sendable {
    let line: ProductLine
    let id: String
    let name: String
    let brand: Brand
    let sku: String
    let priceCents: Int
    /// With the category's key on top, as records have it.
    let specs: JSONValue
    var stock: Int
    var backorderable: Bool

    var key: String { line.key }
    var category: String { line.category }
    /// Months of warranty; 12 where the record has none.
    var warrantyMonths: Int { line.warrantyMonths ?? 12 }

    /// A spec of its category.
    func spec(_ name: Text) -> JSONValue? { specs[Text(category == "workstation" ? "prebuilt" : category)]?[name] }

    func number(_ name: Text) -> Int? { spec(name)?.number?.integer }

    /// What people call such a thing: `graphics card`.
    var kind: String { CatalogueProduct.kinds[category] ?? category }

    private static let kinds = [
        "cpu": "processor", "motherboard": "motherboard", "gpu": "graphics card", "memory": "memory kit",
        "storage": "drive", "psu": "power supply", "case": "case", "cooling": "cooler", "prebuilt": "computer",
        "workstation": "workstation", "monitor": "monitor", "keyboard": "keyboard", "mouse": "mouse",
        "headset": "headset", "networking": "network device", "cable": "cable", "accessory": "accessory",
        "bundle": "bundle",
    ]

    var draft: FixedDraft {
        var object = JSONObject()
        object.put("category", category)
        object.put("sku", sku)
        object.put("name", name)
        object.put("brand", brand.name)
        object.put("price", cents: priceCents)
        object["inventory"] = ["inStock": .whole(stock), "backorderable": .bool(backorderable)]
        object["specs"] = specs
        if let months = line.warrantyMonths { object["warrantyMonths"] = .whole(months) }
        return FixedDraft(type: .product, id: id, members: object)
    }
}
