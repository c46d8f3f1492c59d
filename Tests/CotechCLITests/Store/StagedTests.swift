import Foundation
import Testing

/// What is staged and stands neither in HEAD nor in the working file: a later `git commit` would take a change back.
@Suite(.onOwnThreads) struct StagedTests {
    static func profile(_ town: String) -> String { "---\nname: Plain Sail\ntown: \(town)\n---\n" }

    private func head(_ network: TestNetwork) throws -> String {
        try network.git("rev-parse", "HEAD") + network.git("rev-parse", "HEAD", in: "network-private")
    }

    @Test func `a file of which something else is staged is not changed, and doctor and save say so`() throws {
        let network = try TestNetwork()
        let old = try #require(network.read("network/members/plain-sail.md"))
        try network.write("network/members/plain-sail.md", Self.profile("Rye"))
        try network.git("add", "members")
        try network.write("network/members/plain-sail.md", old)
        let before = try head(network)
        let said = "error: members/plain-sail.md has a staged change that the file does not show, so nothing was "
        let ways =
            "help: commit what is staged first: git commit\nhelp: or unstage it: git restore --staged members/plain-sail.md\n"
        for words in [["members", "set", "plain-sail", "headcount=4"], ["members", "remove", "plain-sail", "--yes"]] {
            let answer = network.run(words)
            #expect(answer.status != 0 && answer.output == "", "\(answer)")
            if words[1] == "set" { #expect(answer.status == 75 && answer.error == "\(said)written\n\(ways)") }
        }
        let saved = network.cotech("save")
        #expect(saved.status == 75 && saved.error == "\(said)saved\n\(ways)", "\(saved)")
        let doctor = network.cotech("doctor", "--format", "tsv").output
        #expect(
            doctor.contains(
                "warning\tstore\tstaged\tthe files do not show what is staged of members/plain-sail.md, so they cannot be changed\tgit commit; or unstage it: git restore --staged members/plain-sail.md\n"
            ), "\(doctor)")
        #expect(try head(network) == before)
        // Another co-op's file is another matter.
        #expect(network.cotech("members", "set", "ty-gwydr", "headcount=4").status == 0)
        #expect(try network.git("status", "--porcelain") == "MM members/plain-sail.md")
        try network.git("restore", "--staged", "members/plain-sail.md")
        #expect(network.cotech("members", "set", "plain-sail", "headcount=4").status == 0)
        #expect(!network.cotech("doctor", "--format", "tsv").output.contains("\tstaged\t"))
        #expect(try network.complaints() == "")
    }

