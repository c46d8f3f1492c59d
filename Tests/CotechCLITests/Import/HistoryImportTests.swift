import Foundation
import Testing

@Suite("A directory's history is replayed")
struct HistoryImportTests {
    static let mapping = """
        format: front-matter
        mend:
          - ambiguous-colon
          - unclosed-front-matter
        terms:
          services: service
        folders:
          _coops:
            kind: members
            body: description
            fields:
              title: name
              members: headcount
              services: services
            ignore:
              layout: how the page is drawn
          _services:
            kind: skills
            set:
              kind: service
            fields:
              title: label
          _tools:
            kind: skills
            set:
              kind: tech
            fields:
              title: label
        skip:
          "**/*.png": pictures

        """

    private func sandbox() throws -> ImportSandbox {
        let sandbox = try ImportSandbox()
        try sandbox.write("map.yaml", Self.mapping)
        return sandbox
    }

    private func imported(_ sandbox: ImportSandbox, _ source: String, _ more: String...) -> ImportSandbox.Outcome {
        switch more.first {
        case let flag?: sandbox.cotech("members", "import", source, "--history", "--mapping", "../map.yaml", flag)
        case nil: sandbox.cotech("members", "import", source, "--history", "--mapping", "../map.yaml")
        }
    }

    private func coop(_ name: String, _ more: String = "") -> String {
        "---\ntitle: \(name)\n\(more)---\n\nWe are \(name).\n"
    }

    /// Two lines of work, an empty commit, a merge and a revert.
    private func branching() -> SourceStream {
        var stream = SourceStream()
        let first = stream.commit("Begin\n\nWith care.", .file("_coops/a.md", coop("A")), .file("README", "hello"))
        let left = stream.commit("A grows", from: [first], .file("_coops/a.md", coop("A", "members: 3\n")))
        let right = stream.commit(
            "Add B\n\nReviewed-by: Zoë", from: [first], on: "side", .file("_coops/b.md", coop("B")))
        let empty = stream.commit("Nothing", from: [right], on: "side")
        let merge = stream.commit("Merge", from: [left, empty], .file("_coops/b.md", coop("B")))
        stream.commit("Change the readme only", from: [merge], .file("README", "bye"))
        return stream
    }

