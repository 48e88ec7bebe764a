import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct GetProductTests {
    @Test func answersTheStoredBytes() throws {
        let desk = try Desk(#"{"product": {"p": {"price": 1.50, "specs": {"odd": {"x": null}}, "more": [1]}}}"#)
        #expect(try desk.read("getProduct", #"{"product_id": "p"}"#) == desk.entity("product/p"))
    }

    @Test(arguments: [
        ("{}", "product_id is required"), (#"{"product_id": null}"#, "product_id is required"),
        (#"{"product_id": ""}"#, "product_id is required"), (#"{"product_id": "x"}"#, "Product not found: x"),
        (#"{"product_id": ["x"]}"#, "product_id must be a string, not array"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try Desk().refusal("getProduct", arguments) == message)
    }
}

@Suite struct ValidateBuildCompatibilityTests {
    /// Each product is given as its category and its specs of that category.
    static func check(_ parts: [(id: String, category: String, specs: String)]) throws -> (
        errors: [String], warnings: [String]
    ) {
        let products = parts.map {
            #""\#($0.id)": {"name": "N-\#($0.id)", "category": "\#($0.category)", "specs": {"\#($0.category)": \#($0.specs)}}"#
        }
        let desk = try Desk(#"{"product": {\#(products.joined(separator: ","))}}"#)
        let ids = parts.map { "\"\($0.id)\"" }.joined(separator: ",")
        let answer = try desk.read("validateBuildCompatibility", #"{"product_ids": [\#(ids)]}"#)
        let errors = (answer["errors"]?.elements ?? []).compactMap { $0.text?.string }
        #expect(answer["is_compatible"]?.bool == errors.isEmpty)
        return (errors, (answer["warnings"]?.elements ?? []).compactMap { $0.text?.string })
    }

    @Test(
        arguments: [
            (
                [("a", "cpu", #"{"socket": "AM4", "tdpWatts": 65}"#), ("b", "motherboard", #"{"socket": "AM5"}"#)],
                ["CPU socket AM4 incompatible with motherboard socket AM5"], ["No PSU selected"]
            ),
            ([("a", "cpu", #"{"socket": ""}"#), ("b", "motherboard", #"{"socket": "AM5"}"#)], [], ["No PSU selected"]),
            (
                [
                    ("a", "motherboard", #"{"formFactor": "E-ATX"}"#),
                    ("b", "case", #"{"supportedFormFactors": ["ATX", "Mini-ITX"]}"#),
                ],
                ["Motherboard form factor E-ATX not supported by case (supports: ATX, Mini-ITX)"], []
            ),
            (
                [("a", "motherboard", #"{"formFactor": "E-ATX"}"#), ("b", "case", #"{"supportedFormFactors": []}"#)],
                [], []
            ),
            (
                [
                    ("m", "motherboard", #"{"memoryType": "DDR5", "maxMemoryMhz": 6000, "maxMemorySlots": 3}"#),
                    ("x", "memory", #"{"type": "DDR4", "speedMhz": 6400, "modules": 2}"#),
                    ("y", "memory", #"{"type": "DDR4", "speedMhz": 5600, "modules": 2}"#), ("z", "memory", "{}"),
                ],
                [
                    "Memory type DDR4 not supported by motherboard (supports DDR5)",
                    "Memory type DDR4 not supported by motherboard (supports DDR5)",
                    "Total memory modules (5) exceed motherboard slots (3)",
                ],
                [
                    "Memory will be downclocked from 6400MHz to motherboard maximum of 6000MHz",
                    "Mismatched memory frequencies detected (5600MHz, 6400MHz) - all memory will run at slowest speed (5600MHz)",
                ]
            ),
            (
                [
                    ("m", "motherboard", "{}"), ("x", "memory", #"{"speedMhz": 6400}"#),
                    ("y", "memory", #"{"speedMhz": 5600}"#),
                ], [], []
            ),
            (
                [
                    ("m", "motherboard", #"{"maxMemoryMhz": 6400, "maxMemorySlots": 1}"#),
                    ("x", "memory", #"{"speedMhz": 6400}"#),
                ], [], []
            ),
            (
                [
                    ("m", "motherboard", #"{"sataPorts": 0}"#), ("x", "storage", #"{"interface": "SATA"}"#),
                    ("y", "storage", #"{"interface": "NVMe-Gen4"}"#),
                ],
                ["SATA storage devices (1) exceed motherboard SATA ports (0)"], []
            ),
            ([("m", "motherboard", "{}"), ("x", "storage", #"{"interface": "SATA"}"#)], [], []),
            (
                [
                    ("c", "case", #"{"gpuMaxLengthMm": 300, "coolerMaxHeightMm": 150}"#),
                    ("g", "gpu", #"{"lengthMm": 300.5}"#),
                    ("h", "gpu", #"{"lengthMm": 300}"#), ("i", "cooling", #"{"heightMm": 151}"#), ("p", "psu", "{}"),
                ],
                [
                    "GPU N-g length (300.5mm) exceeds case maximum (300mm)",
                    "CPU cooler N-i height (151mm) exceeds case maximum (150mm)",
                ], []
            ),
            ([("a", "cpu", "{}"), ("b", "psu", "{}")], ["PSU wattage (0W) insufficient for CPU TDP (65W)"], []),
            (
                [
                    ("a", "cpu", #"{"tdpWatts": 650}"#), ("b", "psu", #"{"wattage": 650}"#),
                    ("g", "gpu", #"{"recommendedPsuWatts": 650}"#),
                ], [], []
            ),
            (
                [("b", "psu", #"{"wattage": 649}"#), ("g", "gpu", #"{"recommendedPsuWatts": 650}"#)],
                ["PSU wattage (649W) insufficient for GPU requirements (650W recommended)"], []
            ),
            (
                [
                    ("b", "psu", #"{"wattage": 100}"#), ("c", "psu", #"{"wattage": 900}"#),
                    ("g", "gpu", #"{"recommendedPsuWatts": 650}"#),
                ],
                ["PSU wattage (100W) insufficient for GPU requirements (650W recommended)"], []
            ),
            ([("g", "gpu", "{}")], [], ["No PSU selected"]),
            ([("x", "monitor", "{}")], [], []),
        ] as [([(id: String, category: String, specs: String)], [String], [String])])
    func checks(parts: [(id: String, category: String, specs: String)], errors: [String], warnings: [String]) throws {
        let found = try ValidateBuildCompatibilityTests.check(parts)
        #expect(found.errors == errors)
        #expect(found.warnings == warnings)
    }

    @Test func aRepeatedIDIsAnotherPiece() throws {
        let desk = try Desk(#"{"product": {"a": {"category": "cpu"}, "b": {"category": "motherboard"}}}"#)
        #expect(
            try desk.read("validateBuildCompatibility", #"{"product_ids": ["a", "b", "a", "b", "b"]}"#)
                == json(
                    """
                    {"is_compatible": false, "warnings": ["No PSU selected"],
                     "errors": ["Build contains multiple CPUs (2) - a build only requires one CPU",
                       "Build contains multiple motherboards (3) - a build only requires one motherboard"]}
                    """))
    }

    @Test func unknownProductsAreAnOrdinaryResult() throws {
        #expect(
            try Desk().read("validateBuildCompatibility", #"{"product_ids": ["x", "y"]}"#)
                == json(
                    #"{"is_compatible": false, "errors": ["Products not found: x, y"], "warnings": []}"#))
    }

    @Test(arguments: ["{}", #"{"product_ids": null}"#, #"{"product_ids": []}"#])
    func requiresProducts(arguments: String) throws {
        #expect(try Desk().refusal("validateBuildCompatibility", arguments) == "product_ids array is required")
    }
}
