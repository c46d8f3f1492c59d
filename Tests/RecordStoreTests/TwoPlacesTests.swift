import CoopNetwork
import RecordModel
import RecordText
import Testing

@testable import RecordStore

/// One fact in two places: an id at two paths, a field under two keys.
@Suite("What stands in two places")
struct TwoPlacesTests {
    private func twoPaths() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.commit([
            "members/_el/elk.md": "---\nname: Elk in a folder\n---\n", "members/elk.md": "---\nname: Elk\n---\n",
        ])
        return fixture
    }

    private func hand(_ fixture: StoreFixture) -> Hand {
        Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
    }

    @Test func `Of an id at two paths the first is every reader's, whoever asks first`() throws {
        let fixture = try twoPaths()
        let listed = try fixture.snapshot().all(Members.kind).first { $0.entry.id == recordID("elk") }
        let alone = try fixture.snapshot().stored(Members.kind, recordID("elk"))
        #expect(listed?.entry.path == "members/_el/elk.md")
        #expect(alone?.entry.path == "members/_el/elk.md" && alone?.record.title == "Elk in a folder")
    }

    @Test func `A record at two paths is not changed, removed or renamed until one of them is gone`() throws {
        let fixture = try twoPaths()
        let store = try fixture.store()
        func write(_ plan: (Snapshot) throws -> Plan) throws { _ = try store.write(by: hand(fixture), plan: plan) }
        let set = try storeFailure {
            try write { try $0.planToSet(["town=York"], of: #require(try $0.stored(Members.kind, recordID("elk")))) }
        }
        #expect(set.kind == .badData && set.message.contains("stands at two paths"))
        #expect(set.help.first?.contains("git rm members/_el/elk.md, then cotech save") == true, "\(set.help)")
        let rename = try storeFailure {
            try write { try $0.planToRename(Members.kind, recordID("elk"), to: recordID("moose")) }
        }
        #expect(rename.message.contains("stands at two paths"))
        let removal = try storeFailure {
            try write { _ in
                var plan = Plan("Remove")
                plan.files["members/_el/elk.md"] = .some(nil)
                return plan
            }
        }
        #expect(removal.message.contains("stands at two paths"))
        // By hand, one of the two goes; then the record can be changed again.
        try write { snapshot in
            try snapshot.planToSave([
                HandEdit(
                    path: "members/_el/elk.md", home: .public, record: (Members.kind, recordID("elk")), bytes: nil,
                    obstacle: nil)
            ])
        }
        try write { try $0.planToSet(["town=York"], of: #require(try $0.stored(Members.kind, recordID("elk")))) }
        #expect(try fixture.snapshot().record("members", recordID("elk"))?.title == "Elk")
    }

    @Test func `A field's earlier key beside its present one is an error where they differ, and untidy where not`()
        throws
    {
        let differing = try StoreFixture.check(["members/ash.md": "---\nname: Ash\nmembers: 7\nheadcount: 8\n---\n"])
        #expect(differing.map(\.code) == ["former-key"])
        #expect(differing.first?.severity == .error && differing.first?.line == 3)
        let same = try StoreFixture.check(["members/ash.md": "---\nname: Ash\nheadcount: 8\nmembers: 8\n---\n"])
        #expect(same.map(\.code) == ["former-key"] && same.first?.severity == .warning)
        let blank = try StoreFixture.check(["members/ash.md": "---\nname: Ash\nheadcount:\nmembers: 8\n---\n"])
        #expect(blank.first?.code == "former-key" && blank.first?.severity == .error)
        #expect(try StoreFixture.check(["members/ash.md": "---\nname: Ash\nmembers: 8\n---\n"]).isEmpty)
    }

    @Test func `Writing a field that stands under two keys leaves one of them or none`() throws {
        let text = "---\nname: Ash\nmembers: 7\nheadcount: 8\n---\n"
        for (assignment, result) in [
            ("headcount=", "---\nname: Ash\n---\n"), ("headcount=9", "---\nname: Ash\nheadcount: 9\n---\n"),
        ] {
            let fixture = try StoreFixture()
            try fixture.commit(["members/ash.md": text])
            let written = try fixture.store().write(by: hand(fixture)) { snapshot in
                try snapshot.planToSet([assignment], of: #require(try snapshot.stored(Members.kind, recordID("ash"))))
            }
            #expect(try fixture.read("members/ash.md") == result, "\(written.sentence)")
        }
    }
}
