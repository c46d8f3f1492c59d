/// Days as a person types them: ISO, `today`, `friday`, `+2w`, `3 May 2026`.
public enum DayPhrase {
    /// Reads a phrase relative to `today`.
    ///
    /// - Parameter other: a word that may stand there instead of a day, for what is said of a text that is neither.
    /// - Returns: the day, or what is wrong; `01/12/2026` is refused with both of its readings.
    public static func read(_ text: String, today: Day, or other: String? = nil) -> Result<Day, ValueProblem> {
        let word = text.lowercased()
        if let day = Day(iso: word) { return .success(day) }
        switch word {
        case "today": return .success(today)
        case "tomorrow": return .success(today.advanced(byDays: 1))
        case "yesterday": return .success(today.advanced(byDays: -1))
        default: break
        }
        if let weekday = Weekday.allCases.first(where: { $0.rawValue == word || $0.rawValue.prefix(3) == word }) {
            // The next such day: said on a Friday, `friday` means in a week.
            let ahead = (1...7).first { today.advanced(byDays: $0).weekday == weekday } ?? 7
            return .success(today.advanced(byDays: ahead))
        }
        if let day = offset(word, from: today) ?? spoken(word) { return .success(day) }
        if let problem = slashed(word) { return .failure(problem) }
        let near = Suggestion.nearest(to: word, among: words + [other].compactMap(\.self))
        return .failure(
            ValueProblem(
                "\"\(text)\" is not a day" + (near.map { ". Did you mean \"\($0)\"?" } ?? ""),
                help: "Write it as 2026-11-27, today, friday or +2w\(other.map { ", or \($0)" } ?? "")."))
    }

    private static let words = ["today", "tomorrow", "yesterday"] + Weekday.allCases.map(\.rawValue)

    private static func offset(_ word: String, from today: Day) -> Day? {
        guard let sign = word.first, sign == "+" || sign == "-", let unit = word.last,
            let count = Int(digits: word.dropFirst().dropLast().utf8), count <= 36_500
        else { return nil }
        let signed = sign == "+" ? count : -count
        switch unit {
        case "d": return today.advanced(byDays: signed)
        case "w": return today.advanced(byDays: signed * 7)
        case "m": return today.advanced(byMonths: signed)
        case "y": return today.advanced(byMonths: signed * 12)
        default: return nil
        }
    }

    /// `3 May 2026`, `3rd May 2026` or `May 3, 2026`: with its month in words a date has one reading.
    public static func spoken(_ text: some StringProtocol) -> Day? {
        let words = text.lowercased().split { $0 == " " || $0 == "," }
        guard words.count == 3, words[2].count == 4, let year = Int(digits: words[2].utf8) else { return nil }
        for (number, name) in [(words[0], words[1]), (words[1], words[0])] {
            let isOrdinal = ["st", "nd", "rd", "th"].contains { number.hasSuffix($0) }
            guard let day = Int(digits: number.dropLast(isOrdinal ? 2 : 0).utf8), name.count > 2,
                let month = monthNames.firstIndex(where: { $0.lowercased().hasPrefix(name) })
            else { continue }
            return Day(year: year, month: month + 1, day: day)
        }
        return nil
    }

    /// `01/12/2026` is 1 December to some and 12 January to others.
    static func slashed(_ word: String) -> ValueProblem? {
        let parts = word.split { "/.-".contains($0) }.compactMap { Int(digits: $0.utf8) }
        // Where the year is first, nobody has the day second.
        if parts.count == 3, parts[0] > 999 {
            return Day(year: parts[0], month: parts[1], day: parts[2]).map { written(word, instead: $0) }
        }
        guard parts.count == 3, parts[2] > 31 else { return nil }
        let year = parts[2] < 100 ? 2000 + parts[2] : parts[2]
        let british = Day(year: year, month: parts[1], day: parts[0])
        let american = Day(year: year, month: parts[0], day: parts[1])
        switch (british, american) {
        case let (first?, second?) where first != second:
            return ValueProblem(
                "\"\(word)\" can be read as two days",
                help: "Write \(first) (\(first.spoken)) or \(second) (\(second.spoken)).")
        case let (day?, _), let (_, day?):
            return written(word, instead: day)
        default: return nil
        }
    }

    /// What is said of a day that is written as elsewhere.
    static func written(_ text: String, instead day: Day) -> ValueProblem {
        ValueProblem("\"\(text)\" is not written as days are here", help: "Write \(day).", replacement: "\(day)")
    }
}

extension Day {
    /// `1 December 2026`.
    public var spoken: String { "\(parts.day) \(monthNames[parts.month - 1]) \(parts.year)" }
}
