import RecordModel

/// Dates and moments as spreadsheets write them, in the order that the mapping says.
struct DateReading {
    /// The order of the parts; where none is said, only dates that begin with their year are read.
    let order: DateOrder?

    /// `17/11/2026`, `17.11.2026` or `2026-11-17`; a date that begins with its year is read in any order.
    func day(_ text: some StringProtocol) -> Day? {
        let parts = text.split { "/.-".contains($0) }
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        if parts[0].count == 4 { return Day(year: numbers[0], month: numbers[1], day: numbers[2]) }
        guard parts[2].count == 4 else { return nil }
        switch order {
        case .dayMonthYear: return Day(year: numbers[2], month: numbers[1], day: numbers[0])
        case .monthDayYear: return Day(year: numbers[2], month: numbers[0], day: numbers[1])
        case .yearMonthDay, nil: return nil
        }
    }

    /// A date, and a time of day that may follow it; midnight where none does. Seconds since 1970 as though in UTC, and
    /// whether the text itself says UTC.
    func moment(_ text: String) -> (seconds: Int, isUTC: Bool)? {
        var text = Substring(text)
        let isUTC = text.hasSuffix("Z")
        if isUTC { text.removeLast() }
        let words = text.split { $0 == " " || $0 == "T" || $0 == "," || $0 == "\u{202F}" || $0 == "\u{A0}" }
        guard let first = words.first, let day = day(first), words.count <= 3 else { return nil }
        guard words.count > 1 else { return (day.number * 86_400, isUTC) }
        guard var time = Self.time(words[1]) else { return nil }
        if words.count == 3 {
            guard time < 13 * 3600, time >= 3600 else { return nil }
            switch words[2].lowercased() {
            case "am": if time >= 12 * 3600 { time -= 12 * 3600 }
            case "pm": if time < 12 * 3600 { time += 12 * 3600 }
            default: return nil
            }
        }
        return (day.number * 86_400 + time, isUTC)
    }

    private static func time(_ text: Substring) -> Int? {
        let whole = text.prefix { $0 != "." }
        let parts = whole.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        guard let second = parts.count == 3 ? parts[2] : 0, (0..<61).contains(second) else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
