import Foundation
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// Files that were edited and not saved.
@Suite struct HandEditTests {
    /// Writes files without committing them; nil removes one.
    static func edit(_ files: [String: String?], in fixture: StoreFixture) throws {
        for (path, text) in files {
            let file = URL(fileURLWithPath: "\(fixture.repository.workingDirectory ?? "")/\(path)")
            guard let text else {
                try FileManager.default.removeItem(at: file)
                continue
            }
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    static func save(_ fixture: StoreFixture) throws -> StoreError? {
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        do {
            _ = try fixture.store().write(by: hand) { try $0.planToSave($0.handEdits(in: .public)) }
            return nil
        } catch let failure as StoreError {
            return failure
        }
    }

    /// What stands in a kind's folder, and is wrong rather than untidy.
    static let mistakes = ValidationTests.provocations.filter { provocation in
        provocation.severity == .error
            && !provocation.files.keys.contains { $0.hasPrefix(".") }
            && !["missing-settings", "future-confirmation"].contains(provocation.code)
    }

    @Test(arguments: mistakes)
    func `Save refuses what check would find, and check finds it before it is saved`(
        mistake: ValidationTests.Provocation
    ) throws {
        let fixture = try StoreFixture()
        try Self.edit(mistake.files, in: fixture)
        let snapshot = try fixture.snapshot()
        let edits = try snapshot.handEdits(in: .public)
        let report = try snapshot.check(clock: fixture.now, with: edits, under: .everything)
        #expect(report.diagnostics.contains { $0.code == mistake.code }, "\(report.diagnostics.map(\.text).joined())")
        #expect(try snapshot.check(clock: fixture.now).diagnostics.isEmpty)
        let refused = try #require(try Self.save(fixture))
        #expect(refused.diagnostics.contains { $0.code == mistake.code }, "\(refused)")
        #expect(try fixture.snapshot().state == snapshot.state)
    }

    @Test func `The removal of a private record from the public store is saved`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["people/ada.yaml": "name: Ada\n"])
        try Self.edit(["people/ada.yaml": nil], in: fixture)
        #expect(try Self.save(fixture) == nil)
        #expect(try fixture.snapshot().check(clock: fixture.now).diagnostics.isEmpty)
    }

    @Test func `What mends the store is seen before it is saved, and so is what a removal breaks`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/new.md": "---\nname: New\ntwon: Leeds\n---\n"])
        try Self.edit(["members/new.md": "---\nname: New\ntown: Leeds\n---\n"], in: fixture)
        let snapshot = try fixture.snapshot()
        func check() throws -> CheckReport {
            try snapshot.check(
                clock: fixture.now, with: snapshot.handEdits(in: .public), under: .everything)
        }
        #expect(try check().diagnostics.isEmpty)
        try Self.edit(["skills/swift.yaml": nil], in: fixture)
        #expect(try check().diagnostics.map { "\($0.file) \($0.code)" } == ["members/ash.md unknown-reference"])
        // What replaces the removed one is there as well.
        try Self.edit(
            ["skills/swift.yaml": nil, "skills/swift.md": "---\nlabel: Swift\n---\n"],
            in: try {
                try Self.edit(["skills/swift.yaml": "label: Swift\n"], in: fixture)
                return fixture
            }())
        #expect(try check().diagnostics.isEmpty)
        #expect(try check().recordCount == snapshot.check(clock: fixture.now).recordCount)
    }

    @Test func `Edits are checked as the store that they make, ages, places, decisions and settings among it`() throws {
        let fixture = try StoreFixture()
        fixture.wait(days: 5)
        try fixture.commit([
            "members/late.md": "---\nname: Late\nconfirmed: 2026-12-01\n---\n",
            "members/open.md": "---\nname: Open\ntown: ???\n---\n", "members/Bad Name.md": "---\nname: X\n---\n",
            "members/two.md": "---\nname: Two\nservices:\n  - ash\nextra:\n  rate: 4\n---\n",
        ])
        fixture.wait(days: 20)
        func check() throws -> CheckReport {
            let snapshot = try fixture.snapshot()
            return try snapshot.check(
                clock: fixture.now, with: snapshot.handEdits(in: .public), under: .everything)
        }
        func codes() throws -> [String] { try check().diagnostics.map { "\($0.file) \($0.code)" } }
        let late = "members/late.md future-confirmation"
        #expect(
            try codes() == [
                "members/Bad Name.md bad-path", late, "members/two.md unknown-reference",
                "members/two.md unknown-field",
            ])
        // What was not edited is as old as before, and what it says is still wrong.
        try Self.edit(["members/late.md": "---\nname: Late\ntown: York\nconfirmed: 2026-12-01\n---\n"], in: fixture)
        #expect(try codes().contains(late))
        try Self.edit(
            [
                "members/late.md": "---\nname: Late\nconfirmed: 2026-12-18\n---\n",
                "members/open.md": "---\nname: Open\ntown: York\n---\n", "members/Bad Name.md": nil,
                "skills/ash.yaml": "label: Ash\n",
                "cotech.yaml": "name: Marches Tech\nextra:\n  members.rate: number\n",
            ], in: fixture)
        #expect(try codes().isEmpty && check().openDecisions.isEmpty)
        try Self.edit(["members/open.md": "---\nname: Open\ntown: ???\ntelephone: ???\n---\n"], in: fixture)
        #expect(try check().openDecisions.map(\.field).sorted() == ["telephone", "town"])
        try Self.edit(["cotech.yaml": nil], in: fixture)
        #expect(try codes().contains("cotech.yaml missing-settings"))
    }

    @Test func `Only edits of what records say make a sweep`() throws {
        let fixture = try StoreFixture()
        let names = ["elm", "fir", "oak", "yew"]
        func text(_ name: String, _ town: String) -> String { "---\nname: \(name)\ntown: \(town)\n---\n" }
        try fixture.commit(Dictionary(uniqueKeysWithValues: names.map { ("members/\($0).md", text($0, "York")) }))
        func swept() throws -> [String] {
            let snapshot = try fixture.snapshot()
            return try snapshot.sweptOwners(by: snapshot.handEdits(in: .public))
        }
        try Self.edit(
            Dictionary(uniqueKeysWithValues: names.map { ("members/\($0).md", text($0, "'York'")) }), in: fixture)
        #expect(try swept().isEmpty)
        try Self.edit(
            Dictionary(uniqueKeysWithValues: names.dropLast().map { ("members/\($0).md", text($0, "Hull")) }),
            in: fixture)
        #expect(try swept().isEmpty)
        try Self.edit(
            Dictionary(uniqueKeysWithValues: names.map { ("members/\($0).md", text($0, "Hull")) }), in: fixture)
        #expect(try swept() == names)
    }
}
