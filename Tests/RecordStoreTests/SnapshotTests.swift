import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import Testing

@Suite struct SnapshotTests {
    private func headcount(_ snapshot: Snapshot) throws -> Int? {
        let kind = try #require(snapshot.kind("members"))
        return try snapshot.stored(kind, recordID("ash"))?.record[Members.headcount]
    }

    @Test func `The store is read as of a revision or a day, with that day as today`() throws {
        let fixture = try StoreFixture()
        let first = try #require(try fixture.repository.head.id)
        for hour in 1...30 { try fixture.commit(["members/ash.md": "---\nname: Ash\nheadcount: \(hour)\n---\n"]) }
        #expect(try headcount(fixture.snapshot()) == 30)
        let then = try fixture.snapshot(at: first.description)
        #expect(try headcount(then) == 4 && then.today.description == "2026-11-23")
        // The first commit is at 09:00 on the 23rd, and an hour lies between two.
        let day = try fixture.snapshot(asOf: "2026-11-23")
        #expect(try headcount(day) == 14 && day.today.description == "2026-11-23")
        let both = try fixture.snapshot(at: first.description, asOf: "2030-01-01")
        #expect(try headcount(both) == 4 && both.today.description == "2030-01-01")
        #expect(try headcount(fixture.snapshot(asOf: "2096-01-01")) == 30)
        let early = try storeFailure { try fixture.snapshot(asOf: "2026-11-22") }
        #expect(early.kind == .usage && early.message.contains("did not exist"))
        #expect(try storeFailure { try fixture.snapshot(at: "nonsense") }.kind == .usage)
    }

