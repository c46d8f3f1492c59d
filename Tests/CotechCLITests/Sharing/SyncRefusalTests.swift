import Foundation
import Testing

@Suite("sync: what is not shared, and why")
struct SyncRefusalTests {
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
        // A branch of its own has no more than that.
        try network.git("switch -q -c topic", in: "mair")
        #expect(
            try await network.done("today", in: "mair").contains("1 change made here is not shared yet: cotech sync"))
        try network.git("switch -q main", in: "mair")
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

    @Test("A hook of one's own that lets nothing be sent is quoted, and is not taken for a network that is away")
    func ownHook() async throws {
        let network = try SharedNetwork("mair")
        try network.hook("pre-push", of: "mair/.git", "echo 'do X first' >&2; exit 1")
        try await network.done("members set ash headcount=5 -q", in: "mair")
        for words in ["sync", "submit"] {
            let answer = try await network.cotech(words, in: "mair")
            #expect(answer.status == 77, "\(answer.error)")
            #expect(
                answer.error.contains("error: a pre-push hook of this clone let nothing be sent: do X first\n"),
                "\(answer.error)")
        }
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 5") == true)
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
        #expect(
            answer.error.contains(
                "Take it out here: cotech members set birch skills.offered-=swift, or bring it back where it went: cotech undo "
            ),
            "\(answer.error)")
        #expect(try network.state(of: "mair") == before)
        try await network.done("members set birch skills.offered-=swift -q", in: "mair")
        try await network.done("sync", in: "mair")
        #expect(try network.tree(of: "origin.git") == network.tree(of: "mair"))
    }

    @Test("Data of some days ago are said to be that")
    func old() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("sync -q", in: "mair")
        try network.sandbox.run("touch", "-d", "2026-11-10T09:00:00Z", "mair/.git/FETCH_HEAD")
        let answer = try await network.cotech("today", in: "mair")
        #expect(
            answer.error.contains("warning: the data are those of 13 days ago\nhelp: fetch what is new: cotech sync\n"),
            "\(answer.error)")
    }

    @Test("A clone without older texts is told how to fetch those that a merge needs, and goes on then")
    func blobless() async throws {
        let network = try SharedNetwork("sian")
        try network.git("config uploadpack.allowFilter true", in: "origin.git")
        try network.sandbox.run(
            "git", "clone", "-q", "--filter=blob:none", "file://\(network.sandbox.root)/origin.git", "zoe")
        try await network.done("members set ash headcount=9 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash town=Hull -q", in: "zoe")
        let before = try network.state(of: "zoe")
        let refused = try await network.cotech("sync", in: "zoe")
        #expect(refused.status == 69, "\(refused.error)")
        #expect(refused.error.hasSuffix("help: fetch what was left out: git fetch --refetch --no-filter\n"))
        #expect(try network.state(of: "zoe") == before)
        try network.git("fetch -q --refetch --no-filter 2>&1", in: "zoe")
        #expect(try await network.done("sync", in: "zoe").hasPrefix("Received 1 change, sent 1."))
    }

    @Test func `A clone that what is fetched cannot be written into is no other side that cannot be reached`()
        async throws
    {
        let network = try SharedNetwork("mair")
        try await network.done("sync", in: "mair")
        // Whoever runs the tests may write everywhere.
        try network.sandbox.run("sh", "-c", "rm mair/.git/FETCH_HEAD && mkdir mair/.git/FETCH_HEAD")
        for command in ["sync", "sync --read-only"] {
            let answer = try await network.cotech(command, in: "mair")
            #expect(
                answer.status == 73
                    && answer.error.hasPrefix(
                        "error: what is fetched cannot be written here: error: cannot open '.git/FETCH_HEAD': ")
                    && answer.error.contains("help: make it writable for this user, or work in a clone of your own"),
                "\(answer)")
        }
    }

    @Test func `A fetch that fails does not make one forgotten that brought nothing`() async throws {
        let network = try SharedNetwork("mair")
        try await network.done("sync", in: "mair")
        try network.sandbox.run("mv", "origin.git", "elsewhere.git")
        #expect(try await network.cotech("sync", in: "mair").status != 0)
        #expect(try network.sandbox.run("sh", "-c", "wc -c < mair/.git/FETCH_HEAD") == "0\n")
        let doctor = try await network.cotech("doctor", in: "mair").output
        #expect(doctor.contains("fetched") && !doctor.contains("never since"), "\(doctor)")
    }
}
