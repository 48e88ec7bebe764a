internal import CanonicalJSON
internal import Projections

/// What a letter's words tell of its writer's age.
enum AgeCues {
    private static let phrases: [(String, ClosedRange<Int>)] = [
        ("my grandson", 55...95), ("my granddaughter", 55...95), ("my grandchild", 55...95), ("grandkid", 55...95),
        ("grandson comes", 55...95), ("grandson plays", 55...95), ("at my age", 58...95), ("for my age", 58...95),
        ("well past seventy", 71...95), ("retired notary", 62...95), ("truck for thirty years", 52...95),
        ("my pension", 62...95),
        ("retired before I did", 62...95), ("retirement present", 60...75), ("a new hip", 60...95),
        ("forty years of photographs", 58...95), ("taught English for thirty-four years", 58...95),
        ("I am eighty-one", 81...81), ("My eyes are seventy-four years old", 74...74), ("my thesis", 20...40),
        ("my son in law", 45...95), ("my toddler", 20...48),
        ("our little boy", 21...52), ("daughter is six weeks old", 19...48), ("my son, who turned sixteen", 32...70),
        ("my daughter", 28...95), ("my son ", 28...95), ("my students", 23...75),
        ("a nursery", 19...48), ("my roommate", 18...45), ("my wife", 20...95),
        ("my husband", 20...95), ("my late wife", 45...95),
    ]
    private static let cues = phrases.map { (words: TextMatch(Text($0.0)), ages: $0.1) }

    /// The ages that fit all that a text tells; nil when it tells nothing, or what contradicts itself.
    static func ages(in text: String) -> ClosedRange<Int>? {
        let text = Text(text)
        var found: ClosedRange<Int>?
        for cue in cues where cue.words.occurs(in: text) {
            guard let before = found else {
                found = cue.ages
                continue
            }
            guard before.overlaps(cue.ages) else { return nil }
            found = before.clamped(to: cue.ages)
        }
        return found
    }

    /// In full years.
    static func age(bornOn birth: CivilDate, on day: CivilDate) -> Int {
        day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day) ? 1 : 0)
    }
}

extension WorldPlan {
    /// Whether a customer may tell what tells so much of an age.
    func isOfAge(_ customer: String, _ ages: ClosedRange<Int>?, on day: CivilDate) -> Bool {
        ages?.contains(AgeCues.age(bornOn: customers[customer].dateOfBirth, on: day)) ?? true
    }

    /// Lets a customer be born in time to tell a planted text.
    mutating func suitAge(of customer: String, to text: String, on day: CivilDate) {
        guard let ages = AgeCues.ages(in: text), !isOfAge(customer, ages, on: day) else { return }
        let birth = customers[customer].dateOfBirth
        // The middle years are the likeliest.
        let middle = (ages.lowerBound + ages.upperBound) / 2
        let age = ages.count < 4 ? middle : middle - ages.count / 4 + birth.day % max(1, ages.count / 2)
        let year = day.year - age - ((day.month, day.day) < (birth.month, birth.day) ? 1 : 0)
        customers[customer].dateOfBirth = CivilDate(year: year, month: birth.month, day: min(28, birth.day)) ?? birth
    }
}
