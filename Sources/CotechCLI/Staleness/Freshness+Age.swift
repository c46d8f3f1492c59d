import RecordModel

extension Freshness {
    /// Its age in days for programs; none where it is only known to be so old at least.
    var ageCell: Cell { isAtLeast ? .none : .optional(age) }

    /// Its age for people: `1 year 3 months`, `at least 400 days`, `unknown`.
    func ageInWords(on today: Day) -> String {
        if isAtLeast { return "at least \(counted(age ?? 0, "day"))" }
        return day.map { today.ageInWords(since: $0) } ?? "unknown"
    }
}
