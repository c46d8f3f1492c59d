import CoopNetwork
import Foundation
import RecordModel
import RecordStore
import Testing

@Suite("sync: what is shared, and where")
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

    @Test("A branch of one's own is shared under its name, and what is on the main branch there is no news in it")
    func ownBranch() async throws {
        let network = try SharedNetwork("mair")
        try network.git("switch -qc topic", in: "mair")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        #expect(try await network.done("sync", in: "mair") == "Branch topic: Sent 1 change. Nothing is waiting.\n")
        #expect(try network.git("rev-parse topic", in: "origin.git") == network.git("rev-parse HEAD", in: "mair"))
    }

    @Test("A record that was added by mistake and shared is taken back, and only as it was added")
    func addedByMistake() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members add Elder --id elder -q", in: "mair")
        try await network.done("sync -q", in: "mair")
        try await network.done("undo -q", in: "mair")
        #expect(try await network.done("sync", in: "mair") == "Sent 1 change. Nothing is waiting.\n")
        #expect(try network.git("ls-tree -r --name-only main members", in: "origin.git").contains("elder") == false)
        try await network.done("members add Rowan --id rowan -q", in: "mair")
        try await network.done("sync -q", in: "mair")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set rowan town=Rye -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.git("rm -q members/rowan.md", in: "sian")
        try network.git("commit -qm Gone", in: "sian")
        let refused = try await network.cotech("sync", in: "sian")
        #expect(refused.status == 65 && refused.error.contains("kept-record"), "\(refused.output)\(refused.error)")
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
        try network.sandbox.run("git", "clone", "-q", "private.git", "zoe-private")
        try network.sandbox.run(
            "sh", "-c",
            "cd zoe-private && sed -i '1a owner: Zoe' $(git ls-files '*wheel*') && git commit -qam owner && git push -q"
        )
        try await network.cotech(["enquiries", "set", "wheel", "owner=Mair", "-q"], in: "mair")
        let apart = try await network.cotech("sync", in: "mair")
        #expect(
            apart.error.contains(
                "1 thing was changed on both sides of the private companion, so nothing of it was taken in or sent"),
            "\(apart)")
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
        #expect(
            try await network.done("sync --read-only", in: "mair")
                == "Nothing is new on either side. What is remembered of reminders waits: cotech sync.\n")
        #expect(
            try await network.done("sync --dry-run", in: "mair") == "Would send what is remembered of reminders.\n")
        let waiting = try await network.cotech("doctor", in: "mair").output
        #expect(waiting.contains("what is remembered of reminders is only in this copy"), "\(waiting)")
        #expect(
            try await network.done("sync", in: "mair")
                == "Sent what is remembered of reminders. Nothing is waiting.\n")
        let shared = try await network.cotech("doctor", in: "mair").output
        #expect(shared.contains("everything is on origin"), "\(shared)")
        #expect(
            try await network.done("sync --dry-run", in: "zoe") == "Would receive what is remembered of reminders.\n")
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
