import CoopNetwork
import Foundation
import RecordModel
import RecordStore
import Testing

@Suite("sync")
struct SyncTests {
    @Test("A first copy in an empty place, and then nothing is new")
    func firstCopy() async throws {
        let network = try SharedNetwork()
        try network.sandbox.run("git", "init", "-q", "--bare", "-b", "main", "empty.git")
        let alone = try await network.cotech("sync", in: "first")
        #expect(alone.status == 69 && alone.error.contains("git remote add origin ADDRESS"), "\(alone.error)")
        try network.git("remote add origin ../empty.git", in: "first")
        #expect(try await network.done("sync", in: "first") == "Sent 1 change. Nothing is waiting.\n")
        #expect(try network.tree(of: "empty.git") == network.tree(of: "first"))
        // Git's own commands need not be told where the branch goes any more.
        #expect(try network.git("rev-parse --abbrev-ref @{upstream}", in: "first") == "origin/main")
        #expect(
            try await network.done("sync", in: "first") == "Nothing is new on either side. Nothing is waiting.\n")
    }

    @Test("A clone of an empty place begins with what the others have begun")
    func unborn() async throws {
        let network = try SharedNetwork()
        try network.sandbox.run("git", "init", "-q", "--bare", "-b", "main", "empty.git")
        try network.sandbox.run("sh", "-c", "git clone -q empty.git early 2>/dev/null")
        let nothing = try await network.cotech("sync", in: "early")
        #expect(nothing.status == 0, "\(nothing.error)")
        try network.git("symbolic-ref HEAD refs/heads/other", in: "early")
        try network.git("push -q ../empty.git main", in: "first")
        let elsewhere = try await network.cotech("sync", in: "early")
        #expect(elsewhere.status == 69 && elsewhere.error.contains("git switch main"), "\(elsewhere.error)")
        try network.git("symbolic-ref HEAD refs/heads/main", in: "early")
        let answer = try await network.cotech("sync", in: "early")
        #expect(answer.status == 0 && answer.output.hasPrefix("Received 1 change."), "\(answer.output)\(answer.error)")
        #expect(try network.git("status --porcelain", in: "early") == "")
        #expect(network.read("early", "members/ash.md") == SharedNetwork.files["members/ash.md"])
    }

    @Test("A branch that is not there any more is made again, whatever was last seen of it, and it is said")
    func goneThere() async throws {
        let network = try SharedNetwork("mair", "sian")
        // Another repository by now, and an empty one.
        try network.sandbox.run("git", "init", "-q", "--bare", "-b", "main", "new.git")
        try network.git("remote set-url origin ../new.git", in: "mair")
        for words in ["sync --dry-run", "sync --read-only"] {
            let look = try await network.cotech(words, in: "mair")
            #expect(look.status == 0, "\(look.error)")
            #expect(words.contains("read") || look.error.contains("origin has no main any more: cotech sync makes it"))
            #expect(try network.git("branch --list", in: "new.git") == "")
        }
        // What was seen of it is forgotten by now; it is sent all the same.
        #expect(try await network.done("sync", in: "mair") == "Sent 1 change. Nothing is waiting.\n")
        #expect(try network.tree(of: "new.git") == network.tree(of: "mair"))
        // Renamed there, with one that is named alike beside it.
        try network.git("branch main-page main && git branch -m main trunk", in: "origin.git")
        let sent = try await network.cotech("sync", in: "sian")
        #expect(sent.status == 0 && sent.output == "Sent 1 change. Nothing is waiting.\n", "\(sent.output)")
        #expect(
            sent.error
                == "note: origin has no main any more: it is made again\nhelp: if it has another name there now: git branch -u origin/NAME\n"
        )
        #expect(try network.tree(of: "origin.git") == network.tree(of: "sian"))
        // Under its other name, as the help says.
        try network.git("branch -D main", in: "origin.git")
        try network.git("branch -q -u origin/trunk", in: "sian")
        try await network.done("members set ash headcount=7 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        #expect(try network.git("branch --format='%(refname:short)'", in: "origin.git") == "main-page\ntrunk")
    }

    @Test("What others took out of the branch is not sent back, and how to go on works", arguments: [false, true])
    func rewritten(isFetchedBefore: Bool) async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        for clone in ["mair", "zoe"] {
            if clone == "zoe" { try network.add(clone) } else { try await network.done("sync -q", in: clone) }
        }
        let removed = try network.git("rev-parse --short=7 HEAD", in: "sian")
        try network.git("reset -q --hard HEAD~1", in: "sian")
        try network.commit(["notes.txt": "two\n"], in: "sian")
        try network.git("push -q -f", in: "sian")
        let there = try network.git("rev-parse main", in: "origin.git")
        try await network.done("members set ash town=Bath -q", in: "zoe")
        let own = try network.git("rev-parse --short=7 HEAD", in: "zoe")
        if isFetchedBefore {
            try network.git("fetch -q", in: "mair")
            try network.git("fetch -q", in: "zoe")
        }
        for clone in ["mair", "zoe"] {
            let before = try network.state(of: clone)
            for words in ["sync", "sync --read-only", "sync --dry-run", "submit"] {
                let answer = try await network.cotech(words, in: clone)
                #expect(answer.status == 75, "\(words): \(answer.output)\(answer.error)")
                #expect(
                    answer.error.contains(
                        "error: origin/main was rewritten: 1 change was taken out of it and is still here, so nothing was taken in or sent\n"
                    ), "\(answer.error)")
                let how =
                    clone == "mair"
                    ? "since nothing here is your own: git reset --keep origin/main, and then: cotech "
                    : "to keep what is your own (\(own)) without it: git rebase --onto origin/main \(removed), and then: "
                #expect(answer.error.contains(how), "\(answer.error)")
                #expect(try network.state(of: clone) == before)
            }
        }
        #expect(try network.git("rev-parse main", in: "origin.git") == there)
        try network.git("rebase -q --onto origin/main \(removed)", in: "zoe")
        #expect(try await network.done("sync", in: "zoe") == "Sent 1 change. Nothing is waiting.\n")
        try network.git("reset -q --keep origin/main", in: "mair")
        try await network.done("sync", in: "mair")
        for clone in ["mair", "zoe"] {
            #expect(try network.tree(of: clone) == network.tree(of: "origin.git"))
            #expect(network.read(clone, "members/birch.md")?.contains("York") == true)
        }
        // Left out without anything in its place, and wanted back.
        try network.git("update-ref refs/heads/main main~1", in: "origin.git")
        #expect(try await network.cotech("sync", in: "zoe").status == 75)
        try network.git("merge -q origin/main && git push -q origin HEAD:refs/heads/main", in: "zoe")
        #expect(
            try await network.done("sync", in: "zoe") == "Nothing is new on either side. Nothing is waiting.\n")
    }

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

    @Test("An edit by hand is neither overwritten nor sent; where it is in the way, nothing is done")
    func handEdits() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set ash headcount=7 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        let edited = "---\nname: Ash\ntown: Hull\nheadcount: 4\n---\n\nA co-op.\n"
        try network.write("mair", "members/ash.md", edited)
        let before = try network.state(of: "mair")
        for words in ["sync", "sync --read-only"] {
            let answer = try await network.cotech(words, in: "mair")
            #expect(answer.status == 75 && answer.output == "", "\(answer.output)")
            #expect(answer.error.contains("members/ash.md would change and has an edit by hand that is not saved"))
            #expect(answer.error.contains("cotech save") && answer.error.contains("git checkout -- members/ash.md"))
            #expect(try network.state(of: "mair") == before)
        }
        // Saved, it is merged like any other change.
        try await network.done("save -q", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "members/ash.md") == edited.replacing("headcount: 4", with: "headcount: 7"))
        // An edit elsewhere stays as it is.
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash note=x -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.write("mair", "members/birch.md", "---\nname: Birch\ntown: Bath\n---\n")
        try network.write("mair", "new.txt", "mine\n")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 0 && answer.output.hasPrefix("Received 1 change.\n"), "\(answer.output)")
        #expect(answer.error.contains("members/birch.md was edited by hand and not saved, and so not shared"))
        #expect(try network.git("status --porcelain", in: "mair") == " M members/birch.md\n?? new.txt")
    }

    @Test("A new file in the way of one that comes is kept")
    func untracked() async throws {
        let network = try SharedNetwork("mair", "sian")
        try network.commit(["new.txt": "theirs\n"], in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.write("mair", "new.txt", "mine\n")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75 && !answer.error.contains("checkout"), "\(answer.error)")
        #expect(answer.error.contains("help: move it away, and then again: mv new.txt new.txt.mine\n"))
        #expect(network.read("mair", "new.txt") == "mine\n")
        try network.sandbox.run("mv", "new.txt", "new.txt.mine", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "new.txt") == "theirs\n")
    }

    @Test("A file that is no record, and one that a side removed, get the advice that works for them")
    func otherConflicts() async throws {
        let network = try SharedNetwork("mair", "sian")
        try network.git("rm -q members/birch.md", in: "sian")
        try network.commit(["notes.txt": "two\n"], in: "sian")
        try network.git("push -q", in: "sian")
        try network.commit(["notes.txt": "three\n"], in: "mair")
        let lines = try await network.cotech("sync", in: "mair")
        #expect(lines.status == 75 && !lines.error.contains("doctor"), "\(lines.error)")
        #expect(lines.error.contains("git merge origin/main, keep one of the two between the marks, git commit -a, "))
        try network.git("reset -q --hard HEAD~1", in: "mair")
        try await network.done("members set birch town=Hull -q", in: "mair")
        let removed = try await network.cotech("sync", in: "mair")
        #expect(
            removed.status == 75
                && removed.error.contains(
                    "to choose yourself: git merge origin/main, git rm members/birch.md or git add members/birch.md, git commit -a, cotech sync"
                ), "\(removed.error)")
        try network.git("merge origin/main >/dev/null || git add members/birch.md && git commit -qam Kept", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(try network.git("show main:members/birch.md", in: "origin.git").contains("town: Hull"))
    }

    @Test("Where nothing can be shared, it is said why, and with what status")
    func cannot() async throws {
        let network = try SharedNetwork("mair")
        func answer(_ words: String = "sync") async throws -> CommandSandbox.Answer {
            try await network.cotech(words, in: "mair")
        }
        try network.git("checkout -q --detach", in: "mair")
        let detached = try await answer()
        #expect(detached.status == 73 && detached.error.contains("git switch main"), "\(detached.error)")
        try network.git("switch -q main", in: "mair")
        for address in ["http://127.0.0.1:1/x", "../gone.git"] {
            try network.git("remote set-url origin \(address)", in: "mair")
            let away = try await answer()
            #expect(
                away.status == 69 && away.error.contains("origin could not be fetched from: fatal: "), "\(away.error)")
        }
        // Everything else works.
        try await network.done("members set ash headcount=5 -q", in: "mair")
        #expect(
            try await network.done("today", in: "mair").contains("1 change made here is not shared yet: cotech sync"))
        try network.sandbox.run("git", "init", "-q", "-b", "main", "other")
        try network.sandbox.run("git", "commit", "-q", "--allow-empty", "-m", "x", in: "other")
        try network.git("remote set-url origin ../other", in: "mair")
        let unrelated = try await answer()
        #expect(unrelated.status == 69 && unrelated.error.contains("have no commit in common"), "\(unrelated.error)")
        try network.git(
            "remote rename origin one && git remote add two x && git branch --unset-upstream", in: "mair")
        let several = try await answer()
        #expect(several.status == 64 && several.error.contains("to which of one, two"), "\(several.error)")
        #expect(try await answer("sync --as-of 2020-01-01").status == 64)
    }

    @Test("A side that refuses is quoted, with nothing in its words obeyed, and nothing is lost")
    func refused() async throws {
        let network = try SharedNetwork("mair")
        try network.hook(
            "pre-receive", of: "origin.git",
            "printf 'Only coordinators \\033[31mmay\\033[0m do this.\\n::error::x\\n'; exit 1")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 77)
        #expect(
            answer.error == """
                origin: Only coordinators \\u{1B}[31mmay\\u{1B}[0m do this.
                origin: \\::error::x
                error: origin did not take what was sent: pre-receive hook declined
                help: it is saved here, and can be proposed instead: cotech submit

                """)
        #expect(try network.git("log -1 --format=%s", in: "mair") == "Ash: headcount 4 → 7")
        #expect(try network.git("status --porcelain", in: "mair") == "")
    }

    @Test("Overtaken, it begins again; overtaken for ever, it ends, with nothing lost")
    func overtaken() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        // Git calls this between fetching and pushing, which is when another's push is in the way.
        try network.hook("pre-push", of: "mair/.git", "git -C ../sian push -q 2>/dev/null; exit 0")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        #expect(
            try await network.done("sync", in: "mair").hasPrefix("Received 1 change, sent 1. Nothing is waiting.\n"))
        #expect(network.read("mair", "members/birch.md")?.contains("Hull") == true)
        try network.hook(
            "pre-push", of: "mair/.git",
            "unset GIT_DIR; cd ../sian && git pull -q --no-rebase && git commit -q --allow-empty -m again && git push -q; exit 0"
        )
        try await network.done("members set ash headcount=8 -q", in: "mair")
        let never = try await network.cotech("sync", in: "mair")
        #expect(
            never.status == 75 && never.error.contains("somebody else was first each of 12 times"), "\(never.error)")
        // The rounds that were in vain leave no merges behind.
        #expect(try network.git("log --format=%s origin/main..HEAD", in: "mair") == "Ash: headcount 7 → 8")
        #expect(try network.git("status --porcelain", in: "mair") == "")
        try FileManager.default.removeItem(atPath: "\(network.sandbox.root)/mair/.git/hooks/pre-push")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 8") == true)
        #expect(try network.tree(of: "origin.git") == network.tree(of: "mair"))
    }

    @Test("A race that was lost there and won the next time is nobody's business")
    func quietRace() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try network.hook(
            "update", of: "origin.git",
            "[ -e raced ] && exit 0; touch raced; git fetch -q ../sian main && git update-ref refs/heads/main FETCH_HEAD"
        )
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(network.read("origin.git", "raced") != nil)
        #expect(answer.status == 0 && answer.error == "", "\(answer.error)")
        #expect(answer.output.hasPrefix("Received 1 change, sent 1. Nothing is waiting.\n"), "\(answer.output)")
        #expect(try network.git("rev-list --count --merges HEAD", in: "mair") == "1")
    }

    @Test("What is wrong here is not sent, what is wrong there stops nobody")
    func errors() async throws {
        let network = try SharedNetwork("mair", "sian")
        // Two branches that each add a key, merged as lines by somebody's git.
        let page = "---\nname: Ash\ntown: Leeds\nheadcount: 4\n---\n\nA co-op.\n"
        try network.git("switch -qc other", in: "sian")
        try network.commit(
            ["members/ash.md": page.replacing("name: Ash\n", with: "name: Ash\nemail: a@ash.example\n")], in: "sian")
        try network.git("switch -q main", in: "sian")
        try network.commit(
            ["members/ash.md": page.replacing("headcount: 4\n", with: "headcount: 4\nemail: a@ash.example\n")],
            in: "sian")
        try network.git("merge -q --no-edit other", in: "sian")
        let twice = try await network.cotech("sync", in: "sian")
        #expect(twice.status == 65 && twice.error.contains("[duplicate-key]"), "\(twice.error)")
        #expect(
            twice.error.contains("what would be sent has 1 error that origin/main does not have, so it was not sent"))
        #expect(
            try network.git("rev-parse main", in: "origin.git") == network.git("rev-parse main~2", in: "sian"))
        // Pushed by git all the same, it locks nobody out: not from the same record's neighbours, not from sending.
        try network.git("push -q", in: "sian")
        try await network.done("members set birch town=Hull -q", in: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 0 && answer.output.hasPrefix("Received 2 changes, sent 1. Nothing is waiting.\n"))
        #expect(answer.error.contains("warning: what others have sent has 1 error, the first in members/ash.md"))
        try await network.done("members set birch town=Bath -q", in: "mair")
        #expect(try await network.done("sync", in: "mair") == "Sent 1 change. Nothing is waiting.\n")
    }

    @Test("An error that only comes of both sides together is taken in by neither")
    func clash() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("skills remove swift -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set birch skills.offered+=swift -q", in: "mair")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 65 && answer.error.contains("would have 1 error that neither has"), "\(answer.error)")
        #expect(answer.error.contains("There is no \"swift\" among skills"))
        #expect(try network.state(of: "mair") == before)
        try await network.done("members set birch skills.offered-=swift -q", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(try network.tree(of: "origin.git") == network.tree(of: "mair"))
    }

    @Test("--read-only goes forward, and does nothing else")
    func readOnly() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        #expect(try await network.done("sync --read-only -q", in: "mair") == "")
        #expect(network.read("mair", "members/birch.md")?.contains("Hull") == true)
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let shared = try network.git("rev-parse main", in: "origin.git")
        #expect(
            try await network.done("sync --read-only", in: "mair")
                == "Nothing is new on either side. 1 change made here waits: cotech sync.\n")
        try await network.done("members set birch town=Bath -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        let before = try network.state(of: "mair")
        let parted = try await network.cotech("sync --read-only", in: "mair")
        #expect(parted.status == 75 && parted.error.contains("--read-only merges nothing"), "\(parted.error)")
        #expect(try network.state(of: "mair") == before)
        #expect(try network.git("rev-parse main~1", in: "origin.git") == shared)
    }

    @Test("Going forward needs nobody's name")
    func nobody() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch headcount=8 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.git("config --unset user.name", in: "mair")
        let cron = CommandSandbox.identity.filter { !$0.key.hasSuffix("_NAME") && !$0.key.hasSuffix("_EMAIL") }
        let answer = try await network.sandbox.cotech("sync", "--read-only", in: "mair", as: cron)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try network.tree(of: "mair") == network.tree(of: "origin.git"))
    }

    @Test("--dry-run says what would come and go, and moves nothing")
    func dryRun() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let (before, there) = (try network.state(of: "mair"), try network.tree(of: "origin.git"))
        let answer = try await network.cotech("sync --dry-run", in: "mair")
        #expect(
            answer.status == 0 && answer.output.hasPrefix("Would receive 1 change and send 1 change.\n  Birch  town"))
        #expect(try network.state(of: "mair") == before)
        #expect(try network.tree(of: "origin.git") == there)
    }

    @Test("A branch of one's own is shared under its name, and what is on the main branch there is no news in it")
    func ownBranch() async throws {
        let network = try SharedNetwork("mair")
        try network.git("switch -qc topic", in: "mair")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        #expect(try await network.done("sync", in: "mair") == "Branch topic: Sent 1 change. Nothing is waiting.\n")
        #expect(try network.git("rev-parse topic", in: "origin.git") == network.git("rev-parse HEAD", in: "mair"))
    }

    @Test("Data of some days ago are said to be that, and what a clone lacks is named")
    func old() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("sync -q", in: "mair")
        try network.sandbox.run("touch", "-d", "2026-11-10T09:00:00Z", "mair/.git/FETCH_HEAD")
        let answer = try await network.cotech("today", in: "mair")
        #expect(
            answer.error.contains("warning: the data are those of 13 days ago\nhelp: fetch what is new: cotech sync\n"),
            "\(answer.error)")
        try await network.done("members set ash headcount=9 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.sandbox.run(
            "git", "clone", "-q", "--depth", "1", "file://\(network.sandbox.root)/origin.git", "zoe")
        try await network.done("members set birch town=Hull -q", in: "zoe")
        let before = try network.state(of: "zoe")
        let shallow = try await network.cotech("sync", in: "zoe")
        #expect(shallow.status == 69 && shallow.error.contains("git fetch --unshallow"), "\(shallow.error)")
        #expect(try network.state(of: "zoe") == before)
    }

    @Test("For programs there is JSON")
    func json() async throws {
        struct Answer: Decodable {
            struct Change: Decodable { let subject: String, author: String }
            struct Repository: Decodable {
                let home: String, remote: String, branch: String
                let received: [Change], sent: [Change], waiting: [Change]
            }
            let repositories: [Repository]
        }
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let output = try await network.done("sync --format json", in: "mair")
        let only = try #require(try JSONDecoder().decode(Answer.self, from: Data(output.utf8)).repositories.first)
        #expect([only.home, only.remote, only.branch] == ["public", "origin", "main"])
        #expect(only.received.map(\.author) == ["Siân Rees"] && only.waiting.isEmpty)
        #expect(only.sent.map(\.subject) == ["Ash: headcount 4 → 9"])
    }

    @Test("The private companion is shared after the public store, where it has another copy")
    func companion() async throws {
        let network = try SharedNetwork("mair")
        try await network.done("init --private", in: "mair")
        try await network.done("sync -q", in: "mair")
        let nowhere = try await network.cotech("sync", in: "mair")
        #expect(
            nowhere.status == 0 && nowhere.error.contains("the private companion has no other copy"), "\(nowhere.error)"
        )
        try network.sandbox.run("git", "init", "-q", "--bare", "-b", "main", "private.git")
        try network.git("remote add origin ../private.git", in: "mair-private")
        try await network.cotech(["members", "enquire", "Wheel", "--contact", "w@wheel.example", "-q"], in: "mair")
        #expect(
            try await network.done("sync", in: "mair") == """
                Nothing is new on either side. Nothing is waiting.
                Private companion: Sent 2 changes. Nothing is waiting.

                """)
        #expect(try network.tree(of: "private.git") == network.tree(of: "mair-private"))
        #expect(try network.git("ls-tree -r --name-only main", in: "origin.git").contains("enquiries") == false)
        // What was done for the one is told whatever becomes of the other.
        try network.git("checkout -q --detach", in: "mair-private")
        try await network.done("members set ash headcount=8 -q", in: "mair")
        let half = try await network.cotech("sync", in: "mair")
        #expect(half.status == 73 && half.output == "Sent 1 change. Nothing is waiting.\n", "\(half.output)")
        #expect(half.error.hasPrefix("warning: the private companion was not shared\nerror: HEAD is on no branch"))
    }

    @Test("What was sent to whom goes along, and nothing of either side is lost")
    func reminders() async throws {
        let network = try SharedNetwork("mair", "sian", "zoe")
        func remember(_ clone: String, _ id: String, _ day: String, _ stage: String, _ fields: String) throws {
            let store = try Store.open("\(network.sandbox.root)/\(clone)", kinds: CoopNetwork.Network.kinds)
            let record = try #require(RecordID(id))
            try SideRecords.reminders(of: store).write(
                [
                    (
                        record,
                        [
                            .set(field: "sent", below: [day, "stage"], text: stage),
                            .set(field: "sent", below: [day, "fields"], text: fields),
                        ]
                    )
                ], of: Reminders.kind, subject: "Remind \(id)",
                by: Hand(committer: (clone, "\(clone)@example.org"), now: Instant(seconds: 1_795_424_400)))
        }
        try remember("mair", "ash", "2026-11-01", "first", "headcount, town")
        try remember("mair", "birch", "2026-11-20", "first", "town")
        try remember("sian", "ash", "2026-11-15", "second", "headcount")
        try remember("sian", "birch", "2026-11-20", "second", "email")
        #expect(try await network.done("sync", in: "mair").contains("ent what is remembered of reminders."))
        #expect(
            try await network.done("sync", in: "sian")
                == "Received what was sent to 2 co-ops, sent what is remembered of reminders. Nothing is waiting.\n")
        try await network.done("sync", in: "mair")
        try await network.done("sync", in: "zoe")
        let shown = try network.git("grep -h . refs/cotech/reminders", in: "zoe")
        for clone in ["mair", "sian", "origin.git"] {
            #expect(try network.git("grep -h . refs/cotech/reminders", in: clone) == shown)
        }
        #expect(
            shown == """
                sent:
                  2026-11-01:
                    stage: first
                    fields: headcount, town
                  2026-11-15:
                    stage: second
                    fields: headcount
                sent:
                  2026-11-20:
                    stage: second
                    fields: email, town
                """, "\(shown)")
    }
}
