import Foundation
import Testing

/// Something else where the folder of a kind should be: nobody can tell whose records there are, and nobody is not none.
@Suite(.onOwnThreads) struct BlockedFolderTests {
    /// What is put there, in words, and what has to be taken away first.
    static let standing: [(words: String, command: String, removal: String)] = [
        ("a symbolic link", "ln -s skills", ""), ("a file", "echo hello >", ""),
        ("a submodule", "git clone -q ../network-private", "move members away, then "),
    ]

    /// A network in which something stands in the place of a folder, and the commit that had it.
    private func network(
        _ folder: String, _ command: String, commits: Bool = true
    ) throws -> (network: TestNetwork, before: String) {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "--short=7", "HEAD")
        try network.shell("mv \(folder) ../aside && \(command) \(folder)")
        guard commits else { return (network, before) }
        // Git keeps what the index has of a folder that becomes another repository.
        try network.git("rm", "-rq", "--cached", folder)
        try network.commit("A slip", in: "network")
        return (network, before)
    }

    @Test(arguments: standing)
    func `whatever asks for its records says what is in the way, and ends with 65`(
        standing: (words: String, command: String, removal: String)
    ) throws {
        let (network, before) = try network("members", standing.command)
        let said = """
            members is \(standing.words), where members are kept in a folder, so none can be read
            help: put the folder back: \(standing.removal)git checkout \(before) -- members, then cotech save

            """
        for words in [
            ["members", "list"], ["members", "list", "--format", "json"], ["members", "stale"],
            ["members", "stale", "--exit-code"], ["members", "stale", "--heartbeat"], ["members", "export"], [],
            ["fmt", "--check"], ["fmt"],
        ] {
            let answer = network.run(words)
            #expect(answer.status == 65 && answer.error == "warning: \(said)", "\(words): \(answer)")
            for claim in ["no profile", "0 co-ops", "Nothing is waiting", "there are no members"] {
                #expect(!answer.output.contains(claim), "\(words): \(answer.output)")
            }
        }
        for words in [
            ["members", "show", "ty-gwydr"], ["members", "set", "ty-gwydr", "town=Rye"], ["members", "add", "Foo"],
        ] {
            let answer = network.run(words)
            #expect(answer.status == 65 && answer.error == "error: \(said)", "\(words): \(answer)")
        }
        let reminded = network.cotech("members", "remind")
        #expect(reminded.status == 65 && reminded.error.hasSuffix("warning: \(said)"), "\(reminded)")
        // What can be read answers.
        let skills = network.cotech("skills", "list")
        #expect(skills.status == 0 && skills.output.contains("Maps") && skills.error == "", "\(skills)")
        #expect(network.cotech("skills", "add", "zinc", "label=Zinc").status == 0)
        let check = network.cotech("check", "members")
        #expect(
            check.status == 1 && !check.error.contains("warning")
                && check.output.contains("and this is \(standing.words) [bad-path]\nhelp: Put the folder back: "),
            "\(check)")
        // And the advice holds.
        if !standing.removal.isEmpty { try network.shell("mv members ../other") }
        try network.git("checkout", "-q", before, "--", "members")
        #expect(network.cotech("check").status == 0)
        let saved = network.cotech("save")
        #expect(saved.status == 0 && saved.error == "", "\(saved)")
        #expect(network.cotech("members", "list").output.contains("Plain Sail"))
        #expect(try network.complaints() == "")
    }

    @Test(arguments: ["memberships", "enquiries", "people"])
    func `it is the same with every kind, and where another kind's command asks for it`(kind: String) throws {
        let home = kind == "memberships" ? "network" : "network-private"
        let network = try TestNetwork()
        try network.git("mv", kind, "aside", in: home)
        try network.write("\(home)/\(kind)", "A note\n")
        try network.commit("A slip", in: home)
        let git = home == "network" ? "git" : "git -C \(network.companion)"
        for words in [[kind, "list"], []] {
            let answer = network.run(words)
            #expect(answer.status == 65, "\(words): \(answer)")
            #expect(
                answer.error.contains("warning: \(kind) is a file, where \(kind) are kept in a folder"), "\(answer)")
            #expect(answer.error.contains("help: put the folder back: \(git) checkout "), "\(answer)")
        }
        // A member's status is in its membership.
        let members = network.cotech("members", "list")
        #expect(
            members.status == (kind == "memberships" ? 65 : 0) && members.output.contains("Plain Sail"), "\(members)")
    }

    @Test func `where no commit that is here had the folder, the history is named`() throws {
        let network = try TestNetwork()
        try network.git("rm", "-rq", "skills")
        try network.write("network/skills", "Later\n")
        try network.git("add", "-A")
        try network.git("-c", "user.name=M", "-c", "user.email=m@x.example", "commit", "-q", "--amend", "-m", "Begin")
        let answer = network.cotech("skills", "list")
        #expect(
            answer.status == 65
                && answer.error.contains("help: put the folder back: git log -- skills shows who took it away\n"),
            "\(answer)")
    }

    @Test(arguments: standing)
    func `in the working tree alone it is one edit, which cannot be saved or written over`(
        standing: (words: String, command: String, removal: String)
    ) throws {
        let (network, _) = try network("members", standing.command, commits: false)
        let head = try network.git("rev-parse", "HEAD")
        let listed = network.cotech("members", "list")
        #expect(listed.status == 0 && listed.output.contains("Plain Sail") && listed.error == "", "\(listed)")
        let way = "ove it away, and put the folder back: git checkout HEAD -- members\n"
        let finding = """
            members: error: This cannot be saved: it is \(standing.words), and members are kept in a folder [bad-path]
            help: M\(way)
            """
        let saved = network.cotech("save")
        #expect(saved.status == 65 && saved.error.hasPrefix(finding), "\(saved)")
        let check = network.cotech("check")
        #expect(check.status == 1 && check.output.hasPrefix(finding) && check.output.contains(": 1 error"), "\(check)")
        for words in [["members", "set", "ty-gwydr", "town=Rye"], ["members", "add", "Foo"]] {
            let answer = network.run(words)
            #expect(answer.status == 75 && answer.error.hasSuffix("\nhelp: m\(way)"), "\(answer)")
            #expect(answer.error.contains("members in the working tree: it is \(standing.words)"), "\(answer)")
        }
        #expect(network.cotech().output.contains("An edit by hand of members is not saved yet"))
        #expect(network.cotech("skills", "add", "zinc", "label=Zinc").status == 0)
        try network.shell("mv members ../other && git checkout -q HEAD -- members")
        #expect(network.cotech("members", "set", "ty-gwydr", "town=Rye").status == 0)
        #expect(try network.git("rev-list", "--count", "\(head)..HEAD") == "2" && network.complaints() == "")
    }

    @Test(arguments: ["members", "people"])
    func `a repository that was begun in the folder is what has to go`(folder: String) throws {
        let network = try TestNetwork()
        let isPublic = folder == "members"
        try network.git("init", "-q", folder, in: isPublic ? "network" : "network-private")
        let place = isPublic ? "members/.git" : "\(network.companion)/people/.git"
        let answer = network.cotech(folder, "add", "Foo")
        #expect(
            answer.status == 75
                && answer.error
                    == "error: nothing can be written to \(folder) in the working tree: another repository was begun in it\nhelp: remove \(place)\n",
            "\(answer)")
        try network.shell("rm -r \(place)")
        #expect(network.cotech(folder, "add", "Foo").status == 0)
        #expect(try network.complaints() == "")
    }
}