    @Test func `What stands where a folder should be is found out once`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/ash.md": nil, "members/birch.md": nil, "members": "A note\n"])
        let snapshot = try fixture.snapshot()
        let kind = try #require(snapshot.kind("members"))
        let first = try #require(try snapshot.blockedFolder(of: kind))
        #expect(first.help.contains("checkout"))
        // Whoever would look again finds no history.
        try FileManager.default.removeItem(atPath: "\(fixture.root)/network/.git/objects")
        #expect(try snapshot.blockedFolder(of: kind) == first)
    }

    @Test func `A revision is read on the day on which it was committed`() throws {
        let fixture = try StoreFixture()
        let late = try fixture.commit(["members/ash.md": "---\nname: Ash\n---\n"], writtenBefore: 100)
        #expect(try fixture.snapshot(at: late.description).today.description == "2026-11-23")
    }

    @Test func `A day ends where the network is, not where the clock is`() throws {
        let fixture = try StoreFixture()
        let evening = Instant(seconds: 1_795_477_800)
        for (zone, day) in [
            ("Europe/London", "2026-11-23"), ("Asia/Tokyo", "2026-11-24"), ("America/New_York", "2026-11-23"),
            ("Nowhere/At-All", "2026-11-23"),
        ] {
            try fixture.commit(["cotech.yaml": "name: N\ntime-zone: \(zone)\n"])
            #expect(try fixture.store().snapshot(Moment(now: evening)).today.description == day, "\(zone)")
        }
    }

    @Test func `Settings are read once for as long as nobody changes them, and then anew`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["cotech.yaml": "name: N\ntime-zone: Asia/Tokyo\n"])
        let store = try fixture.store()
        let moment = Moment(now: Instant(seconds: 1_795_477_800))
        let first = try #require(store.snapshot(moment).storedSettings)
        try fixture.commit(["members/ash.md": "---\nname: Ash\n---\n"])
        #expect(try store.snapshot(moment).storedSettings === first)
        try fixture.commit(["cotech.yaml": "name: N\ntime-zone: Europe/London\n"])
        let second = try store.snapshot(moment)
        #expect(second.storedSettings !== first && second.today.description == "2026-11-23")
        #expect(try store.localOffset(at: moment.now) == 0)
    }

    @Test func `A day ends at its midnight where the clocks change soon after`() throws {
        for (zone, day, end) in [
            ("Australia/Sydney", "2026-10-03", 1_791_035_999), ("Australia/Sydney", "2026-10-04", 1_791_118_799),
            ("America/New_York", "2026-11-01", 1_793_595_599), ("Europe/London", "2026-10-25", 1_792_972_799),
        ] {
            let local = try #require(LocalTime(zone: zone))
            #expect(local.end(of: try #require(Day(iso: day))).seconds == end, "\(zone) \(day)")
        }
    }

    @Test func `A limit is the settings' word for the field, its group or the kind's field, then the declaration's`()
        throws
    {
        func limit(_ text: String, _ field: String) throws -> AgeLimit? {
            let fixture = try StoreFixture(["cotech.yaml": "name: N\n\(text)"])
            let snapshot = try fixture.snapshot()
            let kind = try #require(snapshot.kind("members"))
            return StoreSettings.limit(
                of: try #require(kind.field(named: field)), in: kind, settings: snapshot.settings)
        }
        #expect(try limit("", "capacity.days") == .days(60))
        #expect(try limit("", "note") == nil)
        #expect(try limit("limits:\n  capacity: 30\n", "capacity.days") == .days(30))
        #expect(try limit("limits:\n  members.capacity: 20\n  capacity: 30\n", "capacity.days") == .days(20))
        #expect(try limit("limits:\n  capacity.days: 10\n  members.capacity: 20\n", "capacity.days") == .days(10))
        #expect(try limit("limits:\n  members.capacity.days: never\n  capacity.days: 10\n", "capacity.days") == .never)
        #expect(try limit("limits:\n  note: 5\n", "note") == .days(5))
        #expect(try limit("limits:\n  headcount: soon\n", "headcount") == .days(365))
        #expect(try limit("limits:\n  memberships.headcount: 1\n", "headcount") == .days(365))
    }

    @Test func `A network's own fields are typed by its settings`() throws {
        let fixture = try StoreFixture([
            "cotech.yaml":
                "name: N\nextra:\n  members.founded: number\n  members.tags: list of text\n  members.size: small | large\n  members.bad: nonsuch\n  skills.level: day\n",
            "members/ash.md": "---\nname: Ash\nextra:\n  founded: 1999\n  tags: [a, b]\n  size: Small\n---\n",
        ])
        let snapshot = try fixture.snapshot()
        let kind = try #require(snapshot.kind("members"))
        #expect(
            kind.fields.map(\.name).filter { $0.hasPrefix("extra.") } == ["extra.founded", "extra.tags", "extra.size"])
        let record = try #require(try snapshot.stored(kind, recordID("ash"))).record
        #expect(record.content(of: "extra.founded").scalar == .text("1999"))
        #expect(record.content(of: "extra.tags").map(\.entry) == ["a", "b"])
        #expect(record.content(of: "extra.size").scalar == .text("small"))
        #expect(snapshot.kind("skills")?.field(named: "extra.level") != nil)
    }

    @Test func `Everything that refers to a record is found`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": "---\nname: Birch\nskills:\n  needed:\n    - swift: expert\n---\n"])
        let snapshot = try fixture.snapshot()
        let references = try snapshot.references(to: "skills", recordID("swift"))
        #expect(references.map { "\($0.stored.entry.id) \($0.field.name)" } == ["ash services", "birch skills.needed"])
        #expect(try snapshot.references(to: "members", recordID("birch")).map(\.field.name) == ["introduced-by"])
    }

    @Test func `A record that is no file, too large or not readable is a record all the same`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/broken.md": "---\nname: \"B\n---\n", "members/empty.md": ""])
        let snapshot = try fixture.snapshot()
        let kind = try #require(snapshot.kind("members"))
        let all = try snapshot.all(kind)
        #expect(all.map(\.entry.id.text) == ["ash", "birch", "broken", "empty"])
        #expect(all.map(\.isReadable) == [true, true, false, false])
        #expect(snapshot.records("members").count == 2 && snapshot.ids("members").count == 4)
        #expect(snapshot.exists("members", recordID("broken")))
        #expect(snapshot.record("members", recordID("broken")) == nil)
    }

    @Test func `The sentence of a change says what became of each field`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.store()
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        func sentence(_ assignments: String...) throws -> String {
            try store.write(by: hand) { snapshot in
                let kind = try #require(snapshot.kind("members"))
                return try snapshot.planToSet(assignments, of: try #require(try snapshot.stored(kind, recordID("ash"))))
            }.sentence
        }
        #expect(try sentence("headcount=5") == "Ash: headcount 4 → 5")
        #expect(try sentence("town=Leeds", "headcount=") == "Ash: town Leeds, headcount cleared")
        #expect(try sentence("skills.offered+=swift:expert") == "Ash: skills.offered + swift: expert")
        #expect(try sentence("services-=swift").hasPrefix("Ash: services - swift"))
        #expect(try sentence("description=Other words.") == "Ash: description rewritten")
        let long = try sentence("note=\(String(repeating: "words ", count: 30))")
        #expect(long.count < 80 && long.hasSuffix("…"))
    }
}