    @Test("one commit for each source commit, in its shape, with its people, times and words")
    func shape() throws {
        let sandbox = try sandbox()
        let source = try sandbox.source(branching())
        let head = try sandbox.id("HEAD")
        let result = imported(sandbox, source)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.hasPrefix("6 commits replayed, 1 merge among them, 2 without a change to a record."))
        #expect(try sandbox.id("HEAD^1") == head)
        let format = "--format=%P|%an|%ae|%at|%ad|%cn|%ce|%ct|%cd"
        let order = "--topo-order"
        let originals = try sandbox.git("log", order, "--date=raw", "--format=%H", "main", in: source).split(
            separator: "\n")
        let copies = try sandbox.git("log", order, "--format=%H", "HEAD^2").split(separator: "\n")
        #expect(originals.count == 6 && copies.count == 6)
        var copyOf: [Substring: Substring] = [:]
        for copy in copies {
            let message = try sandbox.git("show", "-s", "--format=%B", String(copy))
            let line = try #require(message.split(separator: "\n").last)
            #expect(line.hasPrefix("Imported-From: "))
            copyOf[line.dropFirst("Imported-From: ".count)] = copy
        }
        for original in originals {
            let copy = try #require(copyOf[original])
            var said = try sandbox.git("show", "-s", "--date=raw", format, String(original), in: source)
            for (from, to) in copyOf { said = said.replacing(from, with: to) }
            #expect(try sandbox.git("show", "-s", "--date=raw", format, String(copy)) == said)
            let words = try sandbox.git("show", "-s", "--format=%B", String(original), in: source)
            let copied = try sandbox.git("show", "-s", "--format=%B", String(copy))
            #expect(copied.hasPrefix(words))
        }
        #expect(try sandbox.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
        #expect(try sandbox.git("status", "--porcelain") == "")
        #expect(try sandbox.read("members/a.md") == "---\nname: A\nheadcount: 3\n---\n\nWe are A.\n")
        // A trailer joins those that are there.
        #expect(try sandbox.git("log", "--format=%B", "--grep=Add B").contains("Reviewed-by: Zoë\nImported-From: "))
    }

    @Test("a second run changes nothing, and a third brings only what is new")
    func resuming() throws {
        let sandbox = try sandbox()
        var stream = branching()
        let source = try sandbox.source(stream)
        _ = imported(sandbox, source)
        let head = try sandbox.id("HEAD")
        let again = imported(sandbox, source)
        #expect(again.status == 0 && again.output == "Nothing new: all of it was imported before.\n")
        #expect(try sandbox.id("HEAD") == head)
        // The network goes on with its own work meanwhile.
        #expect(sandbox.cotech("members", "set", "a", "town=Leeds").status == 0)
        stream.commit("B moves", from: [6], .file("_coops/b.md", coop("B", "members: 9\n")))
        stream.commit("C comes, A stays", from: [7], .file("_coops/c.md", coop("C")))
        _ = try sandbox.source(stream)
        let third = imported(sandbox, source)
        #expect(third.output.hasPrefix("2 commits replayed"))
        #expect(try sandbox.read("members/b.md").contains("headcount: 9"))
        #expect(try sandbox.read("members/a.md").contains("town: Leeds"))
        #expect(sandbox.exists("members/c.md"))
        #expect(try sandbox.git("log", "--format=%s", "--grep=Imported-From").split(separator: "\n").count == 8)
    }

    @Test("an import that was taken back comes again, whole and with its dates")
    func again() throws {
        let sandbox = try sandbox()
        let source = try sandbox.source(branching())
        #expect(imported(sandbox, source).status == 0)
        let tree = try sandbox.id("HEAD^{tree}")
        let undone = sandbox.cotech("undo")
        #expect(undone.status == 0, "\(undone.error)")
        #expect(!sandbox.cotech("members", "list").output.contains("A"))
        let again = imported(sandbox, source)
        #expect(again.status == 0 && !again.output.contains("Nothing new"), "\(again.output)\(again.error)")
        #expect(try sandbox.id("HEAD^{tree}") == tree)
        #expect(imported(sandbox, source).output.hasPrefix("Nothing new"))
        let ages = sandbox.cotech("members", "stale", "--ages", "--format", "csv").output
        #expect(ages.contains("a,") && !ages.contains(",unknown"))
    }

    @Test("a term that comes again is spelt as it was the first time")
    func spellings() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        let first = stream.commit("Begin", .file("_coops/a.md", coop("A", "services:\n  - Web Apps\n  - maps\n")))
        stream.commit("Smaller", from: [first], .file("_coops/a.md", coop("A", "services:\n  - web apps\n  - maps\n")))
        let source = try sandbox.source(stream)
        #expect(imported(sandbox, source).status == 0)
        let term = try sandbox.read("skills/web-apps.yaml")
        #expect(term.contains("label: Web Apps\n"), "\(term)")
        #expect(sandbox.cotech("undo").status == 0)
        #expect(!sandbox.exists("skills/web-apps.yaml"))
        #expect(imported(sandbox, source).output.contains("skills/web-apps.yaml   Web Apps"))
        #expect(try sandbox.read("skills/web-apps.yaml") == term)
        #expect(try sandbox.read("skills/maps.yaml").contains("label: maps\n"))
    }

    @Test("what one import brought comes again although a later one stands")
    func partly() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        let first = stream.commit("Begin", .file("_coops/a.md", coop("A")))
        let source = try sandbox.source(stream)
        #expect(imported(sandbox, source).status == 0)
        stream.commit("More", from: [first], .file("_coops/b.md", coop("B")))
        _ = try sandbox.source(stream)
        #expect(imported(sandbox, source).status == 0)
        #expect(sandbox.cotech("undo", "HEAD~1").status == 0)
        #expect(!sandbox.cotech("members", "list", "--format", "csv").output.contains("\na,"))
        #expect(imported(sandbox, source).status == 0)
        #expect(sandbox.cotech("members", "list", "--format", "csv").output.contains("\na,"))
        #expect(imported(sandbox, source).output.hasPrefix("Nothing new"))
    }

    @Test("what both sides changed stays as it is in the store, and is said")
    func conflict() throws {
        let sandbox = try sandbox()
        var stream = branching()
        let source = try sandbox.source(stream)
        _ = imported(sandbox, source)
        _ = sandbox.cotech("members", "set", "b", "headcount=2")
        stream.commit("B moves", from: [6], .file("_coops/b.md", coop("B", "members: 9\n")))
        _ = try sandbox.source(stream)
        let result = imported(sandbox, source)
        #expect(result.error.contains("members/b.md was changed here and in the source"))
        #expect(try sandbox.read("members/b.md").contains("headcount: 2"))
    }

    @Test("a preview says the same and writes nothing")
    func preview() throws {
        let sandbox = try sandbox()
        let source = try sandbox.source(branching())
        let head = try sandbox.id("HEAD")
        let result = imported(sandbox, source, "--preview")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("6 commits would be replayed"))
        #expect(try sandbox.id("HEAD") == head)
        #expect(!sandbox.exists("members"))
        #expect(try sandbox.git("for-each-ref").split(separator: "\n").count == 1)
    }

    @Test("a revert cites the replay of what it reverts, and keeps the original")
    func reverts() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        let first = stream.commit("Begin", .file("_coops/a.md", coop("A")))
        let second = stream.commit("Remove A", from: [first], .remove("_coops/a.md"))
        let source = try sandbox.source(stream)
        let removed = try sandbox.id("main", in: source)
        stream.commit(
            "Revert \"Remove A\"\n\nThis reverts commit \(removed).\n", from: [second], .file("_coops/a.md", coop("A")))
        stream.commit("This reverts commit \(String(repeating: "ab", count: 20)).", from: [3])
        _ = try sandbox.source(stream)
        let result = imported(sandbox, source)
        let replay = try sandbox.git("log", "--format=%H", "--grep=^Remove A")
        let message = try sandbox.git("log", "-1", "--format=%B", "--grep=^Revert")
        #expect(message.contains("This reverts commit \(replay)."))
        #expect(message.contains("\nImported-Reverts: \(removed)\nImported-From: "))
        #expect(result.output.contains("abababa"))
    }

    @Test(
        "a version that cannot be read keeps the record before it, with its text under x-unparsed; one that can is mended"
    )
    func unreadable() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        let first = stream.commit("Begin", .file("_coops/a.md", coop("A", "members: 3\n")))
        let broken = stream.commit("Break it", from: [first], .file("_coops/a.md", "---\ntitle: 'A\nmembers: 4\n---\n"))
        let side = stream.commit("Elsewhere", from: [broken], on: "side", .file("_coops/b.md", coop("B")))
        let merge = stream.commit("Merge", from: [broken, side], .file("_coops/b.md", coop("B")))
        let mended = stream.commit("Repair", from: [merge], .file("_coops/a.md", "---\ntitle: A: the co-op\n---\n"))
        let last = stream.commit(
            "First of all broken", from: [mended], .file("_coops/c.md", "---\ntitle: \"C\n---\n"))
        let result = imported(sandbox, try sandbox.source(stream))
        #expect(
            result.output.contains(
                "_coops/a.md:2   this quote is not closed [unclosed-quote]   text kept under x-unparsed"))
        #expect(result.output.contains("_coops/a.md:2   ambiguous-colon"))
        let kept = try sandbox.git("show", "HEAD^2~3:members/a.md")
        #expect(kept.hasPrefix("---\nname: A\nheadcount: 3\nx-unparsed: |"))
        #expect(kept.contains("  members: 4"))
        // The merge says nothing of its own: it has the same text.
        #expect(try sandbox.git("show", "HEAD^2~2:members/a.md") == kept)
        #expect(try sandbox.read("members/a.md") == "---\nname: 'A: the co-op'\n---\n")
        #expect(try sandbox.read("members/c.md").hasPrefix("---\nx-unparsed: |"))
        // It has no name, which check says; the import is not refused for it, but leaves something to mend.
        #expect(result.status == 65 && result.output.contains("missing-field"))
        stream.commit("Mend it", from: [last], .file("_coops/c.md", coop("C")))
        let again = imported(sandbox, try sandbox.source(stream))
        #expect(again.status == 0, "\(again)")
    }

    @Test("a replay is told as a text or as json, and in nothing else", arguments: ["csv", "jsonl", "markdown"])
    func formats(format: String) throws {
        let result = try sandbox().cotech(
            "members", "import", "nowhere", "--history", "--mapping", "../map.yaml", "--format", format)
        #expect(result.status == 64 && result.error.contains("or say --format json"), "\(result)")
    }

    @Test("a line that is mended as two is told on one")
    func mendedAsTwo() throws {
        let sandbox = try sandbox()
        let map = try String(contentsOfFile: sandbox.root + "/map.yaml", encoding: .utf8)
        try sandbox.write("map.yaml", map.replacing("mend:\n", with: "mend:\n  - missing-front-matter\n"))
        var stream = SourceStream()
        stream.commit("Begin", .file("_coops/a.md", "title: A\nmembers: 3\n---\n"))
        let result = imported(sandbox, try sandbox.source(stream))
        #expect(
            result.output.contains("_coops/a.md:1   missing-front-matter, read as: --- ⏎ title: A\n"),
            "\(result.output)")
    }

    @Test("elements that name no term make one, labelled as they were written")
    func terms() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        stream.commit(
            "Begin", .file("_coops/a.md", coop("A", "services:\n- Web Apps\n- hosting\n- email\n")),
            .file("_services/hosting.md", "---\ntitle: Hosting\n---\n"),
            .file("_services/email.md", "---\ntitle: E-mail\n---\n"),
            .file("_tools/email.md", "---\ntitle: Electronic mail\n---\n"))
        let result = imported(sandbox, try sandbox.source(stream))
        #expect(result.output.contains("Web Apps   → web-apps"))
        #expect(try sandbox.read("skills/web-apps.yaml") == "label: Web Apps\nkind: service\n")
        #expect(try sandbox.read("skills/hosting.yaml") == "label: Hosting\nkind: service\n")
        // Two folders claim one id: the first has it, and the other's label is another word for it.
        #expect(
            try sandbox.read("skills/email.yaml") == "label: E-mail\nkind: service\naliases:\n  - Electronic mail\n")
        #expect(sandbox.cotech("check").status == 0)
    }

    @Test("nothing in a hostile source gets out of its folder, is followed or is lost without a word")
    func hostile() throws {
        let sandbox = try sandbox()
        var stream = SourceStream()
        stream.commit(
            "Evil\u{1B}[31m", .link("_coops/link.md", "/etc/passwd"), .submodule("_coops/sub"), .submodule("elsewhere"),
            .file("_coops/..%2f..%2fetc.md", coop("Up")), .file("_coops/-rf.md", coop("Dash")),
            .file("_coops/CON.MD.md", coop("Con")), .quoted("_coops/caf\\351.md", coop("Latin")),
            .file("_coops/deep/down.md", coop("Deep")), .file("_coops/!!!.md", coop("Marks")),
            .bytes("_coops/huge.md", Array(repeating: UInt8(ascii: "a"), count: 300_000)),
            .bytes("_coops/binary.md", [0xFF, 0xFE, 0, 1, 2]), .file("_coops/photo.png", "png"),
            .file("_coops/formula.md", "---\ntitle: =cmd|' /C calc'!A0\nmembers: \u{202E}9\n---\n"),
            .file("_coops/old_name", coop("Old")), .file("_coops/notes", "no front matter"),
            .file("cotech.yaml", "name: Mine now\n"), .file("members/planted.md", "---\nname: P\n---\n"))
        let result = imported(sandbox, try sandbox.source(stream))
        #expect(result.status == 65, "\(result.error)")
        for line in [
            "_coops/link.md   a symbolic link, which is not followed", "_coops/sub   a submodule",
            "elsewhere   in no folder that the mapping names",
            "_coops/deep/down.md   only files directly in a folder are records",
            "_coops/!!!.md   its name has nothing that an id can be made of", "_coops/photo.png   pictures",
            "_coops/notes   without an ending, and not a text with front matter", "cotech.yaml   in no folder",
            "members/planted.md   in no folder", "_coops/old_name   → old-name", "_coops/-rf.md   → rf", "300000 bytes",
        ] { #expect(result.output.contains(line), "\(line)") }
        #expect(!result.output.contains("\u{1B}"))
        #expect(try sandbox.read("cotech.yaml").contains("Trial"))
        #expect(!sandbox.exists("members/planted.md"))
        let records = try FileManager.default.contentsOfDirectory(atPath: sandbox.store + "/members").sorted()
        #expect(records.allSatisfy { name in name.utf8.allSatisfy { $0 < 0x80 } && !name.hasPrefix("-") })
        #expect(try sandbox.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
        #expect(try sandbox.git("ls-files", "-s").split(separator: "\n").allSatisfy { $0.hasPrefix("100644") })
        #expect(!(try sandbox.git("ls-files")).contains("etc.md\n../"))
    }

    @Test("the source may be unusable, and each time the reason is said")
    func unusable() throws {
        let sandbox = try sandbox()
        #expect(sandbox.cotech("members", "import", "../nowhere", "--history", "--mapping", "../map.yaml").status == 69)
        let source = try sandbox.source(branching())
        let wrongRef = sandbox.cotech(
            "members", "import", source, "--history", "--ref", "nowhere", "--mapping", "../map.yaml")
        #expect(wrongRef.status == 64)
        #expect(sandbox.cotech("members", "import", source, "--history").status == 64)
        try sandbox.git("clone", "-q", "--bare", "--depth", "1", "file://\(source)", sandbox.root + "/shallow.git")
        let shallow = sandbox.cotech(
            "members", "import", "../shallow.git", "--history", "--mapping", "../map.yaml")
        #expect(shallow.status == 69 && shallow.error.contains("--unshallow"))
        try sandbox.write("map.yaml", "format: front-matter\nfoldrs:\n  a:\n    kind: members\n")
        let wrongMap = sandbox.cotech("members", "import", source, "--history", "--mapping", "../map.yaml")
        #expect(wrongMap.status == 65 && wrongMap.error.contains("instead: folders:"))
    }
}
