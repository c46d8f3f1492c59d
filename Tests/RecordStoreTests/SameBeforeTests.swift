import Git
import RecordModel
import Testing

@testable import RecordStore

@Suite struct SameBeforeTests {
    @Test func `What a change leaves as it was is not read again to judge it`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.store()
        let moment = Moment(now: Instant(seconds: 1_795_477_800))
        let old = try store.snapshot(moment)
        func after(_ changes: [String: String?]) throws -> Snapshot {
            try fixture.commit(changes)
            let new = try store.snapshot(moment)
            new.before = old
            return new
        }
        func stored(_ snapshot: Snapshot, _ name: Kind.Name, _ id: String) throws -> StoredRecord {
            let kind = try #require(snapshot.kind(name))
            return try #require(try snapshot.stored(kind, recordID(id)))
        }
        let new = try after(["members/ash.md": "---\nname: Ash\nheadcount: 5\n---\n"])
        #expect(try stored(new, "skills", "swift") === stored(old, "skills", "swift"))
        #expect(try stored(new, "members", "ash") !== stored(old, "members", "ash"))
        let skills = try #require(new.kind("skills"))
        #expect(try new.all(skills).map(ObjectIdentifier.init) == old.all(skills).map(ObjectIdentifier.init))
        #expect(new.exists("members", recordID("birch")) && !new.exists("skills", recordID("none")))
        // What is added or taken away makes a folder another one.
        let more = try after(["skills/none.yaml": "label: None\n", "skills/swift.yaml": nil])
        #expect(more.exists("skills", recordID("none")) && !more.exists("skills", recordID("swift")))
        #expect(more.ids("skills") == [recordID("none")] && old.ids("skills") == [recordID("swift")])
        // Settings may give a kind fields of its own.
        try fixture.commit(["skills/none.yaml": nil, "skills/swift.yaml": "label: Swift\n"])
        let other = try after(["cotech.yaml": "name: Another\n"])
        #expect(try stored(other, "skills", "swift") !== stored(old, "skills", "swift"))
    }
}
