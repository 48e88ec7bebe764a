import CanonicalJSON
import Testing

@testable import ToolLayer

@Suite struct CheckWarrantyStatusTests {
    static let world = """
        {"order": {
          "covered": {"createdAt": "2024-09-09T00:00:00Z", "lineItems": [{"productId": "long", "qty": 1}]},
          "over": {"createdAt": "2024-06-08T00:00:00Z",
            "lineItems": [{"productId": "long", "qty": 1}, {"productId": "zero", "qty": 1}, {"productId": "gone", "qty": 1}]},
          "exact": {"createdAt": "2024-09-08T00:00:00Z"},
          "moment": {"createdAt": "2024-09-08T00:00:00.000001Z"},
          "leap": {"createdAt": "2024-02-29T12:00:00-13:00"}},
         "product": {"long": {"warrantyMonths": 36}, "zero": {"warrantyMonths": 0}, "none": {},
          "huge": {"warrantyMonths": 9007199254740991}}}
        """

    @Test(arguments: [
        (#"{"order_id": "covered"}"#, "true 2025-09-09 1"),
        (#"{"order_id": "over"}"#, "false 2025-06-08 0"),
        (#"{"order_id": "exact"}"#, "false 2025-09-08 0"),
        (#"{"order_id": "moment"}"#, "true 2025-09-08 1"),
        (#"{"order_id": "leap"}"#, "false 2025-03-01 0"),
        (#"{"order_id": "over", "product_id": "long"}"#, "true 2027-06-08 638"),
        (#"{"order_id": "covered", "product_id": "none"}"#, "true 2025-09-09 1"),
        (#"{"order_id": "over", "product_id": "zero"}"#, "false 2025-06-08 0"),
        (#"{"order_id": "over", "product_id": "gone"}"#, "false 2025-06-08 0"),
        (#"{"order_id": "over", "purchase_date": "nonsense"}"#, "false 2025-06-08 0"),
        (#"{"product_id": "long", "order_id": ""}"#, "true 2028-09-08 1096"),
        (#"{"product_id": "none", "purchase_date": "2025-01-31T00:00:00Z"}"#, "true 2026-01-31 145"),
        (#"{"product_id": "none", "purchase_date": ""}"#, "true 2026-09-08 365"),
        (#"{"product_id": "zero"}"#, "false 2025-09-08 0"),
        (#"{"product_id": "long", "purchase_date": "2022-09-08T00:00:01Z"}"#, "true 2025-09-08 1"),
    ]) func computes(arguments: String, expected: String) throws {
        let answer = try Desk(CheckWarrantyStatusTests.world, now: "2025-09-08T00:00:00Z")
            .read("checkWarrantyStatus", arguments)
        let shown = ["is_under_warranty", "warranty_end_date", "days_remaining"].map { answer[$0]?.printed ?? "?" }
        #expect(shown.joined(separator: " ").replacing("\"", with: "") == expected)
    }

    @Test(arguments: [
        ("{}", "Either order_id or product_id is required"),
        (#"{"order_id": "", "product_id": null, "purchase_date": "x"}"#, "Either order_id or product_id is required"),
        (#"{"order_id": "x", "product_id": "y"}"#, "Order not found: x"),
        (#"{"product_id": "y", "purchase_date": "x"}"#, "Product not found: y"),
        (
            #"{"product_id": "long", "purchase_date": "2025-01-01"}"#,
            """
            purchase_date must include timezone information (e.g., "2025-08-01T00:00:00Z" or \
            "2025-08-01T00:00:00-07:00")
            """
        ),
        (#"{"product_id": "huge"}"#, "The warranty of 9007199254740991 months ends outside the calendar"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try Desk(CheckWarrantyStatusTests.world).refusal("checkWarrantyStatus", arguments) == message)
    }
}

@Suite struct CreateWarrantyClaimTests {
    var desk: Desk

    init() throws {
        desk = try Desk(
            """
            {"product": {"g": {"category": "gpu"}, "pre": {"category": "prebuilt"}, "ws": {"category": "workstation"}},
             "order": {"o": {}}, "customer": {"c": {}}}
            """)
    }

    @Test mutating func storesAndAnswersExactlyWhatTheContractLists() throws {
        let arguments = #"{"product_id": "g", "order_id": "o", "customer_id": "c", "reason": "defect", "status": null}"#
        let claim = try desk.call("createWarrantyClaim", arguments)
        let id = "warranty_claim_" + Digest(of: Array("g|o|c|defect|pending_review".utf8)).hex.prefix(12)
        #expect(
            try claim
                == json(
                    """
                    {"id": "\(id)", "productId": "g", "orderId": "o", "customerId": "c", "reason": "defect",
                     "status": "pending_review", "denialReason": null, "notes": null, "createdAt": "\(Desk.now)",
                     "updatedAt": "\(Desk.now)"}
                    """))
        #expect(try desk.entity(Text("warranty_claim/\(id)")) == claim)
        #expect(try desk.read("createWarrantyClaim", arguments) == claim)
    }

    @Test mutating func keepsDenialAndNotes() throws {
        let claim = try desk.call(
            "createWarrantyClaim",
            """
            {"product_id": "g", "order_id": "o", "customer_id": "c", "reason": "malfunction", "status": "denied",
             "denial_reason": "out_of_warranty", "notes": ""}
            """)
        #expect(claim["denialReason"] == "out_of_warranty")
        #expect(claim["notes"] == "")
    }

    @Test(arguments: [
        (
            #"{"product_id": "x", "order_id": "x", "customer_id": "x", "reason": "x", "status": "x", "denial_reason": "x"}"#,
            "Invalid status: 'x'. Must be one of: pending_review, accepted, denied"
        ),
        (
            #"{"product_id": "x", "order_id": "x", "customer_id": "x", "reason": "x", "denial_reason": "x"}"#,
            "Invalid reason: 'x'. Must be one of: defect, wear_and_tear, malfunction"
        ),
        (
            #"{"product_id": "x", "order_id": "x", "customer_id": "x", "reason": "defect", "denial_reason": "x"}"#,
            """
            Invalid denial_reason: 'x'. Must be one of: product_misuse, uncovered_damage, out_of_warranty, \
            unauthorized_modification, insufficient_evidence
            """
        ),
        (#"{"product_id": "x", "order_id": "x", "customer_id": "x", "reason": "defect"}"#, "Product x not found"),
        (
            #"{"product_id": "pre", "order_id": "x", "customer_id": "x", "reason": "defect"}"#,
            """
            Cannot create warranty claim for prebuilt products. Warranty claims must be filed for individual components \
            within the build. Please identify the specific component that is defective and create a claim for that part.
            """
        ),
        (
            #"{"product_id": "ws", "order_id": "x", "customer_id": "x", "reason": "defect"}"#,
            """
            Cannot create warranty claim for workstation products. Warranty claims must be filed for individual \
            components within the build. Please identify the specific component that is defective and create a claim for \
            that part.
            """
        ),
        (#"{"product_id": "g", "order_id": "x", "customer_id": "x", "reason": "defect"}"#, "Order x not found"),
        (#"{"product_id": "g", "order_id": "o", "customer_id": "x", "reason": "defect"}"#, "Customer x not found"),
    ]) func refuses(arguments: String, message: String) throws {
        #expect(try desk.refusal("createWarrantyClaim", arguments) == message)
    }
}
