internal import CanonicalJSON
internal import Projections

/// Which products the authored stories of a situation can be told of, where their category alone does not say it: a
/// story of two broken ports is not one of a switch without a reset button.
enum StoryFit {
    static func fits(_ product: CatalogueProduct, _ situation: String, _ variant: String?) -> Bool {
        switch (situation, variant, product.category) {
        case (_, _, "memory"): isKit(product)
        case ("P59", _, "storage"), ("P45", _, "storage"): product.spec("interface")?.text != "SATA"
        case ("P59", _, "networking"), ("P60", _, "networking"), ("P45", _, "networking"):
            product.spec("deviceType")?.text == "router"
        case ("P59", _, "cooling"): product.spec("type")?.text == "air"
        case ("P59", _, "accessory"): ["dock", "USB hub", "webcam"].contains(product.spec("accessoryType")?.text)
        case ("P59", _, "cable"), ("P59", _, "prebuilt"), ("P59", _, "workstation"): false
        case ("P59", _, "motherboard"): product.number("maxMemorySlots") == 4
        // A claim names one part, so that a whole computer is no matter of it (R-WARR-4).
        case ("P60", _, "prebuilt"), ("P60", _, "workstation"): false
        case ("P60", "broken", "motherboard"): product.spec("socket")?.text != "AM4"
        case ("P60", "broken", "case"): ["case-atx-mesh-tg", "case-atx-pano"].contains(product.key)
        case ("P60", "broken", "storage"): product.spec("interface")?.text == "SATA"
        case ("P60", "liquid", "headset"):
            product.spec("connectivity")?.text?.string.contains("Bluetooth") == true
        case ("P60", "firmware", "keyboard"), ("P60", "firmware", "mouse"): product.spec("programmable") == true
        case ("P61", "memory", "prebuilt"), ("P61", "psu", "prebuilt"):
            product.spec("series")?.text?.string.hasPrefix("Gaming") == true
        case ("P61", _, _): product.line.baseBuild != nil
        case ("P79", "wifi-slow", _): product.spec("deviceType")?.text == "Wi-Fi card"
        case ("P79", "nvme-missing", _): product.spec("form")?.text == "M.2"
        case ("P79", "flicker", _): product.spec("adaptiveSync")?.text == "adaptive sync"
        default: true
        }
    }

    /// Stories of single modules and of profiles of both names fit kits of two that any board's profile knows.
    private static func isKit(_ product: CatalogueProduct) -> Bool {
        product.number("modules") == 2 && product.spec("type")?.text == "DDR5"
    }
}

extension WorldPlan {
    /// A product for one of the remaining texts of a situation.
    ///
    /// - Throws: ``ContentError`` when no text has a product that fits.
    func pickStoryProduct(
        _ situation: String, variant: String? = nil, _ generator: inout SeededGenerator,
        where fits: (CatalogueProduct) -> Bool = { _ in true }
    ) throws(ContentError) -> CatalogueProduct {
        let choices = texts.categories(situation, variant: variant).map { categories in
            (categories.isEmpty ? Self.parts + Self.peripherals : categories).flatMap { sellable($0) }
                .filter { StoryFit.fits($0, situation, variant) && fits($0) }
        }.filter { !$0.isEmpty }
        guard let products = choices.first else {
            throw ContentError(
                "Tickets/Planted/\(situation).yaml",
                "has no text\(variant.map { " of variant \($0)" } ?? "") about a product that fits")
        }
        return generator.pick(products)
    }
}
