extension Day {
    /// How long ago `earlier` was, in calendar words for people: `1 year 3 months`, `5 weeks`, `today`.
    /// Programs are given days.
    public func ageInWords(since earlier: Day) -> String {
        let days = days(since: earlier)
        guard days > 0 else { return days == 0 ? "today" : "in the future" }
        if days < 14 { return counted(days, "day") }
        var months = (parts.year - earlier.parts.year) * 12 + parts.month - earlier.parts.month
        if let then = earlier.advanced(byMonths: months), then > self { months -= 1 }
        // A limit of a year is 365 days: what is as old as that is called a year old, leap day or no leap day.
        months = max(months, days / 365 * 12)
        if months < 2 { return counted(days / 7, "week") }
        if months < 12 { return counted(months, "month") }
        let years = counted(months / 12, "year")
        return months % 12 == 0 ? years : "\(years) \(counted(months % 12, "month"))"
    }

    /// How long ago `earlier` was, as a sentence says it: `1 year 3 months ago`, `today`.
    public func agoInWords(since earlier: Day) -> String {
        let words = ageInWords(since: earlier)
        return earlier < self ? "\(words) ago" : words
    }

    /// A day as people say it: `Friday 27 November`, with the year where it is not this day's.
    public func inWords(from today: Day) -> String {
        let (year, month, day) = parts
        let base = "\(weekday.name) \(day) \(monthNames[month - 1])"
        return year == today.parts.year ? base : "\(base) \(year)"
    }

    /// When something was said to happen: `today`, or `on Friday 20 November`.
    public func said(on today: Day) -> String { self == today ? "today" : "on \(inWords(from: today))" }
}

/// `1 day`, `2 days`: regular plurals only; pass `plural` for the others.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

extension String {
    /// The same as the beginning of a sentence: with a capital letter.
    public var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
