internal import CanonicalJSON
internal import Projections

/// Parcels that do not go as they should.
extension ParcelCourse {
    /// A parcel that was seen at some stops and no further.
    ///
    /// - Parameters:
    ///   - dispatched: The day on which it left.
    ///   - stops: Where it was seen behind the origin, oldest first.
    static func partial(
        dispatched: CivilDate, service: Service, carrier: Carrier, stops: [(at: Moment, place: String)],
        texts: OfficeTexts, _ generator: inout SeededGenerator
    ) -> ParcelCourse {
        let label = Moment(dispatched, hour: 14).adding(seconds: generator.below(3600))
        let pickup = label.adding(seconds: 5400 + generator.below(5400))
        var course = ParcelCourse(carrier: carrier, scans: [], eta: eta(dispatched: dispatched, service))
        course.scan(label, origin, "label_created", texts, &generator)
        course.scan(pickup, origin, "in_transit", texts, &generator)
        for stop in stops { course.scan(stop.at, stop.place, "in_transit", texts, &generator) }
        return course
    }

    /// Adds a scan at the end.
    ///
    /// - Parameter cause: Of an exception: `weather`, `customs`, `address`, `mechanical`; its words are always there.
    mutating func scan(
        _ at: Moment, _ place: String, _ status: String, cause: String? = nil, _ texts: OfficeTexts,
        _ generator: inout SeededGenerator
    ) {
        var details: String?
        if let cause {
            details = generator.pickAny(texts.shipmentEvents["\(status)-\(cause)"] ?? [])
        } else if status == "lost" || generator.chance(percent: 75) {
            details = generator.pickAny(texts.shipmentEvents[status] ?? [])
        }
        scans.append(ScanDraft(at: at, place: place, status: status, details: details))
    }
}

extension BusinessCalendar {
    /// The business day so many business days before `date`.
    static func subtracting(businessDays count: Int, from date: CivilDate) -> CivilDate {
        var day = date.daysSinceEpoch
        var rest = count
        while rest > 0 || !isBusinessDay(CivilDate(daysSinceEpoch: day)) {
            day -= 1
            if isBusinessDay(CivilDate(daysSinceEpoch: day)) { rest -= 1 }
        }
        return CivilDate(daysSinceEpoch: day)
    }
}
