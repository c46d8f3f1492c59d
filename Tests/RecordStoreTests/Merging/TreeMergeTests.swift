import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

/// Whole trees merged without a working folder.
@Suite("Merging trees")
struct TreeMergeTests {
    private let fixture: StoreFixture
    private let base: ObjectID

    init() throws {
        fixture = try StoreFixture(StoreFixture.files.merging(TreeMergeTests.more) { $1 })
        base = try #require(try fixture.repository.head.id)
    }

    private static let cedar =
        "---\nname: Cedar\ntown: Bath\nheadcount: 3\nnote: a line of text that makes the page longer\n---\n"
    private var cedar: String { Self.cedar }
    private static let more = [
        "README.md": "# Network\n\none\n\ntwo\n\nthree\n",
        "members/cedar.md":
            "---\nname: Cedar\ntown: Bath\nheadcount: 3\nnote: a line of text that makes the page longer\n---\n",
    ]

    /// A commit on another, and nothing moves.
    private func commit(
        _ changes: [String: String?], on parents: ObjectID..., by author: String = "Ada"
    ) throws -> ObjectID {
        let repository = fixture.repository
        var entries: [String: TreeEntry?] = [:]
        for (path, text) in changes {
            entries[path] = .some(try text.map { .file(try repository.writeBlob(Array($0.utf8))) })
        }
        let hand = Signature(
            name: author, email: "\(author.lowercased())@example.org", seconds: 1_795_500_000, offset: 0)
        return try repository.createCommit(
            tree: repository.updatingTree(repository.commitHeader(parents[0]).tree, changes: entries), parents: parents,
            author: hand, committer: hand, message: "A change")
    }

    private func merge(_ ours: ObjectID, _ theirs: ObjectID) throws -> TreeMerge {
        for side in [ours, theirs] { try fixture.repository.storeObjects(of: side) }
        let store = try fixture.store()
        let merge = try store.merge(MergeSides(ours: .init("HEAD", at: ours), theirs: .init("topic", at: theirs)))
        try store.repository.storeObjects(of: merge.tree)
        return merge
    }

    private func read(_ path: String, _ merge: TreeMerge) throws -> String? {
        try fixture.repository.lookup(path, in: merge.tree).map {
            String(decoding: try fixture.repository.blob($0.id), as: UTF8.self)
        }
    }

    @Test("Records, pages and new files of both sides are all there")
    func clean() throws {
        let ours = try commit(
            [
                "members/birch.md": "---\nname: Birch\ntown: Hull\n---\n",
                "README.md": "# Network\n\nONE\n\ntwo\n\nthree\n", "notes.txt": "x\n",
            ], on: base)
        let theirs = try commit(
            [
                "members/birch.md": "---\nname: Birch Trees\ntown: York\n---\n",
                "README.md": "# Network\n\none\n\ntwo\n\nTHREE\n", "skills/php.yaml": "label: PHP\n",
            ], on: base)
        let merged = try merge(ours, theirs)
        #expect(merged.isClean)
        #expect(try read("members/birch.md", merged) == "---\nname: Birch Trees\ntown: Hull\n---\n")
        #expect(try read("README.md", merged) == "# Network\n\nONE\n\ntwo\n\nTHREE\n")
        #expect(try read("notes.txt", merged) == "x\n")
        #expect(try read("skills/php.yaml", merged) == "label: PHP\n")
        #expect(try merge(theirs, ours).tree == merged.tree)
        #expect(try merge(ours, base).tree == fixture.repository.commitHeader(ours).tree)
    }

