import Foundation
import RecordModel
import Testing

@Suite struct DayTests {
    @Test func `every day of four centuries is read as it is written and follows the day before`() throws {
        let first = try #require(Day(iso: "1900-01-01"))
        for number in first.number..<(first.number + 146_097) {
            let day = Day(number: number)
            #expect(Day(iso: day.description) == day)
        }
    }

    @Test(arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("1969-12-31", -1), ("2026-11-23", 20_780)])
    func `a day is counted as the Gregorian calendar counts it`(iso: String, number: Int) {
        #expect(Day(iso: iso)?.number == number)
    }

    @Test func `days agree with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for number in stride(from: -200_000, through: 200_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = Day(number: number)
            guard let year = parts.year, year > 1583 else { continue }
            #expect(day.parts.year == year && day.parts.month == parts.month && day.parts.day == parts.day)
            // Foundation counts Sunday as 1.
            let weekday = try #require(parts.weekday)
            #expect(Weekday.allCases[(weekday + 5) % 7] == day.weekday)
        }
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-00-10", "2026-01-32", "2026/01/01", "",
    ])
    func `what is no day is not read`(text: String) {
        #expect(Day(iso: text) == nil)
    }

    @Test func `adding months keeps the day or takes the month's last`() throws {
        let day = try #require(Day(iso: "2024-01-31"))
        #expect(day.advanced(byMonths: 1)?.description == "2024-02-29")
        #expect(day.advanced(byMonths: -2)?.description == "2023-11-30")
        #expect(day.advanced(byMonths: 12)?.description == "2025-01-31")
    }

    @Test(arguments: ["+9000y", "-3000y", "-36500m"])
    func `what is beyond the calendar is refused`(phrase: String) {
        #expect(throws: ValueProblem.self) { try DayPhrase.read(phrase, today: Day(number: 20_780)).get() }
    }

    @Test(arguments: [
        ("2026-11-23", "today"), ("2026-11-22", "1 day"), ("2026-11-10", "13 days"), ("2026-11-09", "2 weeks"),
        ("2026-09-24", "8 weeks"), ("2026-09-23", "2 months"), ("2025-11-24", "11 months"), ("2025-11-23", "1 year"),
        ("2025-08-01", "1 year 3 months"), ("2024-10-22", "2 years 1 month"), ("2026-11-24", "in the future"),
    ])
    func `an age is said in words`(earlier: String, words: String) throws {
        let today = try #require(Day(iso: "2026-11-23"))
        #expect(today.ageInWords(since: try #require(Day(iso: earlier))) == words)
        let ago = earlier < "2026-11-23" ? "\(words) ago" : words
        #expect(today.agoInWords(since: try #require(Day(iso: earlier))) == ago)
    }

    @Test func `what is as old as a limit of years is called so, leap day or no leap day`() throws {
        for (earlier, later, words) in [
            ("2024-01-01", "2024-12-31", "1 year"), ("2024-01-01", "2024-12-30", "11 months"),
            ("2023-03-01", "2025-02-28", "2 years"), ("2025-01-01", "2025-12-31", "11 months"),
        ] {
            let (day, today) = (try #require(Day(iso: earlier)), try #require(Day(iso: later)))
            #expect(today.ageInWords(since: day) == words)
        }
    }
}

@Suite struct DayPhraseTests {
    let monday = Day(number: 20_780)

    @Test(arguments: [
        ("today", "2026-11-23"), ("tomorrow", "2026-11-24"), ("friday", "2026-11-27"), ("Fri", "2026-11-27"),
        ("monday", "2026-11-30"), ("+2w", "2026-12-07"), ("-1d", "2026-11-22"), ("+1m", "2026-12-23"),
        ("+1y", "2027-11-23"), ("2026-12-01", "2026-12-01"), ("3 May 2026", "2026-05-03"),
        ("3rd may 2026", "2026-05-03"), ("May 3, 2026", "2026-05-03"), ("21 Sept 2026", "2026-09-21"),
    ])
    func `days are read as people type them`(phrase: String, iso: String) throws {
        #expect(try DayPhrase.read(phrase, today: monday).get().description == iso)
    }

    @Test func `a date that two countries read differently is refused with both readings`() {
        guard case .failure(let problem) = DayPhrase.read("01/12/2026", today: monday) else {
            Issue.record("01/12/2026 was read")
            return
        }
        #expect(problem.help == "Write 2026-12-01 (1 December 2026) or 2026-01-12 (12 January 2026).")
    }

    @Test func `a date with one reading is refused with that reading`() {
        guard case .failure(let problem) = DayPhrase.read("23/11/2026", today: monday) else {
            Issue.record("23/11/2026 was read")
            return
        }
        #expect(problem.replacement == "2026-11-23")
    }

    @Test func `a month in words is no day in a record, where the one that is meant is said`() {
        guard case .failure(let problem) = ScalarType.day.form.normalise("3rd May 2026") else {
            Issue.record("3rd May 2026 was taken")
            return
        }
        #expect(problem.replacement == "2026-05-03")
    }

    @Test(arguments: ["31 June 2026", "3 Ma 2026", "3 May 26", "May 2026", "3 Maybe 2026", "th May 2026"])
    func `words that are no date are none`(words: String) { #expect(DayPhrase.spoken(words) == nil) }
}
