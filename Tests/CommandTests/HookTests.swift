import TestSupport
import Foundation
import Testing

/// A bare repository that runs `cotech check --hook` before it takes anything in, and a clone that pushes to it with git.
private final class Host {
    let network: Network
    var origin: String { "\(network.root)/origin.git" }
    private var hook: String { "\(origin)/hooks/pre-receive" }

    static let files: [String: String] = Network.files.merging([
        "cotech.yaml":
            "name: Marches Tech\ntime-zone: Europe/London\ncoordinators:\n  - gitlab:mair\nextra:\n  members.founded-in: number\n",
        "memberships/ash.yaml": "joined: 2020-01-01\nlogins:\n  - gitlab:ann\n",
        "memberships/birch.yaml": "joined: 2020-01-01\nlogins:\n  - gitlab:bob\n",
    ]) { $1 }

    init(_ files: [String: String] = Host.files) throws {
        network = try Network(files)
        network.now = "2026-11-23T09:00:00Z"
        try network.git("init", "-q", "--bare", "-b", "main", origin)
        try network.git("remote", "add", "origin", origin)
        try install()
    }

    func install(_ options: String = "") throws {
        let binary = try #require(Binary.path, "build cotech first, or name it in COTECH_BINARY")
        try Program.writeScript(hook, "#!/bin/sh\nexec '\(binary)' check --hook \(options)\n")
    }

    func remove() throws { try FileManager.default.removeItem(atPath: hook) }

    /// Pushes as somebody whom the host has authenticated, as GitLab tells its hooks.
    @discardableResult
    func push(_ login: String?, _ arguments: String...) throws -> Answer {
        try push(arguments, environment: login.map { ["GL_USERNAME": $0] } ?? [:])
    }

    func push(_ arguments: [String], environment: [String: String]) throws -> Answer {
        try Program.run(
            "git", ["push", "-q", "origin"] + (arguments.isEmpty ? ["HEAD:main"] : arguments), in: network.path,
            environment: network.environment.merging(environment) { $1 })
    }

    var main: String { get throws { try network.git("rev-parse", "main", in: origin) } }

    /// What the hook itself answers to one line of git's, as a process.
    func ask(_ line: String, environment: [String: String] = [:]) throws -> Answer {
        let binary = try #require(Binary.path)
        return try Program.run(
            binary, ["check", "--hook"], in: origin, environment: network.environment.merging(environment) { $1 },
            input: Array("\(line)\n".utf8))
    }
}

@Suite(.serialized) struct HookTests {
    @Test func `The first push makes the rules, and a co-op's own change lands`() throws {
        let host = try Host()
        #expect(try host.push(nil).status == 0)
        try host.network.write("members/ash.md", "---\nname: Ash\nheadcount: 5\n---\n")
        let commit = try host.network.commit("We are five")
        let answer = try host.push("ann")
        #expect(answer.status == 0 && answer.text == "", "\(answer.text)")
        #expect(try host.main == commit)
        try host.network.git("fsck", "--strict", in: host.origin)
    }

    @Test func `The main branch under its old name is judged as well`() throws {
        let host = try Host()
        #expect(try host.push("mair").status == 0)
        try host.network.git("symbolic-ref", "refs/heads/master", "refs/heads/main", in: host.origin)
        let before = try host.main
        try host.network.write("members/birch.md", "---\nname: Birch & Friends\n---\n")
        try host.network.commit("Not ours")
        let answer = try host.push("ann", "HEAD:master")
        #expect(answer.status != 0 && answer.error.contains("[needs-yes]"), "\(answer.text)")
        #expect(try host.main == before)
        #expect(try host.push("ann", "HEAD:other").status == 0)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let code: String
        let words: String
        let make: @Sendable (Network) throws -> Void
        var testDescription: String { name }
    }

