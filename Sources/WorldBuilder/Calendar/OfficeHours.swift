internal import Projections

/// When people of the company work.
enum OfficeHours: Sendable {
    /// Support, in the hours of its chat.
    case desk
    /// Everybody else: business days from 8 to 18.
    case office

    /// The hours of a day, from the first to before the last; nil when nobody is there.
    private func hours(on date: CivilDate) -> Range<Int>? {
        switch self {
        case .desk: BusinessCalendar.isHoliday(date) ? nil : BusinessCalendar.weekday(date) < 5 ? 8..<22 : 10..<18
        case .office: BusinessCalendar.isBusinessDay(date) ? 8..<18 : nil
        }
    }

    func isOpen(at moment: Moment) -> Bool { hours(on: moment.date)?.contains(moment.hour) ?? false }

    /// The moment itself when somebody is there, for so many minutes too; else one of the first nine hours of the
    /// next day on which somebody is, the later the later it is, so that no hour is crowded.
    func next(_ moment: Moment, minutes: Int = 0) -> Moment {
        if isOpen(at: moment), isOpen(at: moment.adding(minutes: minutes)) { return moment }
        let opening = opening(after: moment)
        let closed = max(1, opening.seconds - closing(before: opening).seconds)
        let waited = max(0, moment.seconds - closing(before: opening).seconds)
        return opening.adding(seconds: waited * min(9, length(of: opening.date)) * 3600 / closed)
    }

    private func length(of date: CivilDate) -> Int { hours(on: date)?.count ?? 0 }

    private func opening(after moment: Moment) -> Moment {
        var day = moment.date.daysSinceEpoch
        while true {
            let date = CivilDate(daysSinceEpoch: day)
            if let hours = hours(on: date) {
                let opening = Moment(date, hour: hours.lowerBound)
                if opening > moment { return opening }
            }
            day += 1
        }
    }

    private func closing(before moment: Moment) -> Moment {
        var day = moment.date.daysSinceEpoch - 1
        while true {
            let date = CivilDate(daysSinceEpoch: day)
            if let hours = hours(on: date) { return Moment(date, hour: hours.upperBound) }
            day -= 1
        }
    }
}
