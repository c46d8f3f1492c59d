import CoopNetwork
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// What `check` says of confirmations and of commits dated in the future (`docs/ageing.md`, "The date"). The fixture's
/// commits are of 23 November 2026.
@Suite("Confirmations that do not count")
struct ConfirmationCheckTests {
    private func check(_ fixture: StoreFixture, asOf day: String = "2026-12-20") throws -> [Diagnostic] {
        let snapshot = try fixture.snapshot(asOf: day)
        return try snapshot.check(clock: snapshot.clock(Moment(day: Day(iso: day), now: fixture.now))).diagnostics
    }

    private func profile(_ name: String, _ confirmed: String) -> String { "---\nname: \(name)\n\(confirmed)\n---\n" }

    @Test func `A confirmation dated days after its own commit is an error`() throws {
        for (line, isError) in [
            ("confirmed: 2026-11-24", false), ("confirmed: 2026-11-25", true), ("confirmed: 2020-01-01", false),
            ("confirmed-fields:\n  name: 2026-11-26", true),
        ] {
            let fixture = try StoreFixture()
            try fixture.commit(["members/ash.md": profile("Ash", line)])
            let found = try check(fixture)
            #expect(found.map(\.code) == (isError ? ["future-confirmation"] : []), "\(line): \(found)")
            #expect(found.allSatisfy { $0.severity == .error })
        }
    }

    @Test func `A sweep of confirmations confirms nothing, and each is told of`() throws {
        for old in ["town: Leeds", "confirmed: 2026-11-20"] {
            let ids = ["a", "b", "c", "d", "e"]
            let fixture = try StoreFixture()
            try fixture.commit(Dictionary(uniqueKeysWithValues: ids.map { ("members/\($0).md", profile($0, old)) }))
            fixture.wait(days: 5)
            try fixture.commit(
                Dictionary(
                    uniqueKeysWithValues: ids.map { ("members/\($0).md", profile($0, "confirmed: 2026-11-28")) }),
                "All of them are right, surely")
            let found = try check(fixture)
            #expect(found.map(\.code) == Array(repeating: "idle-confirmation", count: 5), "\(old): \(found)")
            #expect(found.allSatisfy { $0.severity == .warning && $0.help?.contains("cotech members confirm") == true })
        }
    }

    @Test func `Why one counts for nothing is said, and the command that confirms just that`() throws {
        let fixture = try StoreFixture()
        let ids = ["a", "b", "c", "d"]
        func pages(_ lines: String) -> [String: String?] {
            Dictionary(uniqueKeysWithValues: ids.map { ("members/\($0).md", profile($0, "town: Leeds\n" + lines)) })
        }
        try fixture.commit(pages(""))
        fixture.wait(days: 5)
        try fixture.commit(pages("confirmed-fields:\n  town: 2026-11-28"))
        let swept = try #require(try check(fixture).first)
        #expect(swept.message.hasSuffix("it came with a sweep over many profiles"), "\(swept)")
        #expect(swept.help == "Confirm town by itself: cotech members confirm a town")
        let ignored = try fixture.commit(["members/ash.md": profile("Ash", "confirmed: 2026-11-28")])
        try fixture.commit([".git-blame-ignore-revs": "\(ignored)\n"])
        let set = try #require(try check(fixture).first { $0.file == "members/ash.md" })
        #expect(
            set.message.hasSuffix("nothing: its commit \(ignored.short) is listed in .git-blame-ignore-revs"), "\(set)")
        #expect(set.help == "Confirm each profile by itself: cotech members confirm ash")
        let today = try #require(try check(fixture, asOf: "2026-11-28").first)
        #expect(today.help == "Confirm town by itself, from tomorrow on: cotech members confirm a town")
    }

    @Test func `A commit dated in the future is a finding, and its value of unknown age`() throws {
        let fixture = try StoreFixture()
        let report = try fixture.snapshot().check(clock: Instant(seconds: fixture.now.seconds - 5 * 86_400))
        #expect(report.diagnostics.map(\.code) == ["future-commit", "future-commit"], "\(report.diagnostics)")
        let clock = Instant(seconds: fixture.now.seconds - 5 * 86_400)
        let staleness = try fixture.snapshot().staleness(of: Members.kind, clock: clock)
        #expect(staleness.records.map(\.state) == [.unknown, .unknown])
        #expect(try fixture.snapshot().check(clock: fixture.now).diagnostics.isEmpty)
    }

    @Test func `A field's commit that is dated in the future is told of where the record's own is not`() throws {
        let fixture = try StoreFixture()
        let text = "---\nname: Ash\nconfirmed: 2026-11-22\n---\n"
        fixture.wait(days: 20)
        let ahead = try fixture.commit(["members/ash.md": text])
        fixture.wait(days: -20)
        try fixture.commit(["members/ash.md": text.replacing("Ash", with: "Ashes")])
        let found = try fixture.snapshot().check(clock: fixture.now).diagnostics
        #expect(found.map(\.code) == ["future-commit"] && found[0].message.contains(ahead.short), "\(found)")
    }
}
