/// One measured quantity.
struct Figure: Sendable {
    enum Unit: String, Sendable {
        case perSecond = "1/s"
        case microseconds = "us"
        case milliseconds = "ms"
        case bytes = "B"
    }

    /// What it is compared with, of the same unit.
    struct Limit: Sendable {
        let name: String
        let value: Double
    }

    let name: String
    let value: Double
    let unit: Unit
    let limit: Limit?
    /// What `design.md`, section 9, asks for; empty when it asks for nothing.
    let target: String

    init(_ name: String, _ value: Double, _ unit: Unit, beside limit: Limit? = nil, target: String = "") {
        self.name = name
        self.value = value
        self.unit = unit
        self.limit = limit
        self.target = target
    }

    /// How much of the limit is reached, 1 being all of it.
    var ratio: Double? {
        guard let limit else { return nil }
        return unit == .perSecond ? value / limit.value : limit.value / value
    }
}
