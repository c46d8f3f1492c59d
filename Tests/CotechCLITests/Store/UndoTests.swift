import Testing

/// `undo` takes back what was done last here, also where git has been at the history since.
@Suite(.onOwnThreads) struct UndoTests {
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Rye").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "headcount=44").status == 0)
        return network
    }

    private func page(_ network: TestNetwork) -> String { network.read("network/members/plain-sail.md") ?? "" }

    @Test func `a commit that was amended is still the last change`() throws {
        let network = try network()
        try network.git("commit", "-q", "--amend", "-m", "More of us")
        let answer = network.cotech("undo")
        #expect(answer.status == 0 && answer.output.contains("Undo \"More of us\""), "\(answer)")
        #expect(page(network).contains("town: Rye") && !page(network).contains("44"))
        #expect(network.cotech("undo").status == 0)
        #expect(!page(network).contains("Rye"))
    }

    @Test func `commits that were rebased are taken back one after the other`() throws {
        let network = try network()
        try network.git("switch", "-q", "-c", "other", "HEAD~2")
        try network.git("commit", "-q", "--allow-empty", "-m", "Theirs")
        try network.git("switch", "-q", "main")
        try network.git("rebase", "-q", "other")
        #expect(network.cotech("undo").status == 0)
        #expect(page(network).contains("town: Rye") && !page(network).contains("44"))
        #expect(network.cotech("undo").status == 0)
        #expect(!page(network).contains("Rye"))
        // What is taken back does not come again, and nothing else is taken for it.
        #expect(try network.git("log", "-1", "--format=%s") == "Undo \"Plain Sail: town Falmouth → Rye\"")
    }

    @Test func `what was undone is as old as it was, also when both commits were rebased`() throws {
        let network = try network()
        let age = network.cotech("members", "stale", "plain-sail", "--ages", "--format", "tsv").output
        #expect(network.cotech("members", "set", "plain-sail", "town=Typo").status == 0)
        #expect(network.cotech("undo").status == 0)
        #expect(network.cotech("members", "stale", "plain-sail", "--ages", "--format", "tsv").output == age)
        try network.git("branch", "other", "HEAD~2")
        try network.git("switch", "-q", "other")
        try network.git("commit", "-q", "--allow-empty", "-m", "Theirs")
        try network.git("switch", "-q", "main")
        try network.git("rebase", "-q", "other")
        for _ in 1...2 {
            #expect(network.cotech("members", "stale", "plain-sail", "--ages", "--format", "tsv").output == age)
        }
        try network.shell("rm -rf .git/cotech/ages*")
        #expect(network.cotech("members", "stale", "plain-sail", "--ages", "--format", "tsv").output == age)
    }

    @Test func `what git has reverted is taken back, so undo goes one change further`() throws {
        let network = try network()
        try network.git("revert", "--no-edit", "HEAD")
        #expect(network.cotech("undo").status == 0)
        #expect(!page(network).contains("Rye") && !page(network).contains("44"))
    }

    @Test func `a commit that was reset away is no change any more`() throws {
        let network = try network()
        try network.git("reset", "-q", "--hard", "HEAD~1")
        #expect(network.cotech("undo").status == 0)
        #expect(!page(network).contains("Rye"))
    }

    @Test func `what was mended can be as wrong as it was`() throws {
        let network = try TestNetwork()
        let wrong = "---\nname: Plain Sail\ncontacts:\n\tJo: jo@plain-sail.example\n---\n"
        try network.write("network/members/plain-sail.md", wrong)
        try network.git("commit", "-qam", "Our page")
        #expect(network.cotech("check", "--fix").output.contains("Mend members/plain-sail.md"))
        #expect(page(network) != wrong)
        let answer = network.cotech("undo")
        #expect(answer.status == 0, "\(answer)")
        #expect(page(network) == wrong)
    }
}
