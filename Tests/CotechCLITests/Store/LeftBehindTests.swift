import Foundation
import Testing

/// A branch that was moved on without its working files: what git shows as staged takes back what it has got since.
@Suite(.onOwnThreads) struct LeftBehindTests {
    /// A network whose store stands where its branch was, and its branch with another town and a new skill.
    private func network(_ mover: String) throws -> (network: TestNetwork, folder: String, before: String) {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "HEAD")
        switch mover {
        case "worktree":
            try network.git("worktree", "add", "-q", "--force", "../two", "main")
            move(network, in: network.store)
            return (network, "two", before)
        case "push":
            try network.git("config", "receive.denyCurrentBranch", "ignore")
            try network.git("clone", "-q", ".", "../clone")
            for (name, value) in [("name", "Mair Owen"), ("email", "mair@ty-gwydr.example")] {
                try network.git("config", "user.\(name)", value, in: "clone")
            }
            move(network, in: "\(network.root)/clone")
            try network.git("push", "-q", in: "clone")
        default:
            move(network, in: network.store)
            let there = try network.git("rev-parse", "HEAD")
            try network.git("reset", "-q", "--hard", before)
            try network.git("update-ref", "refs/heads/main", there)
        }
        return (network, "network", before)
    }

    private func move(_ network: TestNetwork, in folder: String) {
        for words in [
            ["members", "set", "plain-sail", "town=Looe"], ["skills", "add", "zinc", "label=Zinc"],
            ["skills", "remove", "gis"],
        ] {
            let answer = network.run(["-C", folder] + words)
            #expect(answer.status == 0, "\(answer)")
        }
    }

    static let movers = ["worktree", "push", "update-ref"]

    @Test func `what a writer has under way is not taken for left behind`() throws {
        let (network, _, _) = try network("update-ref")
        let said = "not up to date, and edited by nobody"
        #expect(network.cotech("doctor").output.contains(said))
        // A writer holds it from before it notes where the branch will be until the branch is there.
        try network.write("network/.git/refs/heads/main.lock", "")
        #expect(!network.cotech("doctor").output.contains(said))
    }

    @Test(arguments: movers)
    func `nothing is written there until the files are up to date, and edits by hand are kept`(mover: String) throws {
        let (network, folder, before) = try network(mover)
        let place = "\(network.root)/\(folder)"
        let head = try network.git("rev-parse", "HEAD")
        // One edit of a file that the branch has changed as well, and one of a file that it has not.
        let old = try #require(network.read("\(folder)/members/plain-sail.md"))
        try network.write("\(folder)/members/plain-sail.md", old.replacing("Plain Sail", with: "Plain Sails"))
        try network.write("\(folder)/skills/swift.yaml", "label: Swiftly\n")
        try network.write("\(folder)/skills/brass.yaml", "label: Brass\n")
        let others = mover == "worktree" ? " --ignore-other-worktrees" : ""
        let back = "checkout --merge\(others) main"
        let way =
            "git -C \(place) checkout --detach \(before.prefix(7)) && git -C \(place) \(back)"
        let said =
            "main was moved on elsewhere and the files here are still those of \(before.prefix(7)) in \(place), so nothing else can be written there"
        for words in [
            ["save"], ["save", "skills"], ["members", "set", "ty-gwydr", "town=Rye"], ["skills", "add", "tin"],
            ["undo"],
        ] {
            let answer = network.run(["-C", place] + words)
            #expect(answer.status == 75 && answer.output == "", "\(words): \(answer)")
            #expect(
                answer.error == "error: \(said)\nhelp: bring them up to date, keeping edits by hand: \(way)\n",
                "\(words): \(answer)")
        }
        #expect(try network.git("rev-parse", "HEAD") == head)
        // Reading is as ever.
        #expect(network.run(["-C", place, "members", "list"]).output.contains("Looe"))
        #expect(network.run(["-C", place]).output.contains("Nothing else can be written, since main was moved on"))
        let doctor = network.run(["-C", place, "doctor", "--format", "tsv"]).output
        #expect(doctor.contains("problem\tstore\tunfinished\tmain was moved on elsewhere"), "\(doctor)")
        try network.shell(way.replacing("git ", with: "git -c advice.detachedHead=false "))
        #expect(network.read("\(folder)/members/plain-sail.md")?.contains("name: Plain Sails\n") == true)
        #expect(network.read("\(folder)/members/plain-sail.md")?.contains("town: Looe\n") == true)
        let saved = network.run(["-C", place, "save"])
        #expect(saved.status == 0, "\(saved)")
        let changed = try network.git("diff", "--name-only", head, "HEAD", in: folder)
        #expect(changed == "members/plain-sail.md\nskills/brass.yaml\nskills/swift.yaml", "\(changed)")
        #expect(try network.git("status", "--porcelain", in: folder) == "")
        #expect(network.run(["-C", place, "members", "set", "ty-gwydr", "town=Rye"]).status == 0)
    }

    @Test(arguments: movers)
    func `what was left behind is no edit by hand, and is called what it is`(mover: String) throws {
        let (network, folder, before) = try network(mover)
        let place = "\(network.root)/\(folder)"
        func answer(_ words: String...) -> TestNetwork.Answer { network.run(["-C", place] + words) }
        let said = "main was moved on elsewhere and the files here are still those of \(before.prefix(7))"
        let left = "members/plain-sail.md, skills/gis.yaml, skills/zinc.yaml"
        let check = answer("check")
        #expect(
            check.error.contains(
                "note: members/plain-sail.md and 2 other files were left behind, not edited, and looked at as committed: \(said)"
            ), "\(check)")
        #expect(!check.error.contains("not saved") && check.error.contains("help: bring them up to date"), "\(check)")
        #expect(answer("check", "--format", "json").output.contains("\"unsaved\": []"))
        #expect(answer("check", "members").error.contains("note: members/plain-sail.md was left behind, "))
        let doctor = answer("doctor", "--format", "tsv").output
        #expect(doctor.contains("ok\tstore\thand edits\tall are saved\t"), "\(doctor)")
        #expect(doctor.contains("warning\tstore\tleft behind\tnot up to date, and edited by nobody: \(left)\tgit "))
        let saved = answer("save")
        #expect(saved.status == 75 && saved.error.contains(said), "\(saved)")
        // An edit is one all the same.
        let swift = try #require(network.read("\(folder)/skills/swift.yaml"))
        try network.write("\(folder)/skills/swift.yaml", swift + "# Mine.\n")
        #expect(answer("check").error.contains("note: skills/swift.yaml is not saved: "))
        #expect(answer("doctor", "--format", "tsv").output.contains("hand edits\tnot saved: skills/swift.yaml\t"))
    }

    @Test func `a companion that was left behind is named with commands that work from the store`() throws {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "--short=7", "HEAD", in: "network-private")
        #expect(network.cotech("people", "set", "jory", "telephone=01970 555 0100").status == 0)
        try network.git("reset", "-q", "--hard", "HEAD~", in: "network-private")
        try network.git("update-ref", "refs/heads/main", "HEAD@{1}", in: "network-private")
        let git = "git -C \(network.companion)"
        let answer = network.cotech("people", "set", "jory", "name=Jory Penrose")
        #expect(answer.status == 75 && answer.error.contains("\(git) checkout --detach \(before) && "), "\(answer)")
        let today = network.cotech().output
        #expect(today.contains("Nothing else can be written in the private companion, since main was moved on"))
        #expect(network.cotech("members", "set", "plain-sail", "town=Rye").status == 0)
    }

    @Test func `what somebody staged to take a change back is theirs to save`() throws {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "HEAD")
        #expect(network.cotech("members", "set", "plain-sail", "town=Looe").status == 0)
        try network.git("checkout", "-q", before, "--", "members")
        #expect(network.cotech("save").status == 0)
        #expect(network.read("network/members/plain-sail.md")?.contains("Falmouth") == true)
        // Nor is it another matter in a worktree that was moved on properly.
        try network.git("worktree", "add", "-q", "--force", "../two", "main")
        #expect(network.cotech("members", "set", "plain-sail", "town=Looe").status == 0)
        try network.git("read-tree", "-m", "-u", "HEAD~", "HEAD", in: "two")
        let written = network.run(["-C", "\(network.root)/two", "members", "set", "plain-sail", "town=Fowey"])
        #expect(written.status == 0, "\(written)")
    }
}
