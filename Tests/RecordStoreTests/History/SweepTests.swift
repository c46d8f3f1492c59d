import CoopNetwork
import Git
import RecordModel
import RecordStore
import Testing

/// What a sweep over records of one kind does to records of another (`docs/ageing.md`, "Which commit set it").
@Suite("Sweeps over several kinds")
struct SweepTests {
    private let ids = ["a", "b", "c", "d", "e"]

    private func fixture() throws -> StoreFixture {
        var files = ["cotech.yaml": "name: N\n", "members/a.md": "---\nname: A\nheadcount: 4\n---\n"]
        for id in ids {
            files["memberships/\(id).yaml"] = "joined: 2016-01-01\n"
            files["skills/\(id).yaml"] = "label: Term \(id)\n"
            if id != "a" { files["members/\(id).md"] = "---\nname: \(id)\n---\n" }
        }
        return try StoreFixture(files)
    }

    private func setter(of field: String, _ fixture: StoreFixture) throws -> String? {
        let ages = try fixture.snapshot().ages(in: .public)
        let answer = try #require(ages.ages(of: Members.kind.name, recordID("a"))?.leaf(field))
        return try fixture.repository.commit(answer.commit).subject
    }

    @Test func `A commit over five memberships does not refresh the profile that it changes as well`() throws {
        let fixture = try fixture()
        var changes: [String: String?] = ["members/a.md": "---\nname: A\nheadcount: 5\n---\n"]
        for id in ids { changes["memberships/\(id).yaml"] = "joined: 2016-01-01\ncell: North\n" }
        try fixture.commit(changes, "Sweep")
        #expect(try setter(of: "headcount", fixture) == "A change")
        let history = try fixture.snapshot().history(of: Members.kind, recordID("a"))
        #expect(history.entries.first?.setAside == "a sweep: 5 co-ops")
    }

    @Test func `Co-ops that a commit removes count towards a sweep`() throws {
        for (removed, said) in [(2, "Farewell"), (3, "A change")] {
            let fixture = try fixture()
            var changes: [String: String?] = ["members/a.md": "---\nname: A\nheadcount: 5\n---\n"]
            for id in ids[1...removed] { changes["members/\(id).md"] = .some(nil) }
            try fixture.commit(changes, "Farewell")
            #expect(try setter(of: "headcount", fixture) == said)
            let gone = try fixture.snapshot().history(of: Members.kind, recordID("b"))
            #expect(gone.entries.first?.setAside == (removed == 3 ? "a sweep: 4 co-ops" : nil))
        }
    }

    @Test func `A commit over three memberships, or over terms that are nobody's, refreshes the profile`() throws {
        for folder in ["memberships", "skills"] {
            let fixture = try fixture()
            var changes: [String: String?] = ["members/a.md": "---\nname: A\nheadcount: 5\n---\n"]
            for id in folder == "skills" ? ids : Array(ids.prefix(3)) {
                changes["\(folder)/\(id).yaml"] =
                    folder == "skills" ? "label: Word \(id)\n" : "joined: 2016-01-01\ncell: North\n"
            }
            try fixture.commit(changes, "Both")
            #expect(try setter(of: "headcount", fixture) == "Both", "\(folder)")
        }
    }
}
