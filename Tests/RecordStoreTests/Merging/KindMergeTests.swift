import CoopNetwork
import Foundation
import RecordModel
import RecordStore
import RecordText
import Testing

/// How the network's own kinds merge: each field by its shape, one file at a time.
@Suite("Merging records of a kind")
struct KindMergeTests {
    private func merge(
        _ path: String, _ base: String?, _ ours: String, _ theirs: String, kinds: [Kind] = Network.kinds
    ) throws -> FileMerge {
        try FileMerge.merge(
            base: base.map { Array($0.utf8) }, ours: Array(ours.utf8), theirs: Array(theirs.utf8), path: path,
            kinds: kinds)
    }

    private func text(_ merge: FileMerge) -> String {
        String(decoding: merge.text.marked { _ in ("ours", "theirs") }.bytes, as: UTF8.self)
    }

    private func page(_ lines: String) -> String { "---\nname: Ash\n\(lines)---\n\nA co-op.\n" }

    @Test(
        "Fields of every shape are merged as what they are",
        arguments: [
            // A scalar that both changed to the same, written in two ways.
            ("headcount: 4\n", "headcount: 5\n", "headcount: '5'\n"),
            (
                "contacts:\n  Bea: bea@ash.example\n", "contacts:\n  Bea: bea@ash.example\n  Cy: cy@ash.example\n",
                "contacts:\n"
            ),
            (
                "skills:\n  offered:\n    - php\n", "skills:\n  offered:\n    - php: expert\n",
                "skills:\n  offered:\n    - php\n    - swift\n"
            ),
            ("services: [php]\n", "services: [php, swift]\n", "services:\n  - php\n  - maps\n"),
            ("extra:\n  colour: red\n", "extra:\n  colour: red\n  size: 3\n", "extra:\n  colour: blue\n"),
            (
                "x-own:\n  - a: 1\n    b: 2\n", "x-own:\n  - a: 1\n    b: 3\n",
                "x-own:\n  - a: 1\n    b: 2\ntown: Leeds\n"
            ),
            ("members: 4\n", "headcount: 4\n", "members: 5\n"),
        ])
    func shapes(_ base: String, _ ours: String, _ theirs: String) throws {
        for (one, other) in [(ours, theirs), (theirs, ours)] {
            let result = try merge("members/ash.md", page(base), page(one), page(other))
            #expect(result.isClean && result.manner == .record, "\(text(result))")
            #expect(Document(parsing: text(result), form: .markdown).isReadable)
        }
    }

    @Test("What both sides say of one entry differently is named to the entry")
    func conflicts() throws {
        let result = try merge(
            "people/ada.yaml", "name: Ada\ncoops:\n  ash:\n    role: cook\n  elm:\n    role: smith\n",
            "name: Ada\ncoops:\n  ash:\n    role: baker\n  elm:\n    role: smith\n    until: 2026-01-01\n",
            "name: Ada\ncoops:\n  ash:\n    role: carter\n  elm:\n    role: weaver\n")
        #expect(result.text.conflicts.map(\.path) == [["coops", "ash", "role"]])
        let elm = "  elm:\n    role: weaver\n    until: 2026-01-01\n"
        #expect(text(result).contains(elm))
    }

    @Test("A network's own field is merged by the type that settings give it")
    func extras() throws {
        let settings = Record(
            kind: Settings.kind, id: .only,
            contents: ContentsInMemory(["extra": [Leaf(entry: "members.tags", value: .text("list of text"))]]))
        let kinds = [StoreSettings.kind(Members.kind, settings: settings)]
        let texts = ["extra:\n  tags: [a, b]\n", "extra:\n  tags: [b, a]\n", "extra:\n  tags: [a, b, c]\n"].map(page)
        #expect(try merge("members/ash.md", texts[0], texts[1], texts[2], kinds: kinds).isClean)
        // Without the declaration nobody knows that the order says nothing.
        #expect(try !merge("members/ash.md", texts[0], texts[1], texts[2]).isClean)
    }

    @Test("Settings are merged as a record, and what lies beside records as lines")
    func otherFiles() throws {
        let settings = try merge(
            "cotech.yaml", "name: N\ngrace: 90\nsweep: 3\n", "name: N\ngrace: 60\nsweep: 3\n",
            "name: N\ngrace: 90\nsweep: 5\n")
        #expect(text(settings) == "name: N\ngrace: 60\nsweep: 5\n")
        let page = try merge("members/README.md", "# Members\n\none\n", "# Members\n\nuno\n", "# Members\n\neins\n")
        #expect(page.manner == .lines)
        #expect(text(page) == "# Members\n\n<<<<<<< ours\nuno\n=======\neins\n>>>>>>> theirs\n")
        let picture = try merge("logos/a.png", "\u{0}a", "\u{0}b", "\u{0}c")
        #expect(picture.manner == .whole && !picture.isClean)
        #expect(text(picture) == "\u{0}b")
    }

    @Test("A side that cannot be read is merged as lines, and a key that then stands there twice is told")
    func unreadable() throws {
        let repaired = try merge(
            "members/ash.md", page("town: 'Leeds\nnote: x\n\nheadcount: 4\n"),
            page("town: Leeds\nnote: x\n\nheadcount: 4\n"),
            page("town: 'Leeds\nnote: x\n\nheadcount: 5\n"))
        #expect(repaired.manner == .lines && repaired.isClean)
        #expect(text(repaired) == page("town: Leeds\nnote: x\n\nheadcount: 5\n"))
        let twice = try merge(
            "members/ash.md", page("town: 'Leeds\na: 1\nb: 2\nc: 3\n"),
            page("telephone: 1\ntown: 'Leeds\na: 1\nb: 2\nc: 3\n"),
            page("town: 'Leeds\na: 1\nb: 2\nc: 3\ntelephone: 2\n"))
        #expect(twice.manner == .lines && !twice.isClean)
        #expect(twice.problems.map(\.code) == ["duplicate-key"])
    }
}