    @Test("A conflict names the field, both values and both authors, and stands in the tree between marks")
    func conflict() throws {
        // Whoever changed something else in between is not the author of the value.
        let first = try commit(["members/birch.md": "---\nname: Birch\ntown: Hull\n---\n"], on: base, by: "Mair")
        let ours = try commit(
            ["members/birch.md": "---\nname: Birch\ntown: Hull\nnote: x\n---\n"], on: first, by: "Bea")
        let theirs = try commit(["members/birch.md": "---\nname: Birch\n---\n"], on: base, by: "Siân")
        let merged = try merge(ours, theirs)
        let claim = MergeFinding.Matter.value(
            field: "town", ours: .init(value: "Hull", author: "Mair"), theirs: .init(value: nil, author: "Siân"))
        #expect(merged.findings == [MergeFinding(path: "members/birch.md", line: 3, matter: claim)])
        #expect(
            merged.findings.map(\.sentence) == [
                "members/birch.md:3: both changed town: ours says Hull (Mair), theirs took it away (Siân)"
            ])
        #expect(
            try read("members/birch.md", merged) == """
                ---
                name: Birch
                <<<<<<< HEAD (Mair)
                town: Hull
                =======
                >>>>>>> topic (Siân)
                note: x
                ---

                """)
    }

    @Test("A file that one side removed and the other changed is reported, and kept as it was changed")
    func removed() throws {
        let ours = try commit(["members/birch.md": nil, "README.md": "# New\n"], on: base)
        let theirs = try commit(
            ["members/birch.md": "---\nname: Birch\ntown: Hull\n---\n", "README.md": nil], on: base)
        let merged = try merge(ours, theirs)
        #expect(merged.findings.map(\.matter) == [.removed(by: .theirs), .removed(by: .ours)])
        #expect(merged.findings.map(\.path) == ["README.md", "members/birch.md"])
        #expect(try read("members/birch.md", merged) == "---\nname: Birch\ntown: Hull\n---\n")
        #expect(try read("README.md", merged) == "# New\n")
    }

    @Test("A record that moved is merged where it is now: by its id, by a former id, or because it says the same")
    func moved() throws {
        let changed = try commit(
            ["members/cedar.md": cedar.replacing("Bath", with: "Bristol")], on: base)
        let moves = [
            // Into a folder by its first letters, and changed beyond what git would call the same.
            "members/_ce/cedar.md": "---\nname: Cedar\ntown: Bath\nheadcount: 9\nwebsite: https://cedar.example\n---\n",
            "members/cedar-trees.md":
                "---\nname: Cedar Trees\nformerly: [cedar]\ntown: Bath\n---\n\nAll new, and much longer than it ever was before.\n",
            "members/larch.md": cedar.replacing("headcount: 3", with: "headcount: 4"),
        ]
        for (path, text) in moves {
            let here = try commit(["members/cedar.md": nil, path: text], on: base)
            for (ours, theirs) in [(here, changed), (changed, here)] {
                let merged = try merge(ours, theirs)
                #expect(merged.isClean, "\(path) \(merged.findings)")
                #expect(try read(path, merged) == text.replacing("Bath", with: "Bristol"), "\(path)")
                #expect(try read("members/cedar.md", merged) == nil)
            }
        }
        let one = try commit(["members/cedar.md": nil, "members/a.md": cedar], on: base)
        let other = try commit(["members/cedar.md": nil, "members/b.md": cedar], on: base)
        #expect(
            try merge(one, other).findings.map(\.matter) == [.movedTwice(ours: "members/a.md", theirs: "members/b.md")])
        let gone = try commit(["members/cedar.md": nil], on: base)
        let left = try merge(one, gone)
        #expect(left.findings.map(\.matter) == [.removed(by: .theirs)])
        #expect(left.findings.map(\.path) == ["members/a.md"])
    }

    @Test("What is kept under a record's id goes on under its new one, and is never another's that says the same")
    func movedWithOwner() throws {
        let joined = "joined: 2020-01-01\n"
        let start = try commit(["memberships/cedar.yaml": joined], on: base)
        let left = try commit(["memberships/cedar.yaml": joined + "left: 2026-11-20\n"], on: start)
        let renamed = try commit(
            [
                "members/cedar.md": nil, "memberships/cedar.yaml": nil,
                "members/sprocket.md": cedar.replacing("name: Cedar", with: "name: Sprocket\nformerly: [cedar]"),
                "memberships/sprocket.yaml": joined, "members/anvil.md": cedar.replacing("Cedar", with: "Anvil"),
                "memberships/anvil.yaml": joined,
            ], on: start)
        let gone = try commit(
            [
                "members/cedar.md": nil, "memberships/cedar.yaml": nil, "memberships/anvil.yaml": joined,
                "members/anvil.md": cedar.replacing("Cedar", with: "Anvil"),
            ], on: start)
        for sides in [(renamed, left), (left, renamed)] {
            let merged = try merge(sides.0, sides.1)
            #expect(merged.isClean)
            #expect(try read("memberships/sprocket.yaml", merged) == joined + "left: 2026-11-20\n")
            #expect(try read("memberships/anvil.yaml", merged) == joined)
        }
        let changed = try commit(
            [
                "members/cedar.md": cedar.replacing("Bath", with: "Bristol"),
                "memberships/cedar.yaml": joined + "left: 2026-11-20\n",
            ], on: start)
        let merged = try merge(changed, gone)
        #expect(merged.findings.map(\.path) == ["members/cedar.md", "memberships/cedar.yaml"])
        #expect(merged.findings.map(\.matter) == [.removed(by: .theirs), .removed(by: .theirs)])
        #expect(try read("memberships/anvil.yaml", merged) == joined)
    }

    @Test("A file and a folder, or a link, at one path are reported")
    func kinds() throws {
        let file = try commit(["docs": "a file\n"], on: base)
        let folder = try commit(["docs/a.md": "a page\n"], on: base)
        for (ours, theirs) in [(file, folder), (folder, file)] {
            let merged = try merge(ours, theirs)
            #expect(merged.findings.map(\.matter) == [.otherKind])
            #expect(merged.tree == (try fixture.repository.commitHeader(ours).tree))
        }
        // A folder that goes makes room.
        let first = try commit(["old/a.md": "x\n"], on: base)
        let replaced = try commit(["old/a.md": nil, "old": "now a file\n"], on: first)
        let beside = try commit(["notes.txt": "y\n"], on: first)
        let merged = try merge(beside, replaced)
        #expect(merged.isClean)
        #expect(try read("old", merged) == "now a file\n")
    }

    @Test("Branches that were merged crosswise are merged from both bases, and what these disagree on decides nothing")
    func crosswise() throws {
        func page(_ town: String, _ note: String) -> [String: String?] {
            ["members/birch.md": "---\nname: Birch\ntown: \(town)\nnote: \(note)\n---\n"]
        }
        let one = try commit(page("Hull", "a"), on: base)
        let other = try commit(page("York", "b"), on: base)
        // Both are merged with each other; the two who merge choose differently.
        let ours = try commit(page("Hull", "b"), on: one, other)
        let theirs = try commit(page("Hull", "a"), on: other, one)
        let merged = try merge(ours, theirs)
        #expect(merged.findings.map(\.path) == ["members/birch.md"])
        guard case .value("note", _, _)? = merged.findings.first?.matter else {
            Issue.record("\(merged.findings)")
            return
        }
        let agreed = try merge(try commit(page("Hull", "c"), on: ours), try commit(page("Hull", "c"), on: theirs))
        #expect(agreed.isClean)
        #expect(try read("members/birch.md", agreed) == "---\nname: Birch\ntown: Hull\nnote: c\n---\n")
    }

    @Test("Histories that have nothing in common, or too much, are refused with what to do")
    func refused() throws {
        let alone = try fixture.repository.createCommit(
            tree: .emptyTree, parents: [], author: Signature(name: "A", email: "a@b.c", seconds: 0, offset: 0),
            committer: Signature(name: "A", email: "a@b.c", seconds: 0, offset: 0), message: "x")
        #expect(try storeFailure { try merge(base, alone) }.message.contains("no history in common"))
        let roots = try (1...21).map { try commit(["\($0).txt": "x"], on: base) }
        func all(_ name: String) throws -> ObjectID {
            let hand = Signature(name: "A", email: "a@b.c", seconds: 1_795_500_000, offset: 0)
            let tree = try fixture.repository.commitHeader(commit([name: "x"], on: base)).tree
            return try fixture.repository.createCommit(
                tree: tree, parents: roots, author: hand, committer: hand, message: name)
        }
        #expect(try storeFailure { try merge(all("x"), all("y")) }.help.first?.contains("git merge") == true)
    }

    @Test("Branches that three others were merged into each by itself are merged from all three")
    func threeBases() throws {
        func page(_ town: String, _ headcount: Int) -> String {
            "---\nname: Birch\ntown: \(town)\nheadcount: \(headcount)\n---\n"
        }
        let roots = [
            try commit(["members/birch.md": page("Hull", 1)], on: base), try commit(["one.txt": "one\n"], on: base),
            try commit(["two.txt": "two\n"], on: base),
        ]
        let both: [String: String?] = ["members/birch.md": page("Hull", 1), "one.txt": "one\n", "two.txt": "two\n"]
        let left = try commit(both, on: roots[0], roots[1], roots[2])
        let right = try commit(both, on: roots[2], roots[1], roots[0])
        let ours = try commit(["members/birch.md": page("Hull", 2)], on: left)
        let theirs = try commit(["members/birch.md": page("Rhyl", 1), "one.txt": nil], on: right)
        for merged in [try merge(ours, theirs), try merge(theirs, ours)] {
            #expect(merged.isClean, "\(merged.findings)")
            #expect(try read("members/birch.md", merged) == page("Rhyl", 2))
            #expect(try read("one.txt", merged) == nil && read("two.txt", merged) == "two\n")
        }
    }

    @Test("A program's mode and its text are merged each by itself")
    func modes() throws {
        let repository = fixture.repository
        func tree(_ entry: TreeEntry) throws -> ObjectID {
            let tree = try repository.updatingTree(repository.commitHeader(base).tree, changes: ["run.sh": entry])
            let hand = Signature(name: "A", email: "a@b.c", seconds: 0, offset: 0)
            return try repository.createCommit(tree: tree, parents: [base], author: hand, committer: hand, message: "x")
        }
        let ours = try tree(TreeEntry(mode: .executable, id: repository.writeBlob(Array("one\n".utf8))))
        let theirs = try tree(.file(repository.writeBlob(Array("one\n".utf8))))
        let merged = try merge(ours, theirs)
        #expect(try repository.lookup("run.sh", in: merged.tree)?.mode == .executable)
    }
}
