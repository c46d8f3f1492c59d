import Foundation
import Testing

@Suite("sync: what both sides changed")
struct SyncMergeTests {
    @Test("What both sides changed is merged, sent, and told with who said it when")
    func bothSides() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set ash headcount=7 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash town=Hull -q", in: "mair")
        let output = try await network.done("sync", in: "mair")
        #expect(
            output == """
                Received 1 change, sent 1. Nothing is waiting.
                  Ash  headcount 4 → 7  Siân Rees, today

                """)
        #expect(
            network.read("mair", "members/ash.md")
                == "---\nname: Ash\ntown: Hull\nheadcount: 7\n---\n\nA co-op.\n")
        #expect(try network.git("status --porcelain", in: "mair") == "")
        #expect(
            try network.git("log -1 --format=%s/%an/%b", in: "mair")
                == "Take in what origin/main has/Mair Owen/Cotech: sync")
        let back = try await network.done("sync", in: "sian")
        #expect(back.hasPrefix("Received 1 change. Nothing is waiting.\n  Ash  town Leeds → Hull  Mair Owen, today\n"))
        #expect(try network.git("rev-parse HEAD", in: "sian") == network.git("rev-parse HEAD", in: "mair"))
        // What is taken back is the own change, and not what came of the others'.
        try await network.done("undo -q", in: "mair")
        #expect(
            network.read("mair", "members/ash.md")
                == "---\nname: Ash\ntown: Leeds\nheadcount: 7\n---\n\nA co-op.\n")
    }

    @Test("Two people who found a page right on different days contradict each other in nothing: the later day counts")
    func confirmedTwice() async throws {
        let network = try SharedNetwork("mair", "sian")
        let page = { (head: String) in "---\nname: Ash\n\(head)---\n\nA co-op.\n" }
        for (clone, day, other) in [("sian", "2026-11-20", "2026-11-21"), ("mair", "2026-11-22", "2026-11-19")] {
            try network.commit(
                ["members/ash.md": page("confirmed: \(day)\nconfirmed-fields:\n  name: \(other)\n")], in: clone)
        }
        try network.git("push -q", in: "sian")
        try await network.done("sync -q", in: "mair")
        #expect(
            network.read("mair", "members/ash.md")
                == page("confirmed: 2026-11-22\nconfirmed-fields:\n  name: 2026-11-21\n"))
    }

    @Test("What the others changed, and nothing here, is said to be no news")
    func nothingNew() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set ash headcount=6 -q", in: "sian")
        try await network.done("members set ash headcount=5 -q", in: "sian")
        try await network.done("members set birch town=Rye -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=5 -q", in: "mair")
        let output = try await network.done("sync", in: "mair")
        let lines = output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("Ash headcount 6 → 5 (nothing new here) Siân Rees, today"), "\(output)")
        #expect(lines.contains { $0.hasPrefix("Birch town") && !$0.contains("nothing new") }, "\(output)")
    }

    @Test("A co-op that both sides renamed is told how to choose, and that it is here twice where nobody chose")
    func renamedTwice() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members rename ash aspen -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members rename ash alder -q", in: "mair")
        let refused = try await network.cotech("sync", in: "mair")
        #expect(
            refused.error.contains("git rm members/alder.md or git rm members/aspen.md, git commit -a"),
            "\(refused.error)")
        try network.git("merge -q --no-commit -s ours origin/main", in: "mair")
        try network.git("checkout -q origin/main -- members/aspen.md", in: "mair")
        try network.git("commit -qm Both", in: "mair")
        let check = try await network.cotech("check", in: "mair")
        #expect(
            check.output.contains("members/aspen.md: warning: \"ash\" is a former id of alder as well"),
            "\(check.output)")
    }

    @Test("An error that only comes of the two sides together is neither's, and nothing is taken in")
    func together() async throws {
        let network = try SharedNetwork("mair", "sian")
        try network.commit(["members/_ze/zed.md": "---\nname: Zed\n---\n"], in: "sian")
        try network.git("push -q", in: "sian")
        try network.commit(["members/zed.md": "---\nname: Zed\n---\n"], in: "mair")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 65 && answer.error.contains("that neither has"), "\(answer.error)")
        #expect(try network.state(of: "mair") == before)
    }

    @Test("Both sides' neighbouring lines, comments and text are merged")
    func neighbours() async throws {
        let network = try SharedNetwork("mair", "sian")
        try network.commit(
            [
                "members/ash.md":
                    "---\nname: Ash\n# Ring first.\ntelephone: 0114 496 0163\ntown: Leeds\nheadcount: 4\n---\n\nA co-op.\n"
            ], in: "sian")
        try network.git("push -q", in: "sian")
        try network.commit(
            ["members/ash.md": "---\nname: Ash\ntown: Hull\nheadcount: 5\nnote: new\n---\n\nA co-op, of five.\n"],
            in: "mair")
        try await network.done("sync", in: "mair")
        #expect(
            network.read("mair", "members/ash.md") == """
                ---
                name: Ash
                # Ring first.
                telephone: 0114 496 0163
                town: Hull
                headcount: 5
                note: new
                ---

                A co-op, of five.

                """)
    }

    @Test("A conflict names the field, both values and both authors, and changes nothing; there are two ways on")
    func conflict() async throws {
        let network = try SharedNetwork("mair", "sian", "zoe")
        for (clone, count) in [("sian", 9), ("mair", 8), ("zoe", 7)] {
            try await network.done("members set ash headcount=\(count) -q", in: clone)
            try await network.done("members set birch town=\(clone) -q", in: clone == "sian" ? "sian" : clone)
        }
        try network.commit(["members/birch.md": SharedNetwork.files["members/birch.md"]], in: "mair", "Back")
        try network.commit(["members/birch.md": SharedNetwork.files["members/birch.md"]], in: "zoe", "Back")
        try await network.done("sync -q", in: "sian")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75)
        #expect(
            answer.error.contains(
                "members/ash.md:4: both changed headcount: ours says 8 (Mair Owen), theirs says 9 (Siân Rees)\n"),
            "\(answer.error)")
        #expect(answer.error.contains("help: if theirs is right: cotech members set ash headcount=9\n"))
        #expect(answer.output == "")
        #expect(try network.state(of: "mair") == before)
        #expect(try await network.cotech("sync --dry-run", in: "mair").status == 75)
        // Agreeing with the other side is one command.
        try await network.done("members set ash headcount=9 -q", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 9\n") == true)
        // Deciding oneself is a merge by git, as the message says.
        let other = try await network.cotech("sync", in: "zoe")
        #expect(
            other.error.contains(
                "git merge origin/main, keep one of the two between the marks, git commit -a, cotech sync"))
        try network.git("merge origin/main >/dev/null || true", in: "zoe")
        let under = try await network.cotech("sync", in: "zoe")
        #expect(under.status == 75 && under.error.contains("a merge is not finished in "), "\(under.error)")
        try network.sandbox.run(
            "sh", "-c",
            "sed -i -e '/^<<<<<<< /d' -e '/^=======$/,/^>>>>>>> /d' members/ash.md && git commit -qam Seven",
            in: "zoe")
        try await network.done("sync", in: "zoe")
        #expect(network.read("zoe", "members/ash.md")?.contains("headcount: 7\n") == true)
        #expect(try network.tree(of: "origin.git") == network.tree(of: "zoe"))
    }

    @Test("What arrived since a commit is told from what others sent, though the merge stands on one's own side")
    func landed() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set ash headcount=6 -q", in: "mair")
        try await network.done("sync -q", in: "mair")
        let since = try network.git("rev-parse HEAD", in: "mair")
        try await network.done("members set birch town=Rye -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("sync -q", in: "mair")
        let answer = try await network.cotech(["review", "--landed", since], in: "mair")
        let commits = answer.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(answer.status == 1 && commits.count == 1, "\(answer)")
        #expect(answer.output.contains("members/birch.md") && !answer.output.contains("members/ash.md"))
    }

    @Test("A file that attributes keep from being merged is left to a person, and git says the same")
    func attributes() async throws {
        var files = SharedNetwork.files
        files[".gitattributes"]? += "*.svg binary\nCHANGES -merge\nlog.txt merge=union\n"
        let lines = (1...9).map { "line \($0)\n" }
        for name in ["logo.svg", "CHANGES", "log.txt"] { files[name] = lines.joined() }
        let network = try SharedNetwork("mair", "sian", files: files)
        for (clone, place) in [("sian", 1), ("mair", 7)] {
            var changed = lines
            changed[place] = "of \(clone)\n"
            let text = changed.joined()
            try network.commit(["logo.svg": text, "CHANGES": text, "log.txt": text], in: clone)
        }
        try network.git("push -q", in: "sian")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75 && answer.error.contains("3 things were changed on both sides"), "\(answer.error)")
        #expect(answer.error.contains("CHANGES: both changed it, and .gitattributes says not to merge it"))
        #expect(answer.error.contains("log.txt: both changed it, and .gitattributes has it merged by union"))
        #expect(try network.state(of: "mair") == before)
        try network.git("merge -q origin/main >/dev/null 2>&1; true", in: "mair")
        #expect(try network.git("diff --name-only --diff-filter=U", in: "mair") == "CHANGES\nlogo.svg")
        try network.git("merge --abort", in: "mair")
        // What git merges by itself is left to it, and a driver that nobody has set up is none.
        try network.commit([".gitattributes": "log.txt merge=union\nCHANGES merge=none\n"], in: "mair")
        try network.git("checkout -q HEAD~2 -- logo.svg && git commit -qm Back", in: "mair")
        let left = try await network.cotech("sync", in: "mair")
        #expect(left.status == 75 && left.error.contains("1 thing was changed on both sides"), "\(left.error)")
        #expect(left.error.contains("to have git merge it: git merge origin/main, cotech sync\n"), "\(left.error)")
        try network.git("merge -q --no-edit origin/main", in: "mair")
        try await network.done("sync", in: "mair")
    }

    @Test("A co-op that others made part of another, and that was changed here, leads to that other one")
    func joined() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members merge birch --into ash -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set birch town=Rye -q", in: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75, "\(answer)")
        #expect(
            answer.error.contains("members/birch.md: they made it part of ash, and we changed it")
                && answer.error.contains("cotech members set ash FIELD=VALUE")
                && answer.error.contains("git rm members/birch.md,"), "\(answer.error)")
    }
}
