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

    @Test func `an adding that somebody is listed at since is taken back once the advice was followed`() throws {
        let network = try TestNetwork()
        network.cotech("members", "add", "Ash")
        let adding = try network.git("rev-parse", "HEAD")
        network.cotech("people", "add", "Zed", "coops=ash")
        let refused = network.cotech("undo", adding)
        let line = try #require(refused.error.split(separator: "\n").first { $0.contains("help: Take it out first: ") })
        let words = line.split(separator: ": cotech ").last.map { $0.split(separator: " ").map(String.init) } ?? []
        #expect(words.last == "coops-=ash" && network.run(words).status == 0, "\(refused)")
        #expect(network.cotech("undo", adding).status == 0)
        #expect(network.read("network/members/ash.md") == nil)
    }

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

    @Test func `what undoes an undo says what is done again, and is as old as that`() throws {
        let network = try network()
        func ages() -> String {
            network.cotech("members", "stale", "plain-sail", "--ages", "--format", "tsv").output
        }
        let age = ages()
        #expect(network.cotech("undo").status == 0)
        let redone = network.cotech("undo", "HEAD")
        #expect(redone.output.contains("\nRedo \"Plain Sail: headcount 44\".\n"), "\(redone)")
        #expect(page(network).contains("44") && ages() == age)
        let undone = network.cotech("undo", "HEAD")
        #expect(undone.output.contains("\nUndo \"Redo \"Plain Sail: headcount 44\"\".\n"), "\(undone)")
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

    @Test func `what no kind declares is taken back as well, and what came later stays`() throws {
        let network = try TestNetwork()
        let path = "network/members/plain-sail.md"
        let before = page(network)
        try network.write(
            path, before.replacing("town: Falmouth\n", with: "town: Falmouth\nheadcount: 77\nx-desk: window\n"))
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "telephone=01970 555 0199").status == 0)
        let answer = network.cotech("undo", "HEAD~1")
        #expect(answer.status == 0, "\(answer)")
        #expect(!page(network).contains("x-desk") && !page(network).contains("77"), "\(page(network))")
        #expect(page(network).contains("01970 555 0199"))
    }

    @Test func `comments that came later stay in a list that is taken back`() throws {
        let network = try TestNetwork()
        let path = "network/members/plain-sail.md"
        #expect(network.cotech("members", "set", "plain-sail", "x-list=1").status != 0)
        #expect(network.cotech("members", "set", "plain-sail", "sectors+=print").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "sectors+=maps").status == 0)
        let listed = page(network)
        try network.write(path, listed.replacing("  - print\n", with: "  # Since the spring.\n  - print\n"))
        #expect(network.cotech("save").status == 0)
        let answer = network.cotech("undo", "HEAD~1")
        #expect(answer.status == 0, "\(answer)")
        #expect(page(network).contains("  # Since the spring.\n  - print\n"), "\(page(network))")
        #expect(!page(network).contains("maps"))
    }

    @Test func `a change is taken back from a record that was renamed since`() throws {
        let network = try network()
        #expect(network.cotech("members", "rename", "plain-sail", "plainer-sail").status == 0)
        let answer = network.cotech("undo", "HEAD~1")
        #expect(answer.status == 0, "\(answer)")
        let page = network.read("network/members/plainer-sail.md") ?? ""
        #expect(page.contains("town: Rye") && !page.contains("44") && page.contains("plain-sail"), "\(page)")
        #expect(network.read("network/members/plain-sail.md") == nil)
    }

    @Test func `an undo that stopped between the two repositories is finished by the same command`() throws {
        let network = try network()
        #expect(network.cotech("people", "add", "Jo Bloggs", "coops.plain-sail.role=sailor").status == 0)
        #expect(network.cotech("members", "rename", "plain-sail", "plainer-sail").status == 0)
        let lock = "network-private/.git/refs/heads/main.lock"
        try network.write(lock, "")
        let stopped = network.cotech("undo")
        #expect(stopped.status == 75, "\(stopped)")
        try network.shell("rm -f ../\(lock)")
        let again = network.cotech("undo")
        #expect(again.status == 0, "\(again)")
        #expect(network.cotech("people", "show", "jo-bloggs").output.contains("plain-sail"))
        #expect(network.cotech("check").status == 0)
        #expect(network.cotech("undo", "HEAD~1").status == 64)
    }

    @Test func `a page that was moved by hand goes back to where it was`() throws {
        let network = try TestNetwork()
        let page = page(network)
        try network.shell("mkdir members/_pl && mv members/plain-sail.md members/_pl/")
        #expect(network.cotech("save").status == 0)
        let undone = network.cotech("undo")
        #expect(undone.status == 0, "\(undone)")
        #expect(self.page(network) == page && network.read("network/members/_pl/plain-sail.md") == nil)
        // Said again, it is where it was moved to.
        #expect(network.cotech("undo", "HEAD").status == 0)
        #expect(
            network.read("network/members/_pl/plain-sail.md") == page
                && network.read("network/members/plain-sail.md") == nil)
        #expect(try network.complaints() == "")
    }

    @Test(arguments: ["network", "network-private"])
    func `where HEAD is on no branch nobody can tell what was last`(folder: String) throws {
        let network = try network()
        #expect(network.cotech("people", "set", "jory", "name=Jory Penrose").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "headcount=45").status == 0)
        let heads = try ["network", "network-private"].map { try network.git("rev-parse", "HEAD", in: $0) }
        try network.git("switch", "-q", "--detach", in: folder)
        let git = folder == "network" ? "git" : "git -C \(network.companion)"
        let write = folder == "network" ? ["skills", "add", "zinc", "label=Zinc"] : ["people", "add", "Zed"]
        for words in [["undo"], write] {
            let answer = network.run(words)
            #expect(
                answer.status == 73
                    && answer.error
                        == "error: HEAD is on no branch, so a new commit would soon be lost\nhelp: go to a branch first: \(git) switch main\n",
                "\(words): \(answer)")
        }
        #expect(try ["network", "network-private"].map { try network.git("rev-parse", "HEAD", in: $0) } == heads)
    }
}
