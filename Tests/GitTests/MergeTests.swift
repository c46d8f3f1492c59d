import Testing

@testable import Git

/// Texts merged as lines, and what merging asks of a repository.
@Suite("Merging")
struct MergeTests {
    private func chunks(_ base: String, _ ours: String, _ theirs: String) throws -> [TextMerge.Chunk]? {
        try TextMerge.chunks(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
    }

    private func agreed(_ text: String) -> TextMerge.Chunk { .agreed(Array(text.utf8)) }
    private func conflict(_ ours: String, _ theirs: String) -> TextMerge.Chunk {
        .conflict(ours: Array(ours.utf8), theirs: Array(theirs.utf8))
    }

    @Test("Lines of both sides come together, and those that both changed are apart")
    func lines() throws {
        #expect(try chunks("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n") == [agreed("A\nb\nC\n")])
        #expect(
            try chunks("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n") == [agreed("a\n"), conflict("X\n", "Y\n"), agreed("c\n")])
        #expect(try chunks("a\nb\n", "a\n", "a\nc\n") == [agreed("a\n"), conflict("", "c\n")])
        #expect(try chunks("", "", "") == [])
        #expect(try chunks("", "a", "b") == [conflict("a\n", "b\n")])
        #expect(try chunks("a\r\nb\r\n", "a\r\nX\r\n", "a\r\nY\r\n") == [agreed("a\r\n"), conflict("X\r\n", "Y\r\n")])
    }

    @Test("Lines that look like marks are lines, and bytes that are no text are not merged")
    func marks() throws {
        let marks = "<<<<<<< a\n=======\n>>>>>>> b\n" + String(repeating: "=", count: 80) + "\n"
        #expect(try chunks(marks + "a\n", marks + "b\n", marks + "c\n") == [agreed(marks), conflict("b\n", "c\n")])
        #expect(try chunks("a", "\0b", "c") == nil)
        #expect(try chunks("a\n", String(repeating: "=", count: 70_000) + "\n", "c\n")?.count == 1)
    }

    @Test("They are the chunks that git merge-file writes")
    func asGit() throws {
        let sandbox = try Sandbox(.none)
        var state: UInt64 = 42
        func randomText() -> String {
            (0..<8).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return "abc".map { "\($0)\n" }[Int(state >> 33) % 3]
            }.joined()
        }
        for _ in 0..<40 {
            let (base, ours, theirs) = (randomText(), randomText(), randomText())
            try sandbox.write("base", base)
            try sandbox.write("ours", ours)
            try sandbox.write("theirs", theirs)
            let byGit = try sandbox.run(
                "git", ["merge-file", "-p", "-L", "o", "-L", "b", "-L", "t", "ours", "base", "theirs"])
            let here = try #require(try chunks(base, ours, theirs)).map { chunk in
                switch chunk {
                case .agreed(let lines): text(lines)
                case .conflict(let ours, let theirs):
                    "<<<<<<< o\n\(text(ours))=======\n\(text(theirs))>>>>>>> t\n"
                }
            }.joined()
            #expect(byGit.output + "\n" == here, "\(base)---\n\(ours)---\n\(theirs)")
        }
    }

    @Test("Every best commit that two come from is found, as git finds them")
    func bases() throws {
        let sandbox = try Sandbox()
        let root = try sandbox.commitAll("root")
        try sandbox.git("switch", "-q", "-c", "one")
        let one = try sandbox.commitAll("one")
        try sandbox.git("switch", "-q", "-c", "other", "main")
        let other = try sandbox.commitAll("other")
        try sandbox.git("switch", "-q", "-c", "left", "one")
        try sandbox.git("merge", "-q", "-s", "ours", "--no-edit", "other")
        try sandbox.git("switch", "-q", "-c", "right", "other")
        try sandbox.git("merge", "-q", "-s", "ours", "--no-edit", "one")
        let repository = try sandbox.open()
        #expect(try repository.mergeBases(one, other) == [root])
        let crosswise = try repository.mergeBases(sandbox.id("left"), sandbox.id("right"))
        #expect(Set(crosswise) == [one, other])
        let byGit = try sandbox.git("merge-base", "--all", "left", "right").split(separator: "\n").map(String.init)
        #expect(Set(byGit) == Set(crosswise.map(\.description)))
    }

    @Test(
        "Whatever the histories and the clocks, they are those that git finds",
        arguments: 1...20 as ClosedRange<UInt64>)
    func generatedBases(seed: UInt64) throws {
        let sandbox = try Sandbox(.bare)
        let repository = try sandbox.open()
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var ids: [ObjectID] = []
        for number in 0..<24 {
            // Mostly the last few go on, so that there are long branches, and some clocks are wrong by days.
            let parents = Set((0..<min(1 + random(2), number)).map { _ in ids[number - 1 - random(min(number, 4))] })
            let who = Signature(
                name: "Ada", email: "ada@example.org",
                seconds: Int64(1_700_000_000 + number * 60 + (random(5) == 0 ? random(9) * 600 - 2_400 : 0)))
            ids.append(
                try repository.createCommit(
                    tree: .emptyTree, parents: parents.sorted(), author: who, committer: who, message: "\(number)"))
        }
        try repository.storeAll()
        for _ in 0..<12 {
            let (one, other) = (ids[random(24)], ids[random(24)])
            let byGit = try sandbox.run("git", ["merge-base", "--all", "\(one)", "\(other)"]).output
            let here = try repository.mergeBases(one, other).map(\.description)
            #expect(Set(here) == Set(byGit.split(separator: "\n").map(String.init)), "\(one) and \(other)")
        }
    }

    @Test("A file that moved and changed a little is found at its new path")
    func renames() throws {
        let sandbox = try Sandbox()
        let lines = (1...20).map { "line \($0)\n" }.joined()
        try sandbox.write("old.txt", lines)
        try sandbox.write("stays.txt", "x\n")
        let before = try sandbox.commitAll()
        try sandbox.git("mv", "old.txt", "new.txt")
        try sandbox.write("new.txt", lines + "one more\n")
        try sandbox.write("other.txt", "nothing alike\n")
        let after = try sandbox.commitAll()
        let repository = try sandbox.open()
        let found = try repository.renames(
            from: repository.commitHeader(before).tree, to: repository.commitHeader(after).tree)
        #expect(found.map(\.old) == ["old.txt"] && found.map(\.new) == ["new.txt"])
        #expect(try repository.renames(from: .emptyTree, to: repository.commitHeader(after).tree).isEmpty)
    }

    @Test(
        "Attributes are those of the working files, and of HEAD where there are none",
        arguments: [Sandbox.Kind.clone, .bare])
    func attributes(_ kind: Sandbox.Kind) throws {
        let sandbox = try Sandbox()
        try sandbox.write(".gitattributes", "members/**/*.md merge=cotech\n*.txt -merge\n*.yaml merge\n")
        try sandbox.commitAll()
        let place = kind == .bare ? "\(sandbox.root)/bare" : sandbox.path
        if kind == .bare { try sandbox.git("clone", "-q", "--bare", sandbox.path, place) }
        let repository = try sandbox.open(place)
        #expect(repository.attribute("merge", of: "members/a.md") == "cotech")
        #expect(repository.attribute("merge", of: "members/_ab/abacus.md") == "cotech")
        for path in ["a.md", "members/a.txt", "members/a.yaml"] {
            #expect(repository.attribute("merge", of: path) == nil)
        }
    }
}
