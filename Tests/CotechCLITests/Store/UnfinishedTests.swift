import Foundation
import Testing

/// What is said and done while git has a merge under way, and where a change is refused.
@Suite(.onOwnThreads) struct UnfinishedTests {
    /// A network whose store waits for the end of a merge, with an edit that is part of it.
    private func merging() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("fmt").status == 0)
        try network.git("checkout", "-q", "-b", "side")
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Fowey\n---\n")
        try network.commit("Move", in: "network")
        try network.git("checkout", "-q", "main")
        try network.git("merge", "-q", "--no-ff", "--no-commit", "side")
        return network
    }

    @Test func `what saves an edit that is part of a merge is git's own commit`() throws {
        let network = try merging()
        #expect(network.cotech("save").status == 75)
        let way = "git -C \(network.store) add -u, then git -C \(network.store) commit"
        let checked = network.cotech("check")
        #expect(checked.status == 0 && checked.error.contains("help: to commit it: \(way)\n"), "\(checked)")
        let formatted = network.cotech("fmt", "--check")
        #expect(formatted.status == 0 && formatted.error.contains("help: first: \(way)\n"), "\(formatted)")
        let doctor = network.cotech("doctor", "--format", "tsv").output
        #expect(doctor.contains("hand edits\tnot saved: members/plain-sail.md\t\(way)\n"), "\(doctor)")
        for answer in [checked.error, formatted.error, doctor] { #expect(!answer.contains("cotech save")) }
        try network.git("add", "-A")
        try network.git("commit", "-q", "--no-edit")
        #expect(network.cotech("check").error == "")
    }

    @Test func `what saves an edit beside a file in conflict begins with that file`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Fowey\n---\n")
        try network.git("stash", "-q")
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Looe\n---\n")
        try network.commit("Move", in: "network")
        _ = try? network.git("stash", "pop", "-q")
        #expect(network.cotech("save").status == 75)
        let way = "git -C \(network.store) add members/plain-sail.md, then cotech save"
        let answer = network.cotech("check")
        #expect(answer.error.contains("help: to commit it: \(way)\n"), "\(answer)")
    }

    /// What git is asked to begin, what doctor says of it, and the two ways out, of which a bisection has one.
    static let begun: [(commands: [[String]], name: String, ways: [String])] = [
        ([["merge", "side"]], "a merge", ["commit", "merge --abort"]),
        ([["rebase", "side"]], "a rebase", ["rebase --continue", "rebase --abort"]),
        ([["cherry-pick", "side"]], "a cherry-pick", ["cherry-pick --continue", "cherry-pick --abort"]),
        ([["bisect", "start", "HEAD", "HEAD~2"]], "a git bisect", ["bisect reset"]),
    ]

    @Test(arguments: begun)
    func `doctor says first what stops writing, and both ways out`(
        begun: (commands: [[String]], name: String, ways: [String])
    ) throws {
        let network = try TestNetwork()
        try network.commit("Nothing", in: "network")
        try network.git("checkout", "-q", "-b", "side")
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Fowey\n---\n")
        try network.commit("Move", in: "network")
        try network.git("checkout", "-q", "main")
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Looe\n---\n")
        try network.commit("Move elsewhere", in: "network")
        for command in begun.commands {
            try network.shell(
                "git -c user.name=M -c user.email=m@x.example \(command.joined(separator: " ")) >/dev/null 2>&1; true")
        }
        let doctor = network.cotech("doctor", "--format", "tsv")
        let facts = doctor.output.split(separator: "\n").filter { $0.contains("\tstore\t") }
        let first = try #require(facts.first { !$0.contains("\tversions\t") && !$0.contains("\tgit\t") })
        #expect(
            first.hasPrefix(
                "problem\tstore\tunfinished\t\(begun.name) is not finished, so nothing else can be written\t"))
        for way in begun.ways { #expect(first.contains("git \(way)"), "\(first)") }
        #expect(!doctor.output.contains("git switch main") && doctor.status == 1, "\(doctor.output)")
        // A write says the same, and bare cotech before anybody tries one.
        let refused = network.cotech("members", "set", "ty-gwydr", "town=Bangor")
        #expect(refused.status == 75, "\(refused)")
        #expect(refused.error.hasPrefix("error: \(begun.name) is not finished in "), "\(refused.error)")
        let today = network.cotech().output
        #expect(today.contains("\nNothing else can be written, since \(begun.name) is not finished: "), "\(today)")
        for way in begun.ways {
            #expect(refused.error.contains("git -C \(network.store) \(way)\n") && today.contains("git \(way)"))
        }
        // Each way out is one: then doctor has nothing to say of it.
        try network.git(begun.ways.last?.split(separator: " ").map(String.init) ?? [])
        #expect(!network.cotech("doctor", "--format", "tsv").output.contains("\tunfinished\t"))
    }

    @Test func `bare cotech says of a file in conflict, and of the companion, what stops writing there`() throws {
        let network = try TestNetwork()
        try network.write("network-private/people/jory.yaml", "name: Jory\ntelephone: 1\n")
        try network.git("stash", "-q", in: "network-private")
        try network.write("network-private/people/jory.yaml", "name: Jory\ntelephone: 2\n")
        try network.commit("Call", in: "network-private")
        #expect(!network.cotech().output.contains("Nothing else can be written"))
        _ = try? network.git("stash", "pop", "-q", in: "network-private")
        let today = network.cotech().output
        let what = "in the private companion, since people/jory.yaml is in conflict for git: "
        let way = "mend it, then git -C ../network-private add people/jory.yaml; or "
        #expect(today.contains("\nNothing else can be written \(what)\(way)"), "\(today)")
        #expect(!today.contains("not saved yet"))
    }

    @Test(arguments: ["network", "network-private"])
    func `init does not commit beside a merge, in the store or in its companion`(folder: String) throws {
        let network = try TestNetwork()
        for name in ["network", "network-private"] {
            // A history in which there never was a store.
            try network.git("checkout", "-q", "--orphan", "fresh", in: name)
            try network.git("rm", "-q", "-f", "cotech.yaml", in: name)
            try network.commit("No store yet", in: name)
            try network.git("branch", "-M", "fresh", "main", in: name)
        }
        try network.git("checkout", "-q", "-b", "side", in: folder)
        try network.write("\(folder)/notes.txt", "Side\n")
        try network.commit("Notes", in: folder)
        try network.git("checkout", "-q", "main", in: folder)
        try network.git("merge", "-q", "--no-ff", "--no-commit", "side", in: folder)
        func heads() throws -> [String] {
            try ["network", "network-private"].map { try network.git("rev-parse", "HEAD", in: $0) }
        }
        let before = try heads()
        let answer = network.cotech("init", "--name", "Marches Tech")
        #expect(answer.status == 75 && answer.error.contains("a merge is not finished in "), "\(answer)")
        #expect(answer.error.contains("\(network.root)/\(folder) merge --abort"))
        #expect(try heads() == before)
        try network.git("merge", "--abort", in: folder)
        #expect(network.cotech("init", "--name", "Marches Tech").status == 0)
    }

    @Test func `that something is taken back is said only where it is`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Fowey").status == 0)
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Looe\n---\n")
        let refused = network.cotech("undo")
        #expect(refused.status == 75 && refused.output == "", "\(refused)")
        try network.git("checkout", "-q", "--", "members")
        #expect(network.cotech("undo", "--dry-run").output.hasPrefix("Taking back "))
        #expect(network.cotech("undo", "-q", "--dry-run").output.hasPrefix("diff --git a/members/plain-sail.md "))
        let done = network.cotech("undo").output
        #expect(
            done.hasPrefix("Taking back ") && done.contains("\nUndo \"Plain Sail: town Falmouth → Fowey\".\n"),
            "\(done)")
    }
}
