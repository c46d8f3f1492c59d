import CoopNetwork
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// From which day a field counts that was set and confirmed (`docs/ageing.md`, "The date"). The fixture begins on
/// 23 November 2026.
@Suite("Effective dates")
struct EffectiveDateTests {
    private let text = "---\nname: Ash\ntelephone: 0114 496 0163\nskills:\n  offered:\n    - swift\n"

    private func freshness(_ fixture: StoreFixture, asOf day: String) throws -> RecordFreshness {
        let snapshot = try fixture.snapshot(asOf: day)
        let clock = snapshot.clock(Moment(day: Day(iso: day), now: fixture.now))
        return try #require(
            try snapshot.staleness(of: Members.kind, only: [recordID("ash")], clock: clock).records.first)
    }

    private func dates(_ record: RecordFreshness) -> [String: String] {
        var dates = ["": record.own.day?.description ?? "unknown"]
        for field in record.fields { dates[field.field.name] = field.freshness.day?.description ?? "unknown" }
        return dates
    }

    private func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.commit(["members/ash.md": text + "---\n"])
        fixture.wait(days: 100)
        return fixture
    }

    @Test func `A confirmation of the whole dates every field and the record`() throws {
        let fixture = try fixture()
        try fixture.commit(["members/ash.md": text + "confirmed: 2027-03-02\n---\n"])
        let dates = dates(try freshness(fixture, asOf: "2027-04-01"))
        #expect(dates["telephone"] == "2027-03-02" && dates["skills.offered"] == "2027-03-02")
        #expect(dates[""] == "2027-03-02")
    }

    @Test func `A confirmation of a field, or of a group, dates that and not the record`() throws {
        for (name, confirmed, other) in [
            ("telephone", "telephone", "skills.offered"), ("skills", "skills.offered", "telephone"),
        ] {
            let fixture = try fixture()
            try fixture.commit(["members/ash.md": text + "confirmed-fields:\n  \(name): 2027-03-02\n---\n"])
            let dates = dates(try freshness(fixture, asOf: "2027-04-01"))
            #expect(dates[confirmed] == "2027-03-02" && dates[other] == "2026-11-23", "\(name): \(dates)")
            #expect(dates[""] == "2026-11-23", "\(name): \(dates)")
        }
    }

    @Test func `A word that is newer than its confirmation counts, and a confirmation of the future does not yet`()
        throws
    {
        let fixture = try fixture()
        try fixture.commit(["members/ash.md": text + "confirmed: 2027-03-02\n---\n"])
        fixture.wait(days: 30)
        try fixture.commit([
            "members/ash.md": text.replacing("0163", with: "0199") + "confirmed: 2027-03-02\n---\n"
        ])
        let after = dates(try freshness(fixture, asOf: "2027-06-01"))
        #expect(
            after["telephone"] == "2027-04-02" && after["skills.offered"] == "2027-03-02" && after[""] == "2027-04-02")
        let before = dates(try freshness(fixture, asOf: "2027-03-20"))
        #expect(before["telephone"] == "2027-03-02")
        #expect(dates(try freshness(fixture, asOf: "2027-02-01"))["telephone"] == "2026-11-23")
    }

    @Test func `A confirmation that came with a sweep, or is dated after its commit, dates nothing`() throws {
        let late = try fixture()
        try late.commit(["members/ash.md": text + "confirmed: 2027-03-09\n---\n"])
        #expect(dates(try freshness(late, asOf: "2027-04-01"))["telephone"] == "2026-11-23")
        let swept = try fixture()
        let others = ["a", "b", "c"]
        for id in others { try swept.commit(["members/\(id).md": "---\nname: \(id)\n---\n"]) }
        var sweep = Dictionary(
            uniqueKeysWithValues: others.map { ("members/\($0).md", "---\nname: \($0)\nconfirmed: 2027-03-02\n---\n") })
        sweep["members/ash.md"] = text + "confirmed: 2027-03-02\n---\n"
        try swept.commit(sweep)
        #expect(dates(try freshness(swept, asOf: "2027-04-01"))["telephone"] == "2026-11-23")
    }

    @Test func `A page that a sweep confirms is as old as its own confirmation before`() throws {
        let fixture = try fixture()
        let others = ["a", "b", "c"]
        for id in others { try fixture.commit(["members/\(id).md": "---\nname: \(id)\n---\n"]) }
        try fixture.commit(["members/ash.md": text + "confirmed: 2027-03-03\n---\n"])
        // What is kept of the ages says the day as well as what is worked out.
        #expect(dates(try freshness(fixture, asOf: "2027-04-01"))["telephone"] == "2027-03-03")
        fixture.wait(days: 20)
        for (day, style) in [("2027-03-23", ""), ("2027-02-20", "x-note: 1\n")] {
            var sweep = Dictionary(
                uniqueKeysWithValues: others.map { ("members/\($0).md", "---\nname: \($0)\nconfirmed: \(day)\n---\n") })
            sweep["members/ash.md"] = text + style + "confirmed: \(day)\n---\n"
            try fixture.commit(sweep)
            let swept = dates(try freshness(fixture, asOf: "2027-04-01"))
            #expect(swept["telephone"] == "2027-03-03" && swept[""] == "2027-03-03", "\(day): \(swept)")
        }
        try fixture.commit(["members/ash.md": text + "x-note: 2\nconfirmed: 2027-02-20\n---\n"])
        #expect(dates(try freshness(fixture, asOf: "2027-04-01"))["telephone"] == "2027-03-03")
    }

    @Test func `A confirmation that comes with the mending of a page counts`() throws {
        let fixture = try fixture()
        try fixture.commit(["members/ash.md": text + "town: [Leeds\n---\n"])
        fixture.wait(days: 40)
        try fixture.commit(["members/ash.md": text + "town: Leeds\nconfirmed: 2027-04-11\n---\n"])
        #expect(dates(try freshness(fixture, asOf: "2027-05-01"))["telephone"] == "2027-04-11")
        let snapshot = try fixture.snapshot(asOf: "2027-05-01")
        #expect(try snapshot.check(clock: fixture.now).diagnostics.isEmpty)
    }

    @Test(arguments: [nil, "---\nname: [a\n---\n"] as [String?])
    func `Pages that are confirmed as they come back, or are mended, are as old as before where they are many`(
        meanwhile: String?
    ) throws {
        for (count, expected) in [(4, "2027-03-03"), (3, "2027-04-11")] {
            let fixture = try fixture()
            let ids = ["ash", "a", "b", "c"].prefix(count)
            func pages(_ line: String) -> [String: String?] {
                Dictionary(uniqueKeysWithValues: ids.map { ("members/\($0).md", text + line + "---\n") })
            }
            try fixture.commit(pages(""))
            for id in ids { try fixture.commit(["members/\(id).md": text + "confirmed: 2027-03-03\n---\n"]) }
            try fixture.commit(Dictionary(uniqueKeysWithValues: ids.map { ("members/\($0).md", meanwhile) }))
            fixture.wait(days: 39)
            try fixture.commit(pages("confirmed: 2027-04-11\n"))
            let found = dates(try freshness(fixture, asOf: "2027-05-01"))
            #expect(found["telephone"] == expected, "\(count): \(found)")
            let snapshot = try fixture.snapshot(asOf: "2027-05-01")
            let codes = try snapshot.check(clock: fixture.now).diagnostics.map(\.code)
            #expect(codes == (count == 4 ? Array(repeating: "idle-confirmation", count: 4) : []), "\(codes)")
        }
    }

    @Test func `A revert that names its commit by its first digits, as git can write it, gives the age back`() throws {
        let fixture = try fixture()
        let other = try fixture.commit(["members/ash.md": text.replacing("0163", with: "0199") + "---\n"])
        let reference = "\(other.description.prefix(7)) (A change, 2027-03-03)"
        try fixture.commit(["members/ash.md": text + "---\n"], "Back\n\nThis reverts commit \(reference).")
        #expect(dates(try freshness(fixture, asOf: "2027-04-01"))["telephone"] == "2026-11-23")
    }
}
