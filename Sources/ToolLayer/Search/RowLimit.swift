internal import CanonicalJSON

/// How many rows a search answers at most (contract, section 2.3, "Limit").
enum RowLimit {
    /// What absent, null and 0 mean.
    static let standard = 50
    /// What larger numbers are cut to.
    static let maximum = 200

    /// Optional; reads as 1 to 200.
    static let argument: Argument<Int> = {
        let number = Argument.number(
            "limit",
            "Most rows to return: \(standard) when left out or 0, never more than \(maximum). Fractions are cut off.",
            examples: [10])
        var declaration = number.declaration
        declaration.isRequired = false
        declaration.defaultValue = JSONValue(integer: standard)
        return Argument(declaration) { value throws(ToolError) in
            try rows(value?.number?.double ?? 0)
        }
    }()

    private static func rows(_ number: Double) throws(ToolError) -> Int {
        let whole = number.rounded(.towardZero)
        guard whole >= 0 else {
            throw ToolError(
                "limit must not be negative", hint: "Give 1 to \(maximum), or leave limit out for \(standard).")
        }
        return whole == 0 ? standard : whole >= Double(maximum) ? maximum : Int(whole)
    }
}