    static let refusals: [Refusal] = [
        Refusal(name: "its own membership", code: "not-yours", words: "Only the coordinators change a membership") {
            try $0.write("memberships/ash.yaml", "joined: 2019-01-01\nlogins:\n  - gitlab:ann\n")
        },
        Refusal(name: "its login in another's", code: "not-yours", words: "memberships/birch.yaml") {
            try $0.write("memberships/birch.yaml", "joined: 2020-01-01\nlogins:\n  - gitlab:bob\n  - gitlab:ann\n")
        },
        Refusal(
            name: "another's file renamed onto its own", code: "not-yours", words: "turns up again in members/ash.md"
        ) {
            try $0.git("mv", "-f", "members/birch.md", "members/ash.md")
        },
        Refusal(name: "the settings", code: "not-yours", words: "Only the coordinators change the settings") {
            try $0.shell("sed -i 's/gitlab:mair/gitlab:ann/' cotech.yaml")
        },
        Refusal(name: "the ignore list", code: "not-yours", words: ".git-blame-ignore-revs") {
            try $0.shell("git rev-parse HEAD > .git-blame-ignore-revs")
        },
        Refusal(name: "attributes", code: "not-yours", words: ".gitattributes") {
            try $0.write(".gitattributes", "*.md merge=ours\n")
        },
        Refusal(name: "a CI file", code: "not-yours", words: "No rule gives this file to anybody") {
            try $0.write(".gitlab-ci.yml", "check:\n  script: true\n")
        },
        Refusal(name: "a right and the use of it at once", code: "not-yours", words: "memberships/birch.yaml") {
            try $0.write("memberships/birch.yaml", "joined: 2020-01-01\nlogins:\n  - gitlab:ann\n")
            try $0.write("members/birch.md", "---\nname: Mine\n---\n")
        },
        Refusal(name: "a helper's edit", code: "needs-yes", words: "This member is birch's") {
            try $0.write("members/birch.md", "---\nname: Birch & Co.\ntown: Hull\n---\n")
        },
        Refusal(name: "a page that cannot be read", code: "unclosed-quote", words: "Put this instead:") {
            try $0.write("members/ash.md", "---\nname: \"Ash\nheadcount: 5\n---\n")
        },
        Refusal(name: "a file whose name is no id", code: "bad-path", words: "1 thing to mend in members/Ash Tree.md") {
            try $0.write("members/Ash Tree.md", "---\nname: Ash\n---\n")
        },
    ]

    @Test(arguments: refusals) func `What a co-op may not push is refused with the reason`(refusal: Refusal) throws {
        let host = try Host()
        try host.push("mair")
        let before = try host.main
        try refusal.make(host.network)
        try host.network.commit("A change")
        let answer = try host.push("ann")
        #expect(answer.status != 0, "\(answer.text)")
        #expect(answer.error.contains("[\(refusal.code)]") && answer.error.contains(refusal.words), "\(answer.text)")
        #expect(answer.error.contains("Nothing was taken in"))
        #expect(try host.main == before)
        // As a branch of its own it is a proposal, which everybody may make.
        #expect(try host.push("ann", "HEAD:refs/heads/proposal").status == 0)
    }

    @Test func `The owner's merge of a helper's branch is the owner's yes`() throws {
        let host = try Host()
        try host.push("mair")
        try host.network.write("members/birch.md", "---\nname: Birch & Co.\ntown: Hull\n---\n")
        try host.network.commit("New town")
        #expect(try host.push("ann").status != 0)
        #expect(try host.push("bob").status == 0)
    }

    @Test func `Nobody rewrites or deletes the main branch, and other references are free or the coordinators'`() throws
    {
        let host = try Host()
        try host.push("mair")
        let before = try host.main
        try host.network.git("commit", "-q", "--amend", "--allow-empty", "-m", "Another beginning")
        for login in ["ann", "mair"] {
            let answer = try host.push(login, "--force", "HEAD:main")
            #expect(answer.status != 0 && answer.error.contains("[rewritten-history]"), "\(answer.text)")
            #expect(try host.push(login, "--delete", "main").error.contains("nobody deletes it"))
        }
        #expect(try host.main == before)
        #expect(try host.push("ann", "--force", "HEAD:refs/heads/topic", "HEAD:refs/tags/v1").status == 0)
        #expect(try host.push("ann", "--delete", "topic").status == 0)
        #expect(try host.push("ann", "HEAD:refs/cotech/reminders").error.contains("[not-yours]"))
        #expect(try host.push("mair", "HEAD:refs/cotech/reminders").status == 0)
    }

