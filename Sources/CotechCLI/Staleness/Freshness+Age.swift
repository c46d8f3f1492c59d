import RecordModel

extension Freshness {
    /// Its age in days for programs; none where it is only known to be so old at least.
    var ageCell: Cell { isAtLeast ? .none : .optional(age) }

    /// How long ago it was said, as a sentence says it: `1 year 3 months ago`, `at least 400 days ago`,
    /// `at an unknown time`.
    func agoInWords(on today: Day) -> String {
        if isAtLeast { return "\(ageInWords(on: today)) ago" }
        return day.map { today.agoInWords(since: $0) } ?? "at an unknown time"
    }

    /// Its age as programs' texts say it: `412 days`, `at least 400 days`, `unknown`.
    var ageInDays: String { age.map { "\(isAtLeast ? "at least " : "")\(counted($0, "day"))" } ?? "unknown" }

    /// Its age for people: `1 year 3 months`, `at least 400 days`, `unknown`.
    func ageInWords(on today: Day) -> String {
        if isAtLeast { return ageInDays }
        return day.map { today.ageInWords(since: $0) } ?? "unknown"
    }
}
