import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

@Suite struct UsedIDTests {
    private static let elm = "---\nname: Elm\n---\n"

    private func refusal(_ fixture: StoreFixture, adding id: String = "elm") throws -> StoreError {
        try storeFailure { try fixture.snapshot().planToAdd(Members.kind, named: "Elm & Co.", id: id, [FieldEdit]()) }
    }

    private func expectFree(_ fixture: StoreFixture, _ comment: Comment) throws {
        let plan = try fixture.snapshot().planToAdd(Members.kind, named: "Elm & Co.", id: "elm", [FieldEdit]())
        #expect(plan.files.keys.contains("members/elm.md") && plan.remarks.isEmpty, comment)
    }

    @Test func `The id of a removed record is refused, with the day and the command that brings it back`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/elm.md": UsedIDTests.elm])
        let removal = try fixture.commit(["members/elm.md": nil])
        let error = try refusal(fixture)
        #expect(error.kind == .usage)
        #expect(error.message == "the member \"elm\" was removed on 23 November 2026, and ids are never used again")
        #expect(error.help.first == "bring it back: cotech undo \(removal.short)")
        let renaming = try storeFailure {
            try fixture.snapshot().planToRename(Members.kind, recordID("ash"), to: recordID("elm"))
        }
        #expect(renaming.message == error.message)
        try fixture.commit(["members/oak.md": UsedIDTests.elm])
        #expect(try refusal(fixture).message == error.message)
    }

    @Test func `A record that went with other changes is brought back alone`() throws {
        let fixture = try StoreFixture()
        let held = try fixture.commit(["members/_el/elm.yaml": "name: Elm\n"])
        try fixture.commit(["members/_el/elm.yaml": nil, "members/birch.md": "---\nname: Birch\n---\n"])
        let help = try #require(try refusal(fixture).help.first)
        #expect(
            help == "bring it back: git checkout \(held.short) -- members/_el/elm.yaml, then cotech save")
        try fixture.commit(["members/elm.md": UsedIDTests.elm])
        #expect(try refusal(fixture).message.contains("there is already a member \"elm\""))
    }

    @Test func `What was added and taken back by undoing was never used, unless it was before`() throws {
        let fixture = try StoreFixture()
        let addition = try fixture.commit(["members/elm.md": UsedIDTests.elm])
        try fixture.commit(["members/elm.md": nil], "Undo \"Add\"\n\nCotech-Undo: \(addition)")
        try expectFree(fixture, "undone by cotech")
        let again = try fixture.commit(["members/elm.md": UsedIDTests.elm])
        try fixture.commit(["members/elm.md": nil], "Revert\n\nThis reverts commit \(again).")
        try expectFree(fixture, "reverted by git")
        // What a message names must be where the record began, and a commit.
        let third = try fixture.commit(["members/elm.md": UsedIDTests.elm])
        let fourth = try fixture.commit(["members/elm.md": UsedIDTests.elm.replacing("Elm", with: "Elms")])
        let tree = try fixture.repository.commitHeader(fourth).tree
        let claims = [fourth.description, tree.description, String(repeating: "1", count: 40)]
        try fixture.commit(
            ["members/elm.md": nil], "Remove\n\n" + claims.map { "Cotech-Undo: \($0)" }.joined(separator: "\n"))
        #expect(try refusal(fixture).message.contains("was removed"))
        let restored = try fixture.commit(["members/elm.md": UsedIDTests.elm])
        try fixture.commit(["members/elm.md": nil], "Undo\n\nCotech-Undo: \(restored)")
        #expect(try refusal(fixture).message.contains("was removed"), "\(third) was removed and not undone")
    }

    // MARK: - By hand and on branches

    private static let larch = "---\nname: Larch\ntown: York\nheadcount: 4\nlegal-form: worker co-op\n---\n"

    /// A store in which Larch said something else at first, and then went.
    private func withoutLarch() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.commit(["members/larch.md": "---\nname: Larch Two\ntown: Leeds\n---\n\nA text.\n"])
        try fixture.commit(["members/larch.md": Self.larch])
        try fixture.commit(["members/larch.md": nil])
        return fixture
    }

    @Test(arguments: [1, 9])
    func `What is written by hand under the id of a removed record is not saved`(count: Int) throws {
        let fixture = try withoutLarch()
        let held = try #require(try fixture.repository.commitHeader(fixture.head).parents.first)
        var files = ["members/larch.md": "---\nname: Larch\ntown: Hull\n---\n"]
        for number in 1..<count { files["members/oak-\(number).md"] = "---\nname: Oak \(number)\n---\n" }
        try HandEditTests.edit(files, in: fixture)
        let snapshot = try fixture.snapshot()
        let report = try snapshot.check(
            clock: fixture.now, with: snapshot.handEdits(in: .public), under: .everything)
        let refused = try #require(try HandEditTests.save(fixture))
        for found in [report.diagnostics, refused.diagnostics] {
            #expect(found.map(\.code) == ["former-id"] && found.map(\.file) == ["members/larch.md"], "\(found)")
            let text = found.map(\.text).joined()
            #expect(text.contains("\"larch\" was the id of a member that was removed on 23 November 2026"), "\(text)")
            #expect(text.contains(": git checkout \(held.short) -- members/larch.md, then cotech save"), "\(text)")
        }
        #expect(try fixture.snapshot().state == snapshot.state)
    }

    @Test(arguments: [
        larch, larch.replacing("York", with: "Hull"), "---\nname: Larch Two\ntown: Leeds\n---\n\nA text.\n",
    ])
    func `The same record comes back by hand, as it was at last or earlier`(text: String) throws {
        let fixture = try withoutLarch()
        try HandEditTests.edit(["members/larch.md": text], in: fixture)
        #expect(try HandEditTests.save(fixture) == nil)
    }

    @Test func `A record gets its former id back by hand`() throws {
        let fixture = try StoreFixture()
        try fixture.commit([
            "members/ash.md": nil, "members/oak.md": "---\nname: Oak\nformerly:\n  - ash\n---\n",
            "memberships/ash.yaml": nil,
        ])
        try HandEditTests.edit(
            ["members/oak.md": nil, "members/ash.md": "---\nname: Ash Tree\nformerly:\n  - oak\n---\n"], in: fixture)
        #expect(try HandEditTests.save(fixture) == nil)
        let other = try StoreFixture()
        try other.commit([
            "members/ash.md": nil, "members/oak.md": "---\nname: Oak\n---\n", "memberships/ash.yaml": nil,
        ])
        try HandEditTests.edit(["members/ash.md": "---\nname: Ash Tree\n---\n"], in: other)
        #expect(try HandEditTests.save(other)?.diagnostics.map(\.code) == ["former-id"], "nobody says who ash was")
    }

    @Test func `A branch brings back the same record, and nobody else under its id`() throws {
        let fixture = try withoutLarch()
        let base = try fixture.head
        func found(_ texts: [String]) throws -> [Diagnostic] {
            var tip = base
            for text in texts { tip = try fixture.commit(["members/larch.md": text], on: tip) }
            return try fixture.proposal(of: tip, onto: base).check(clock: fixture.now).diagnostics
        }
        let other = "---\nname: Larch\ntown: Hull\n---\n"
        let problems = try found([other])
        #expect(problems.map(\.code) == ["former-id"] && problems.first?.severity == .error, "\(problems)")
        #expect(try found([Self.larch]).isEmpty)
        #expect(try found([Self.larch, other]).isEmpty, "what came back may be changed")
        // One side changed it while the other took it away, and whoever merged kept it.
        let held = try #require(try fixture.repository.commitHeader(base).parents.first)
        let changed = try fixture.commit(["members/larch.md": other], on: held)
        let tip = try fixture.commit(["members/larch.md": other], on: base, merging: [changed])
        #expect(try fixture.proposal(of: tip, onto: base).check(clock: fixture.now).diagnostics.isEmpty)
    }

    @Test func `An id that is made of another record's may be used again`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["memberships/birch.yaml": "joined: 2020-01-01\n"])
        try fixture.commit(["memberships/birch.yaml": nil])
        let plan = try fixture.snapshot().planToCreate(Memberships.kind, recordID("birch"), [FieldEdit]())
        #expect(plan.files.keys.contains("memberships/birch.yaml"))
    }

    @Test func `A former name counts as the id that would be made of it`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": "---\nname: Birch\nformerly:\n  - Élm\n---\n"])
        #expect(try refusal(fixture).message == "\"elm\" is a former name of birch, and ids are never used again")
        try fixture.commit(["members/elm.md": UsedIDTests.elm])
        let found = try fixture.snapshot().check(clock: fixture.now).diagnostics
        #expect(found.map(\.code) == ["former-id"] && found.map(\.file) == ["members/elm.md"], "\(found)")
    }

    @Test func `Whoever names a former name is told who has it now, and not to add it`() throws {
        let fixture = try StoreFixture()
        try fixture.commit([
            "members/birch.md": "---\nname: Birch\nformerly:\n  - Old Hand\n---\n",
            "memberships/ash.yaml": "introduced-by: old-hand\n",
        ])
        let snapshot = try fixture.snapshot()
        #expect(snapshot.heir(of: recordID("old-hand"), "members") == recordID("birch"))
        let found = try #require(try snapshot.check(clock: fixture.now).diagnostics.first)
        #expect(found.code == "unknown-reference" && found.replacement == "introduced-by: birch", "\(found.text)")
        #expect(found.help?.contains("add") != true, "\(found.text)")
    }

    /// What is kept of the ages answers, and what came after it is looked at.
    @Test func `The answer is the same whatever is kept, on side branches and after resets too`() throws {
        for kept in ["nothing", "before", "while", "after", "all"] {
            let fixture = try StoreFixture()
            func keep(_ moment: String) throws {
                if kept == moment { _ = try fixture.snapshot().ages(in: .public) }
            }
            try keep("before")
            let addition = try fixture.commit(["members/elm.md": UsedIDTests.elm])
            try keep("while")
            try fixture.commit(["members/elm.md": nil])
            try keep("after")
            try fixture.commit(["members/birch.md": "---\nname: Birch\n---\n"])
            try keep("all")
            #expect(try refusal(fixture).message.contains("was removed on 23 November 2026"), "\(kept)")
            #expect(
                try storeFailure {
                    try fixture.snapshot().planToAdd(Skills.kind, named: "Swift", id: nil, [FieldEdit]())
                }
                .message.contains("already"), "\(kept)")
            // The branch goes back to before the record: then there never was one.
            let before = try #require(try fixture.repository.commitHeader(addition).parents.first)
            let head = try #require(try fixture.repository.head.id)
            try fixture.move(from: head, to: before)
            try expectFree(fixture, "\(kept)")
            // A merge brings in a branch on which it came and went.
            try fixture.move(from: before, to: head)
            try fixture.move(from: head, to: try fixture.merge(before, head))
            #expect(try refusal(fixture).message.contains("was removed"), "\(kept)")
        }
    }

    @Test func `After a long history the ages are worked out once and kept`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/elm.md": UsedIDTests.elm])
        try fixture.commit(["members/elm.md": nil])
        for count in 1...220 {
            try fixture.commit(["members/birch.md": "---\nname: Birch\nheadcount: \(count)\n---\n"])
        }
        let place = "\(fixture.repository.commonDirectory)/cotech/ages"
        #expect(!FileManager.default.fileExists(atPath: place))
        #expect(try refusal(fixture).message.contains("was removed"))
        #expect(FileManager.default.fileExists(atPath: place))
        _ = try fixture.snapshot().planToAdd(Members.kind, named: "Oak", id: nil, [FieldEdit]())
    }
}

extension StoreFixture {
    /// Points the branch at another commit, without touching the working files.
    fileprivate func move(from old: ObjectID, to new: ObjectID) throws {
        let hand = Signature(name: "Ada", email: "ada@example.org", seconds: 1_795_424_400)
        let branch = try #require(try repository.head.branch)
        let update = try repository.compareAndSwap(branch, expected: old, new: new, message: "move", by: hand)
        try #require(update == .done)
    }

    /// A merge of a commit into another that changes nothing there.
    fileprivate func merge(_ one: ObjectID, _ other: ObjectID) throws -> ObjectID {
        let hand = Signature(name: "Ada", email: "ada@example.org", seconds: 1_795_424_400)
        let commit = try repository.createCommit(
            tree: repository.commitHeader(one).tree, parents: [one, other], author: hand, committer: hand,
            message: "Merge")
        try repository.storeObjects(of: commit)
        return commit
    }
}
