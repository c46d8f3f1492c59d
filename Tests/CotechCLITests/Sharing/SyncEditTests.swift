import Foundation
import Testing

@Suite("sync: what is not saved, and what is no record")
struct SyncEditTests {
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
            #expect(answer.error.contains("cotech save") && answer.error.contains("git restore members/ash.md"))
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
        // From elsewhere its path is the one from there.
        let elsewhere = try await network.sandbox.cotech(
            ["-C", "mair", "sync"], as: SharedNetwork.person("mair"))
        #expect(elsewhere.error.contains(": mv mair/new.txt mair/new.txt.mine\n"), "\(elsewhere.error)")
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
}
