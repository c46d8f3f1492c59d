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

    static func everything(_ snapshot: Snapshot) throws -> NamedPaths { try snapshot.paths([], from: "/") }

    static func save(_ fixture: StoreFixture) throws -> StoreError? {
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        do {
            _ = try fixture.store().write(by: hand) { try $0.planToSave($0.handEdits(in: .public)) }
            return nil
        } catch let failure as StoreError {
            return failure
        }
    }

    /// What stands in a folder of the public store's kinds, and is wrong rather than untidy.
    static let mistakes = ValidationTests.provocations.filter { provocation in
        provocation.severity == .error
            && !provocation.files.keys.contains { $0.hasPrefix(".") || $0.hasPrefix("people/") }
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
        let report = try snapshot.check(clock: fixture.now, with: edits, under: Self.everything(snapshot))
        #expect(report.diagnostics.contains { $0.code == mistake.code }, "\(report.diagnostics.map(\.text).joined())")
        #expect(try snapshot.check(clock: fixture.now).diagnostics.isEmpty)
        let refused = try #require(try Self.save(fixture))
        #expect(refused.diagnostics.contains { $0.code == mistake.code }, "\(refused)")
        #expect(try fixture.snapshot().state == snapshot.state)
    }

    @Test func `What mends the store is seen before it is saved, and so is what a removal breaks`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/new.md": "---\nname: New\ntwon: Leeds\n---\n"])
        try Self.edit(["members/new.md": "---\nname: New\ntown: Leeds\n---\n"], in: fixture)
        let snapshot = try fixture.snapshot()
        func check() throws -> CheckReport {
            try snapshot.check(
                clock: fixture.now, with: snapshot.handEdits(in: .public), under: Self.everything(snapshot))
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
