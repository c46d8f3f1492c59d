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
            #expect(answer.error.contains("cotech save members/ash.md\n"), "\(answer.error)")
            #expect(answer.error.contains("git restore members/ash.md"))
            #expect(try network.state(of: "mair") == before)
        }
        // Saved, it is merged like any other change.
        try await network.done("save -q members/ash.md", in: "mair")
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

    @Test("What is in the way and no record is saved by the command that is told, as many files as there are")
    func othersInTheWay() async throws {
        let network = try SharedNetwork("mair", "sian")
        let names = (1...7).map { "notes \($0).txt" }
        func texts(_ text: String) -> [String: String] { Dictionary(uniqueKeysWithValues: names.map { ($0, text) }) }
        try network.commit(texts("one\ntwo\nthree\n"), in: "mair")
        try await network.done("sync -q", in: "mair")
        try await network.done("sync -q", in: "sian")
        var theirs = texts("one\ntwo\nfour\n")
        theirs["members/ash.md"] = "---\nname: Ash\ntown: Hull\n---\n"
        try network.commit(theirs, in: "sian")
        try await network.done("sync -q", in: "sian")
        for name in names { try network.write("mair", name, "five\ntwo\nthree\n") }
        let listed = names.map { "'\($0)'" }.joined(separator: " ")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(answer.status == 75, "\(answer.error)")
        #expect(answer.error.contains("help: save first, and then again: cotech save \(listed)\n"), "\(answer.error)")
        let mine = "---\nname: Ashes\n---\n"
        try network.write("mair", "members/ash.md", mine)
        let both = try await network.cotech("sync", in: "mair")
        #expect(both.error.contains("and then again: cotech save, then cotech save \(listed)\n"), "\(both.error)")
        let saved = try await network.cotech(["save"] + names, in: "mair")
        #expect(saved.status == 0, "\(saved.error)")
        #expect(try network.git("status --porcelain", in: "mair") == " M members/ash.md")
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
