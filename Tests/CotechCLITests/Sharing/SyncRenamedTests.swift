import Foundation
import Testing

/// One person renames what a record names, and another changes what the record says of it: together it would be there
/// under both ids.
@Suite(.onOwnThreads) struct SyncRenamedTests {
    /// What is renamed, and what is said of it meanwhile: where it stands, and as it is said in the end.
    struct Case: Sendable {
        let rename: [String]
        let change: String
        let place: String
        let result: String
    }

    static let cases = [
        Case(
            rename: ["members", "rename", "plain-sail", "sail"], change: "coops.plain-sail.role=baker",
            place: "coops.plain-sail", result: "  sail:\n    role: baker\n"),
        Case(
            rename: ["members", "rename", "plain-sail", "sail"], change: "coops.plain-sail.from=2020-01-01",
            place: "coops.plain-sail", result: "  sail:\n    role: writer\n    from: 2020-01-01\n"),
        Case(
            rename: ["skills", "rename", "gis", "maps"], change: "skills+=gis:expert", place: "skills.gis",
            result: "  - maps: expert\n"),
    ]

    /// A network and a clone of it, each with its companion, and Jory's skill in both.
    private func network() throws -> (network: TestNetwork, other: String) {
        let network = try TestNetwork()
        #expect(network.cotech("people", "set", "jory", "skills+=gis:beginner").status == 0)
        try network.shell("mkdir ../two")
        for name in ["network", "network-private"] {
            try network.git("clone", "-q", "--bare", ".", "../\(name).git", in: name)
            try network.git("remote", "add", "origin", "../\(name).git", in: name)
            try network.git("fetch", "-q", "origin", in: name)
            try network.git("branch", "-q", "--set-upstream-to", "origin/main", in: name)
            try network.git("clone", "-q", "../\(name).git", "../two/\(name)", in: name)
            try network.git("config", "user.name", "Siân Rees", in: "two/\(name)")
            try network.git("config", "user.email", "sian@ty-gwydr.example", in: "two/\(name)")
        }
        return (network, "\(network.root)/two/network")
    }

    /// The commands of the advice, in their order.
    private func commands(_ answer: TestNetwork.Answer) throws -> [[String]] {
        let line = try #require(
            answer.error.split(separator: "\n").first { $0.hasPrefix("help: to have both, ") }, "\(answer)")
        let commands = try #require(line.components(separatedBy: " is new there: ").last)
        return commands.components(separatedBy: ", ").map { command in
            command.split(separator: " ").dropFirst().map { String($0).replacing("'", with: "") }
        }
    }

    private func run(_ commands: [[String]], in network: TestNetwork) {
        for words in commands + [["sync"]] {
            let answer = network.run(words)
            #expect(answer.status == 0, "\(words): \(answer)")
        }
    }

    @Test(arguments: cases) func `what was renamed here and changed there is told, with the commands that have both`(
        one: Case
    ) throws {
        let (network, other) = try network()
        #expect(network.run(one.rename).status == 0)
        for words in [["people", "set", "jory", one.change], ["sync"]] {
            #expect(network.run(["-C", other] + words).status == 0)
        }
        let before = try network.git("rev-parse", "HEAD", in: "network-private")
        let answer = network.cotech("sync")
        let (old, new) = (one.rename[2], one.rename[3])
        #expect(
            answer.status == 75
                && answer.error.hasPrefix(
                    "people/jory.yaml: \(old) was renamed to \(new) here, and \(one.place) was changed there\nerror: 1 thing was changed"
                ), "\(answer)")
        #expect(!answer.error.contains("line of that name") && !answer.error.contains("took it away"), "\(answer)")
        #expect(try network.git("rev-parse", "HEAD", in: "network-private") == before)
        if one.rename[0] == "members" {
            run(try commands(answer), in: network)
        } else {
            // A skill does not say which ids it had, so that none may be used again.
            let git = "git -C \(network.companion)"
            let way =
                "\(git) merge origin/main, say under maps in people/jory.yaml what is new of gis, \(git) commit -a, cotech sync\n"
            #expect(answer.error.hasSuffix("help: to choose yourself: \(way)"), "\(answer)")
            #expect(!answer.error.contains("to have both"), "\(answer)")
            let mine = try #require(network.read("network-private/people/jory.yaml"))
            #expect(throws: (any Error).self) { try network.git("merge", "-q", "origin/main", in: "network-private") }
            try network.write("network-private/people/jory.yaml", mine.replacing("beginner", with: "expert"))
            try network.git("commit", "-qam", "Both", in: "network-private")
            run([], in: network)
        }
        #expect(network.read("network-private/people/jory.yaml")?.contains(one.result) == true)
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test(arguments: cases) func `what was renamed there and changed here is told, with the commands that have both`(
        one: Case
    ) throws {
        let (network, other) = try network()
        for words in [one.rename, ["sync"]] { #expect(network.run(["-C", other] + words).status == 0) }
        #expect(network.cotech("people", "set", "jory", one.change).status == 0)
        let answer = network.cotech("sync")
        let (old, new) = (one.rename[2], one.rename[3])
        #expect(
            answer.status == 75
                && answer.error.hasPrefix(
                    "people/jory.yaml: \(old) was renamed to \(new) there, and \(one.place) was changed here\nerror: 1 thing was changed"
                ), "\(answer)")
        run(try commands(answer), in: network)
        #expect(network.read("network-private/people/jory.yaml")?.contains(one.result) == true)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `another change of the same person is merged as ever`() throws {
        let (network, other) = try network()
        #expect(network.cotech("members", "rename", "plain-sail", "sail").status == 0)
        for words in [["people", "set", "jory", "email=jory@sail.example"], ["sync"]] {
            #expect(network.run(["-C", other] + words).status == 0)
        }
        #expect(network.cotech("sync").status == 0)
        let text = try #require(network.read("network-private/people/jory.yaml"))
        #expect(text.contains("  sail:\n") && text.contains("email: jory@sail.example"), "\(text)")
    }
}