    @Test func `what is staged in the companion is said with the command that works from the store`() throws {
        let network = try TestNetwork()
        let old = try #require(network.read("network-private/people/jory.yaml"))
        try network.write("network-private/people/jory.yaml", "name: Jory Penrose\n")
        try network.git("add", "people", in: "network-private")
        try network.write("network-private/people/jory.yaml", old)
        let answer = network.cotech("people", "set", "jory", "telephone=01970 555 0100")
        let git = "git -C \(network.companion)"
        #expect(
            answer.status == 75 && answer.error.contains("commit what is staged first: \(git) commit\n"), "\(answer)")
        #expect(answer.error.contains("or unstage it: \(git) restore --staged people/jory.yaml\n"))
        #expect(network.cotech("save").error.contains("\(git) restore --staged people/jory.yaml\n"))
        #expect(network.cotech("people", "erase", "jory", "--yes").status == 75)
    }

    @Test func `a removal that is only staged, and a new file that is, are seen as well`() throws {
        let network = try TestNetwork()
        try network.git("rm", "-q", "--cached", "members/plain-sail.md")
        #expect(network.cotech("members", "set", "plain-sail", "headcount=4").status == 75)
        try network.git("reset", "-q")
        try network.write("network/skills/zinc.yaml", "label: Tin\n")
        try network.git("add", "skills")
        try network.shell("rm skills/zinc.yaml")
        let answer = network.cotech("skills", "add", "zinc", "label=Zinc")
        #expect(answer.status == 75 && answer.error.contains("skills/zinc.yaml has a staged change"), "\(answer)")
        try network.git("restore", "--staged", "skills/zinc.yaml")
        #expect(network.cotech("skills", "add", "zinc", "label=Zinc").status == 0)
    }

    @Test func `nothing is written while git holds the index`() throws {
        let network = try TestNetwork()
        try network.write("network/.git/index.lock", "")
        let answer = network.cotech("members", "set", "plain-sail", "headcount=4")
        #expect(answer.status == 75 && answer.error.contains("index.lock is in the way"), "\(answer)")
        #expect(try network.git("log", "-1", "--format=%s").contains("headcount") == false)
        try network.shell("rm .git/index.lock")
        #expect(network.cotech("members", "set", "plain-sail", "headcount=7").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `an edit made after git add is saved once that is added too, and what was only announced at once`()
        throws
    {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", Self.profile("Rye"))
        try network.git("add", "-A")
        try network.write("network/members/plain-sail.md", Self.profile("York"))
        try network.write("network/skills/zinc.yaml", "label: Zinc\n")
        try network.git("add", "-N", "skills/zinc.yaml")
        #expect(network.cotech("save").status == 75)
        // The other one is no part of it.
        #expect(network.cotech("save", "skills").status == 0)
        try network.git("add", "members")
        #expect(network.cotech("save").status == 0)
        #expect(network.read("network/members/plain-sail.md") == Self.profile("York"))
        #expect(try network.complaints() == "")
    }

    @Test func `how an edit is thrown away depends on what git knows of it`() throws {
        let network = try TestNetwork()
        func refused(_ words: [String], _ way: String) throws {
            let answer = network.run(words)
            #expect(answer.status == 75 && answer.error.hasSuffix("help: or throw them away: \(way)\n"), "\(answer)")
            try network.shell(way)
            #expect(network.run(words).status == 0)
        }
        let path = "members/plain-sail.md"
        try network.write("network/\(path)", Self.profile("Rye"))
        try refused(["members", "set", "plain-sail", "headcount=4"], "git restore \(path)")
        try network.write("network/\(path)", Self.profile("Rye"))
        try network.git("add", "-A")
        try refused(["members", "set", "plain-sail", "headcount=5"], "git checkout HEAD -- \(path)")
        try network.write("network/skills/zinc.yaml", "label: Tin\n")
        try refused(["skills", "add", "zinc", "label=Zinc"], "git clean -f skills/zinc.yaml")
        try network.write("network/skills/brass.yaml", "label: Tin\n")
        try network.git("add", "-A")
        try refused(["skills", "add", "brass", "label=Brass"], "git rm -f skills/brass.yaml")
    }

    @Test func `an index that cannot be opened is not said to be damaged, nor to be removed`() throws {
        let network = try TestNetwork()
        let index = "\(network.store)/.git/index"
        try network.shell("mv .git/index .git/kept && ln -s index .git/index")
        let answer = network.cotech("members", "set", "plain-sail", "headcount=4")
        #expect(answer.status != 0 && answer.error.contains("cannot read \(index)"), "\(answer)")
        #expect(!answer.error.contains("reset"), "\(answer)")
    }

    @Test(arguments: ["cut", "empty", "folder", "gone"])
    func `beside an index that cannot be read nothing is committed, and doctor says what mends it`(_ kind: String)
        throws
    {
        let network = try TestNetwork()
        #expect(network.cotech("doctor", "--fix").output.contains("git is told to merge records with cotech"))
        let index = "\(network.store)/.git/index"
        switch kind {
        case "cut": try network.shell("truncate -s -30 .git/index")
        case "empty": try network.shell(": > .git/index")
        case "folder": try network.shell("rm .git/index && mkdir .git/index")
        default: try network.shell("rm .git/index")
        }
        let before = try head(network)
        let message =
            switch kind {
            case "folder": "the index is a folder: \(index)"
            case "gone": "there is no index, so git takes every file for removed: \(index)"
            default: "the index is not whole: \(index)"
            }
        let removal = kind == "gone" ? "" : "rm \(kind == "folder" ? "-r " : "")'\(index)' && "
        let fix = "\(removal)git -C \(network.store) reset"
        let answer = network.cotech("members", "set", "plain-sail", "headcount=4")
        #expect(answer.status == 69 && answer.error == "error: \(message)\nhelp: \(fix)\n", "\(answer)")
        let doctor = network.cotech("doctor", "--format", "tsv")
        let facts = doctor.output.split(separator: "\n").filter { $0.hasPrefix("problem") }
        #expect(facts.first == "problem\tstore\tindex\t\(message)\t\(removal)git reset")
        #expect(
            doctor.status == 1 && doctor.output.contains("git is told to merge records with cotech"), "\(doctor.output)"
        )
        try network.write("network/members/plain-sail.md", Self.profile("Rye"))
        let saved = network.cotech("save")
        #expect(saved.status == 69 && saved.error.contains(fix), "\(saved)")
        #expect(try head(network) == before)
        // What is read does not depend on it.
        #expect(network.cotech("members", "list").status == 0)
        #expect(network.cotech("check").status == 0)
        try network.shell("(\(fix)) >/dev/null")
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "headcount=4").status == 0)
        #expect(try network.complaints() == "")
    }
}
