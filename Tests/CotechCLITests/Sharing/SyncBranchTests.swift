import Foundation
import Testing

@Suite("sync: a branch that others deleted or rewrote")
struct SyncBranchTests {
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
        // What was seen of it is forgotten by now; that it was there once is not, until it is there again.
        let again = try await network.cotech("sync", in: "mair")
        #expect(again.output == "Sent 1 change. Nothing is waiting.\n")
        #expect(again.error.contains("note: origin has no main any more: it is made again\n"), "\(again.error)")
        #expect(try await network.cotech("sync", in: "mair").error == "")
        #expect(try network.git("config --get-regexp cotech || true", in: "mair") == "")
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

    @Test("Where git is told to prune what is gone, it is said all the same")
    func pruned() async throws {
        let network = try SharedNetwork("mair")
        try network.git("config fetch.prune true", in: "mair")
        try network.git("branch main-page main && git branch -D main", in: "origin.git")
        #expect(
            try await network.cotech("sync --dry-run", in: "mair").error.contains("origin has no main any more"))
        #expect(
            try await network.cotech("sync", in: "mair").error.hasPrefix(
                "note: origin has no main any more: it is made again\n"))
    }

    @Test("Of a branch that others rewrote nothing is said of a merge")
    func rewrittenAtOneValue() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("sync -q", in: "mair")
        try network.git("reset -q --hard HEAD~1", in: "sian")
        try await network.done("members set birch town=Bath -q", in: "sian")
        try network.git("push -q -f", in: "sian")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75 && answer.error.hasPrefix("error: origin/main was rewritten"), "\(answer)")
        #expect(!(answer.output + answer.error).contains("both changed"), "\(answer)")
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
                    ? "since nothing is here that they never had: git reset --keep origin/main, and then: cotech "
                    : "to keep what they never had (\(own)) without it: git rebase --onto origin/main \(removed), and then: "
                #expect(answer.error.contains(how), "\(answer.error)")
                #expect(answer.error.contains("help: perhaps somebody was forgotten there"), "\(answer.error)")
                #expect(!answer.error.contains(" merge ") && !answer.error.contains(" push "), "\(answer.error)")
                #expect(try network.state(of: clone) == before)
            }
        }
        // What was taken out is nothing to share.
        #expect(try await !network.done("", in: "mair").contains("not shared yet"))
        #expect(try await network.done("", in: "zoe").contains("1 change made here is not shared yet"))
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
}
