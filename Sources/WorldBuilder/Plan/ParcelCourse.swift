internal import CanonicalJSON
internal import Projections

/// What becomes of a parcel: its scans, oldest first, and the expected arrival.
struct ParcelCourse: Sendable {
    var carrier: Carrier
    var scans: [ScanDraft]
    var eta: Moment

    /// Where the shop's parcels start.
    static let origin = "Columbus, OH"

    /// Hubs on the way from Columbus, nearest first, by where the parcel goes.
    private static let routes: [(regions: Set<String>, hubs: [String])] = [
        (["OH", "MI", "IN", "IL", "WI", "KY", "WV"], ["Indianapolis, IN", "Chicago, IL"]),
        (["MN", "IA", "MO", "KS", "NE", "ND", "SD"], ["Indianapolis, IN", "Chicago, IL", "Omaha, NE"]),
        (["TN", "GA", "AL", "MS", "FL", "SC", "NC"], ["Louisville, KY", "Nashville, TN", "Atlanta, GA"]),
        (["TX", "OK", "AR", "LA"], ["Louisville, KY", "Memphis, TN", "Dallas, TX"]),
        (["CO", "UT", "WY", "MT", "ID", "NM"], ["Indianapolis, IN", "Kansas City, MO", "Denver, CO"]),
        (["CA", "AZ", "NV", "HI"], ["St. Louis, MO", "Denver, CO", "Reno, NV"]),
        (["WA", "OR", "AK"], ["Chicago, IL", "Salt Lake City, UT", "Portland, OR"]),
        (["ON", "QC", "NB", "NS", "PE", "NL"], ["Cleveland, OH", "Buffalo, NY"]),
        (["BC", "AB", "SK", "MB", "YT", "NT", "NU"], ["Chicago, IL", "Minneapolis, MN", "Fargo, ND"]),
    ]

    /// Where any parcel may be seen on its way.
    static var hubs: [String] { routes.flatMap(\.hubs) + eastern }

    private static let eastern = ["Pittsburgh, PA", "Harrisburg, PA", "Newark, NJ"]

    /// The hubs on the way to a state or province, in the order in which a parcel passes them.
    static func hubs(towards region: String) -> [String] {
        routes.first { $0.regions.contains(region) }?.hubs ?? eastern
    }

    /// So many hubs on the way, in the order in which a parcel passes them.
    static func route(to address: AddressDraft, _ stops: Int) -> [String] {
        Array(hubs(towards: address.region).prefix(stops))
    }

    /// A place that parcels pass.
    static func hub(_ generator: inout SeededGenerator) -> String { generator.pick(hubs) }

    /// The day on which the shop hands the parcel over: that of the order before noon of a business day, else the next
    /// (H10).
    static func dispatchDay(_ placed: Moment) -> CivilDate {
        let isInTime = BusinessCalendar.isBusinessDay(placed.date) && placed.hour < 12
        return BusinessCalendar.adding(
            businessDays: 0,
            to: isInTime ? placed.date : CivilDate(daysSinceEpoch: placed.date.daysSinceEpoch + 1))
    }

    /// The expected arrival by H10's table, its upper end.
    static func eta(dispatched: CivilDate, _ service: Service) -> Moment {
        let days =
            switch service {
            case .standard: 7
            case .express: 2
            case .overnight: 1
            }
        return Moment(BusinessCalendar.adding(businessDays: days, to: dispatched), hour: 23)
    }

    /// The whole course of a parcel that meets its times, as far as it got by `now`.
    ///
    /// - Parameter lateDays: Business days over the expected arrival; negative for early ones.
    static func ordinary(
        placed: Moment, service: Service, carrier: Carrier, to address: AddressDraft, texts: OfficeTexts, now: Moment,
        lateDays: Int? = nil, _ generator: inout SeededGenerator
    ) -> ParcelCourse {
        let dispatched = dispatchDay(placed)
        let eta = eta(dispatched: dispatched, service)
        let days =
            switch service {
            case .standard: (lateDays.map { 7 + $0 }) ?? generator.number(in: 3...6)
            case .express: 2 + (lateDays ?? 0)
            case .overnight: 1 + (lateDays ?? 0)
            }
        let arrival = BusinessCalendar.adding(businessDays: max(1, days), to: dispatched)
        let destination = "\(address.city), \(address.region)"
        func detail(_ status: String) -> String? {
            generator.chance(percent: 75) ? generator.pickAny(texts.shipmentEvents[status] ?? []) : nil
        }
        let label = Moment(dispatched, hour: 14).adding(seconds: generator.below(5400))
        let start = max(label, placed.adding(minutes: 25))
        var scans = [ScanDraft(at: start, place: origin, status: "label_created", details: detail("label_created"))]
        let pickup = start.adding(seconds: 7200 + generator.below(10_000))
        scans.append(ScanDraft(at: pickup, place: origin, status: "in_transit", details: detail("in_transit")))
        let stops = service == .standard ? generator.number(in: 1...3) : 1
        let out = Moment(arrival, hour: 12).adding(seconds: generator.below(6000))
        let span = out.seconds - pickup.seconds - 7200
        if span > 0 {
            for (index, hub) in route(to: address, stops).enumerated() {
                let at = pickup.adding(seconds: 3600 + span * (index + 1) / (stops + 1) + generator.below(1800))
                scans.append(ScanDraft(at: at, place: hub, status: "in_transit", details: detail("in_transit")))
            }
        }
        scans.append(
            ScanDraft(at: out, place: destination, status: "out_for_delivery", details: detail("out_for_delivery")))
        scans.append(
            ScanDraft(
                at: out.adding(seconds: 3600 + generator.below(24_000)), place: destination, status: "delivered",
                details: detail("delivered")))
        return ParcelCourse(carrier: carrier, scans: scans.filter { $0.at <= now }, eta: eta)
    }

    /// nil while it is on its way.
    var deliveredAt: Moment? { scans.last.flatMap { $0.status == "delivered" ? $0.at : nil } }
}
