import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct CalculatePriceTests {
    static let world = """
        {"product": {"a": {"price": 100}, "b": {"price": 33.333}, "c": {"price": 0.05}, "d": {"price": 0.1},
         "max": {"price": 1000000000}}}
        """

    @Test(arguments: [
        (#"{"product_ids": []}"#, "0,0,9.99,9.99"),
        (#"{"product_ids": ["a"]}"#, "100,0,9.99,109.99"),
        (#"{"product_ids": ["b"], "quantities": [3]}"#, "100,0,9.99,109.99"),
        (#"{"product_ids": ["a", "a"], "quantities": [1, 2], "loyalty_tier": "silver"}"#, "300,15,9.99,294.99"),
        (#"{"product_ids": ["a"], "loyalty_tier": "gold", "shipping_service": "express"}"#, "100,10,19.99,109.99"),
        (
            #"{"product_ids": ["a"], "loyalty_tier": "platinum", "shipping_service": "overnight"}"#,
            "100,15,39.99,124.99"
        ),
        (
            #"{"product_ids": ["a"], "loyalty_tier": null, "shipping_service": null, "quantities": null}"#,
            "100,0,9.99,109.99"
        ),
        (#"{"product_ids": ["a"], "quantities": [0]}"#, "0,0,9.99,9.99"),
        (#"{"product_ids": ["a"], "quantities": [-1]}"#, "-100,0,9.99,-90.01"),
        (#"{"product_ids": ["a"], "quantities": [2.0]}"#, "200,0,9.99,209.99"),
        // 0.15 x 10 % = 0.015 and 0.45 x 10 % = 0.045: half cents to the even cent; the totals from unrounded values.
        (#"{"product_ids": ["c"], "quantities": [3], "loyalty_tier": "gold"}"#, "0.15,0.02,9.99,10.12"),
        (#"{"product_ids": ["c"], "quantities": [9], "loyalty_tier": "gold"}"#, "0.45,0.04,9.99,10.4"),
        (#"{"product_ids": ["d"], "loyalty_tier": "silver"}"#, "0.1,0,9.99,10.08"),
    ]) func computes(arguments: String, expected: String) throws {
        let answer = try Desk(CalculatePriceTests.world).read("calculate_price", arguments)
        let figures = ["subtotal", "discount", "shipping", "total"].map { answer[$0]?.number?.canonicalText ?? "?" }
        #expect(figures.joined(separator: ",") == expected)
        #expect(answer.object?.count == 4)
    }

    @Test(arguments: [
        (
            #"{"product_ids": ["x"], "quantities": [], "loyalty_tier": "none", "shipping_service": "x"}"#,
            "Invalid loyalty_tier: 'none'. Must be one of: silver, gold, platinum"
        ),
        (
            #"{"product_ids": [], "loyalty_tier": ""}"#,
            "Invalid loyalty_tier: ''. Must be one of: silver, gold, platinum"
        ),
        (
            #"{"product_ids": ["x"], "quantities": [], "shipping_service": "Standard"}"#,
            "Invalid shipping_service: 'Standard'. Must be one of: standard, express, overnight"
        ),
        (#"{"product_ids": ["x"], "quantities": []}"#, "product_ids and quantities must have same length"),
        (#"{"product_ids": ["x", "a", "", "x"]}"#, "Products not found: x, , x"),
        ("{}", "Missing required argument: product_ids"),
        (#"{"product_ids": "a"}"#, "product_ids must be an array of strings, not string"),
        (#"{"product_ids": ["a", 1]}"#, "product_ids[1] must be a string, not number"),
        (
            #"{"product_ids": ["a"], "quantities": [1.5]}"#,
            "quantities[0] must be an integer from -1000000 to 1000000, not 1.5"
        ),
        (
            #"{"product_ids": ["a"], "quantities": [1000001]}"#,
            "quantities[0] must be an integer from -1000000 to 1000000, not 1000001"
        ),
        (
            #"{"product_ids": ["max"], "quantities": [1000000]}"#, "The amount is too large to compute with"
        ),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try Desk(CalculatePriceTests.world).refusal("calculate_price", arguments) == message)
    }
}