    @Test func `One reference that is refused refuses the push, and all are told`() throws {
        let host = try Host()
        try host.push("mair")
        try host.network.write("cotech.yaml", "name: Mine\n")
        try host.network.commit("A change")
        let answer = try host.push("ann", "HEAD:main", "HEAD:refs/heads/topic", "HEAD:refs/notes/x")
        #expect(answer.status != 0 && answer.error.contains("cotech.yaml") && answer.error.contains("refs/notes/x"))
        #expect(try host.network.git("for-each-ref", "--format=%(refname)", in: host.origin) == "refs/heads/main")
    }

    @Test func `Whoever the host does not name changes nothing, whatever the commit says`() throws {
        let host = try Host()
        try host.push("mair")
        try host.network.write("members/ash.md", "---\nname: Ash\nheadcount: 5\n---\n")
        try host.network.git("add", "-A")
        try host.network.git(
            "-c", "user.name=ann", "-c", "user.email=ann@ash.example", "commit", "-q", "-m", "gitlab:ann")
        let answer = try host.push(nil)
        #expect(answer.status != 0 && answer.error.contains("The host does not say who you are"), "\(answer.text)")
        #expect(try host.push([], environment: ["GITEA_PUSHER_NAME": "ann"]).status != 0)
        #expect(try host.push([], environment: ["COTECH_ACTOR": "gitlab:ann"]).status == 0)
    }

    @Test func `The hook's own word on who pushes comes first`() throws {
        let host = try Host()
        try host.push("mair")
        try host.install("--actor \"ssh:$LOGNAME\"")
        try host.network.write("cotech.yaml", "name: Mine\n")
        try host.network.commit("A change")
        #expect(try host.push([], environment: ["LOGNAME": "x", "GL_USERNAME": "mair"]).error.contains("[not-yours]"))
    }

    @Test func `What was wrong before stops nobody`() throws {
        let host = try Host()
        try host.remove()
        try host.network.write("members/birch.md", "---\nname: Birch\ntwon: York\n---\n")
        try host.network.commit("A slip that landed")
        try host.push(nil)
        try host.install()
        try host.network.write("members/ash.md", "---\nname: Ash\nheadcount: 5\n---\n")
        try host.network.commit("We are five")
        #expect(try host.push("ann").status == 0)
    }

    @Test func `A thousand records in quarantine are read`() throws {
        var files = Host.files
        for number in 0..<1_100 {
            files["members/m\(number).md"] = "---\nname: M\(number)\nextra:\n  founded-in: 1999\n---\n"
        }
        let host = try Host(files)
        let first = try host.push("mair")
        #expect(first.status == 0, "\(first.text.prefix(500))")
        // Taking a field away has every record looked at.
        try host.network.shell("sed -i '/extra/,$d' cotech.yaml")
        try host.network.commit("Without the field")
        let answer = try host.push("mair")
        #expect(answer.status != 0 && answer.error.contains("more."), "\(answer.text.prefix(500))")
    }

    @Test func `Exit statuses are those documented`() throws {
        let host = try Host()
        try host.push("mair")
        let (old, zero) = (try host.main, String(repeating: "0", count: 40))
        let mair = ["GL_USERNAME": "mair", "GL_ID": "user-1"]
        func proposed(_ path: String, _ text: String) throws -> String {
            try host.network.git("reset", "-q", "--hard", old)
            try host.network.write(path, text)
            let commit = try host.network.commit("A change")
            try host.push("x", "HEAD:refs/heads/\(UUID().uuidString)")
            return "\(old) \(commit) refs/heads/main"
        }
        let slip = try proposed("members/ash.md", "---\nnaem: Ash\n---\n")
        #expect(try host.ask(slip, environment: mair).status == 1)
        #expect(try host.ask(slip, environment: mair).output.contains("\nGL-HOOK-ERR: members/ash.md: "))
        #expect(try host.ask(proposed("members/ash.md", "---\nname: Ash\n---\n"), environment: mair).status == 0)
        #expect(try host.ask(proposed("README.md", "Hello\n"), environment: ["GL_USERNAME": "ann"]).status == 77)
        #expect(try host.ask("\(old) \(zero) refs/heads/main", environment: mair).status == 1)
        #expect(try host.ask("nonsense", environment: mair).status == 64)
        #expect(
            try host.ask("\(old) \(String(repeating: "1", count: 40)) refs/heads/main", environment: mair).status == 69)
    }
}
