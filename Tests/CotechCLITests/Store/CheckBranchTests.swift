import Foundation
import Testing

@Suite("check --base", .onOwnThreads)
struct CheckBranchTests {
    /// A network with a coordinator, whose `topic` is checked out.
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "coordinators:\n  - gitlab:coordinator\n")
        try network.write("network/members/oak.md", "---\nname: Oak\ntown: Leeds\n---\n")
        try network.write("network/memberships/oak.yaml", "joined: 2020-01-01\nlogins:\n  - gitlab:ola\n")
        try network.commit("Rules", in: "network")
        try network.git("switch", "-q", "-c", "topic", in: "network")
        return network
    }

    private func change(_ network: TestNetwork, _ path: String, _ text: String) throws {
        try network.write("network/\(path)", text)
        try network.commit("A change", in: "network")
    }

    @Test("Another revision than HEAD is judged with --at, and by the day of now")
    func otherRevision() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Leeds\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        #expect(network.cotech("check", "--base", "main").status == 0)
        let answer = network.cotech("check", "--base", "main", "--at", "topic", "--actor", "gitlab:ola")
        #expect(answer.status == 1 && answer.output.contains("[unknown-field]"), "\(answer.output)")
        // HEAD is the base's here, and its settings are not asked either way.
        #expect(network.cotech("check", "--base", "topic", "--at", "main").status == 0)
    }

    @Test("The branch that is judged is the one whose lines are edited, and what is wrong is not fine already")
    func otherBranch() throws {
        let network = try network()
        let settings = try #require(network.read("network/cotech.yaml"))
        try change(network, "cotech.yaml", settings + "web: https://git.example/network\n")
        try network.git("branch", "-f", "main", in: "network")
        try change(network, "members/oak.md", "---\nname: Oak\ntown: York\nservices:\n  - wbe\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        let named = network.cotech("check", "--base", "main", "--at", "topic").output
        #expect(named.contains("/edit/topic/members/oak.md#L5\n"), "\(named)")
        #expect(named.contains("Fine already: town Leeds → York.\n"), "\(named)")
        let commit = try network.git("rev-parse", "topic", in: "network")
        #expect(!network.cotech("check", "--base", "main", "--at", commit).output.contains("Edit: "))
    }

    @Test("CI says on which branch and in which copy a line is edited")
    func addresses() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Leeds\n---\n")
        let fork = [
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "ola patch#1",
            "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": "https://git.example/ola/network",
        ]
        let answer = network.cotech("check", "--base", "main", environment: fork)
        #expect(
            answer.output.contains(
                "Edit: https://git.example/ola/network/-/edit/ola%20patch%231/members/oak.md#L3\n"), "\(answer.output)")
    }

    @Test("Nothing that stands in a file is a command for the machine that shows it")
    func injection() throws {
        let network = try network()
        try change(
            network, "members/oak.md",
            "---\nname: Oak\n::error file=x::pwned: 1\ntown: a: ##[error]b\n'\u{1B}[31m': 1\n---\n")
        try change(network, "members/::warning::.md", "x")
        let answer = network.cotech("check", "--base", "main", "--actor", "gitlab:ola")
        #expect(answer.status != 0)
        for line in (answer.output + answer.error).split(separator: "\n") {
            #expect(!line.drop { $0 == " " }.hasPrefix("::") && !line.contains("##["), "\(line)")
            #expect(!line.contains("\u{1B}"), "\(line)")
        }
    }

    @Test(
        "Where a branch conflicts with its base, a review tells what the branch says, and not what the base has since said"
    )
    func reviewOfConflict() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntown: York\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "members/oak.md", "---\nname: Oak\ntown: Hull\nheadcount: 5\n---\n")
        let review = network.cotech("review", "main..topic")
        #expect(review.status == 1 && review.output.contains("[merge-conflict]"), "\(review.output)")
        #expect(review.output.contains("town Leeds → York") && !review.output.contains("headcount"), "\(review.output)")
        #expect(network.cotech("review", "main..topic", "--format", "json").output.contains("\"town Leeds → York\""))
    }

    @Test("A base that has all of the branch already is told, with the review that was probably meant")
    func reviewTheOtherWay() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntown: York\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        let review = network.cotech("review", "topic")
        #expect(
            review.error.contains(
                "note: topic has all of HEAD already\nhelp: the other way round: cotech review HEAD..topic\n"),
            "\(review)")
        #expect(network.cotech("review", "HEAD..topic").output.contains("town Leeds → York"))
        #expect(!network.cotech("review", "main").error.contains("already"))
    }

    @Test("What others have said anew since the branch began is no effect of the branch")
    func reviewOfOlderWords() throws {
        let network = try network()
        try network.git("switch", "-q", "main", in: "network")
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "limits:\n  telephone: 3\n  headcount: 3\n")
        let page = "---\nname: Oak\ntown: Leeds\nheadcount: 4\ntelephone: 0114 496 0163\n---\n"
        try network.write("network/members/oak.md", page)
        // Five days ago, as everything that git itself commits here.
        try network.commit("Limits", in: "network")
        try network.git("switch", "-q", "-C", "topic", in: "network")
        try change(network, "members/oak.md", page.replacing("Leeds", with: "York"))
        #expect(network.cotech("members", "set", "oak", "headcount=7").status == 0)
        try network.git("switch", "-q", "main", in: "network")
        #expect(network.cotech("members", "set", "oak", "telephone=0114 496 0164").status == 0)
        let review = network.cotech("review", "main..topic").output
        #expect(review.contains("headcount: stale, last said 5 days ago → fresh"), "\(review)")
        #expect(!review.contains("telephone"), "\(review)")
    }

    @Test("What landed is told with what is not known of whose word it is")
    func landed() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntown: York\n---\n")
        let nobody = network.cotech("review", "--landed", "main")
        #expect(
            nobody.status == 1
                && nobody.error == """
                    note: nobody's addresses are known, so that nobody can tell whose word a commit is: every change is listed
                    help: name a co-op's, which counts for what comes after: cotech memberships set ID addresses+=ADDRESS
                    help: name the coordinators': cotech settings set addresses+=ADDRESS

                    """,
            "\(nobody.error)")
        #expect(network.cotech("memberships", "set", "oak", "addresses+=ola@oak.example").status == 0)
        let coops = network.cotech("review", "--landed", "main").error
        #expect(coops.contains("note: the settings do not say by which addresses") && !coops.contains("nobody's"))
        #expect(network.cotech("settings", "set", "addresses+=co@x.example").status == 0)
        #expect(
            network.cotech("review", "--landed", "main").error
                == "note: addresses can be made up: they tell where a change came from, and permit nothing\n")
        #expect(network.cotech("memberships", "set", "oak", "addresses-=ola@oak.example").status == 0)
        let settings = network.cotech("review", "--landed", "main").error
        #expect(settings.contains("note: no membership says by which addresses its co-op writes"), "\(settings)")
    }

    @Test func `The day since when something landed is taken and refused as any other day is`() throws {
        let network = try network()
        let typed = network.cotech("review", "--landed", "01/11/2026")
        #expect(
            typed.status == 64
                && typed.error.hasPrefix(
                    "error: --landed: \"01/11/2026\" can be read as two days\nhelp: Write 2026-11-01"),
            "\(typed)")
        let spoken = network.cotech("review", "--landed", "1 November 2026")
        let written = network.cotech("review", "--landed", "2026-11-01")
        #expect(spoken.output == written.output && spoken.status == written.status, "\(spoken)")
        #expect(written.status == 1, "\(written)")
        for revision in ["nowhere", "20261101"] {
            #expect(network.cotech("review", "--landed", revision).error.contains("no commit, branch or tag is called"))
        }
    }

    @Test("What two sides make together is told as such, and no line is named that the branch does not have")
    func merged() throws {
        let network = try network()
        let page = [
            "name: Oak", "town: Leeds", "headcount: 4", "email: post@oak.example", "website: https://oak.example",
        ]
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "members/oak.md", "---\n\(page.joined(separator: "\n"))\n---\n")
        try network.git("switch", "-q", "topic", in: "network")
        try network.git("reset", "-q", "--hard", "main", in: "network")
        try change(network, "members/oak.md", "---\nnote: here\n\(page.joined(separator: "\n"))\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "members/oak.md", "---\n\(page.joined(separator: "\n"))\nnote: there\n---\n")
        try network.git("switch", "-q", "topic", in: "network")
        let settings = try #require(network.read("network/cotech.yaml"))
        #expect(!settings.contains("web:"))
        let answer = network.cotech("check", "--base", "main", "--actor", "gitlab:ola")
        #expect(answer.status == 1 && answer.output.contains("[duplicate-key]"), "\(answer.output)")
        #expect(answer.output.contains("others have changed this file since your change began"))
    }

    @Test("A message has an end, however much is wrong")
    func many() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\n\((0..<60).map { "k\($0): 1\n" }.joined())---\n")
        let answer = network.cotech("check", "--base", "main")
        #expect(answer.output.contains("\nAnd 40 more.\n"))
        #expect(answer.output.components(separatedBy: "[unknown-field]").count == 62)
    }

    @Test("Only what is asked for is listed and counts")
    func paths() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Leeds\n---\n")
        #expect(network.cotech("check", "--base", "main", "members/oak.md").status == 1)
        #expect(network.cotech("check", "--base", "main", "skills").status == 0)
        try change(network, "README.md", "Hello\n")
        #expect(network.cotech("check", "--base", "main", "--actor", "gitlab:ola", "members").status == 1)
        #expect(network.cotech("check", "--base", "main", "--actor", "gitlab:ola").status == 77)
    }

    @Test("A shallow clone is judged where the host has merged already, and otherwise says what to fetch")
    func shallow() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Leeds\n---\n")
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Hull\n---\n")
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "README.md", "Hello\n")
        try network.git("switch", "-q", "-c", "merged", in: "network")
        try network.git("merge", "-q", "--no-edit", "topic", in: "network")
        try network.git(
            "clone", "-q", "--depth", "2", "--no-single-branch", "file://\(network.store)", "\(network.root)/shallow",
            in: "network")
        let clone = "\(network.root)/shallow"
        let merged = network.cotech(
            "-C", clone, "check", "--base", "origin/main", "--at", "origin/merged", "--actor", "gitlab:ola")
        #expect(merged.status == 1 && merged.output.contains("1 changed file"), "\(merged.output)\(merged.error)")
        // Where both come from one commit that is here, what lies before it is not needed.
        let apart = network.cotech("-C", clone, "check", "--base", "origin/main", "--at", "origin/topic")
        #expect(apart.status == 1 && apart.output.contains("1 changed file"), "\(apart.output)\(apart.error)")
        let tips = "\(network.root)/tips"
        try network.git(
            "clone", "-q", "--depth", "1", "--no-single-branch", "file://\(network.store)", tips, in: "network")
        let unknown = network.cotech("-C", tips, "check", "--base", "origin/main", "--at", "origin/topic")
        #expect(
            unknown.status == 69 && unknown.error.contains("git -C \(tips) fetch --unshallow"),
            "\(unknown.output)\(unknown.error)")
    }

    @Test("The companion is judged by the rules of the public store, and is never looked into for it")
    func companion() throws {
        let network = try network()
        try network.git("switch", "-q", "main", in: "network")
        try network.git("switch", "-q", "-c", "topic", in: "network-private")
        try network.write("network-private/enquiries/new-one.md", "---\nname: New\nstage: never\n---\n")
        try network.commit("An enquiry", in: "network-private")
        func judged(_ actor: String) -> TestNetwork.Answer {
            network.cotech("-C", network.companion, "check", "--base", "main", "--actor", actor)
        }
        let refused = judged("gitlab:ola")
        #expect(
            refused.status == 77 && refused.output.contains("Only the coordinators change an enquiry"),
            "\(refused.output)\(refused.error)")
        #expect(judged("gitlab:coordinator").status == 1)
        // A removal in the public store says nothing of private records that refer to it.
        try network.git("switch", "-q", "topic", in: "network")
        try network.write("network-private/people/secret.yaml", "name: Secret\ncoops:\n  oak:\n    role: baker\n")
        try network.commit("Somebody", in: "network-private")
        try network.git("rm", "-q", "members/oak.md", in: "network")
        try network.commit("Gone", in: "network")
        let gone = network.cotech("check", "--base", "main", "--actor", "gitlab:coordinator")
        #expect(gone.status == 1 && !(gone.output + gone.error).contains("ecret"), "\(gone.output)")
    }

    @Test("A companion whose public store is elsewhere is not judged by rules that it does not have")
    func lone() throws {
        let network = try network()
        try network.git(
            "clone", "-q", "--bare", network.companion, "\(network.root)/elsewhere/private.git", in: "network")
        let answer = network.cotech("-C", "\(network.root)/elsewhere/private.git", "check", "--base", "main")
        #expect(answer.status == 69 && answer.error.contains("public store"), "\(answer.output)\(answer.error)")
    }

    @Test("What has one answer is mended where the branch touched it, and nowhere else")
    func fix() throws {
        let network = try network()
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "members/elm.md", "---\nname: Elm  \n---\n")
        try network.git("switch", "-q", "topic", in: "network")
        try network.git("reset", "-q", "--hard", "main", in: "network")
        try change(network, "members/oak.md", "---\nname: Oak\ntown:Leeds\n---\n")
        #expect(network.cotech("check", "--base", "main", "--fix").status == 0)
        #expect(network.read("network/members/oak.md") == "---\nname: Oak\ntown: Leeds\n---\n")
        #expect(network.read("network/members/elm.md") == "---\nname: Elm  \n---\n")
        #expect(network.cotech("check", "--fix", "-q").status == 0)
        #expect(network.read("network/members/elm.md") == "---\nname: Elm\n---\n")
        #expect(try network.git("log", "-1", "--format=%s", in: "network") == "Mend members/elm.md")
        // What is wrong in itself is not made right by quotes, and keeps nothing else from being mended.
        try change(network, "members/fir.md", "---\nname: Fir\nemail: @fir\n---\n")
        try change(network, "members/elm.md", "---\nname: Elm\ntown:Leeds\n---\n")
        let some = network.cotech("check", "--fix", "-q")
        #expect(some.status == 1 && some.output.contains("members/fir.md:3"), "\(some)")
        #expect(network.read("network/members/elm.md") == "---\nname: Elm\ntown: Leeds\n---\n")
        #expect(network.read("network/members/fir.md") == "---\nname: Fir\nemail: @fir\n---\n")
        // An edit by hand is nobody's to change, and that is said.
        let edited = "---\nname: Elm\ntown:Hull\n---\n"
        try network.write("network/members/elm.md", edited)
        let left = network.cotech("check", "--fix", "members/elm.md")
        #expect(left.status == 1 && left.output.contains("instead: town: Hull"), "\(left)")
        #expect(left.error.contains("which --fix leaves as they are"), "\(left)")
        #expect(network.read("network/members/elm.md") == edited)
    }

    @Test func `a finding is the same one wherever its line is, and another in another field`() throws {
        let network = try TestNetwork()
        let page = try #require(network.read("network/members/plain-sail.md"))
        try network.write(
            "network/members/plain-sail.md", page.replacing("town: Falmouth\n", with: "town: Falmouth\ntown: Truro\n"))
        try network.commit("Twice", in: "network")
        try network.git("checkout", "-q", "-b", "topic")
        let twice = try #require(network.read("network/members/plain-sail.md"))
        try network.write(
            "network/members/plain-sail.md",
            twice.replacing("name: Plain Sail\n", with: "name: Plain Sail\nnote: Hello\n"))
        try network.commit("A note above", in: "network")
        #expect(network.cotech("check", "--base", "main").status == 0)
        // The same words about another field are another finding.
        let other = try #require(network.read("network/members/ty-gwydr.md"))
        try network.write("network/members/ty-gwydr.md", other.replacing("name:", with: "services:\n  - nope\nname:"))
        try network.commit("Unknown", in: "network")
        try network.git("checkout", "-q", "-b", "moved")
        try network.write(
            "network/members/ty-gwydr.md", other.replacing("name:", with: "technologies:\n  - nope\nname:"))
        try network.commit("Moved", in: "network")
        let answer = network.cotech("check", "--base", "topic")
        #expect(answer.status == 1 && answer.output.contains("\"nope\""), "\(answer)")
    }

    @Test("What --all adds is in every format, and fails nothing", arguments: ["json", "gitlab", "sarif", "github"])
    func everything(format: String) throws {
        let network = try network()
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "members/oak.md", "---\nname: Oak\ntwon: Leeds\n---\n")
        try network.git("switch", "-q", "-C", "topic", in: "network")
        try change(network, "members/elm.md", "---\nname: Elm\n---\n")
        let answer = network.cotech("check", "--base", "main", "--all", "--format", format)
        #expect(answer.status == 0, "\(answer.output)\(answer.error)")
        let findings = answer.output.split(separator: "Wrong already")[0]
        #expect(findings.contains("members/oak.md") && findings.contains("unknown-field"), "\(answer.output)")
        #expect(!network.cotech("check", "--base", "main", "--format", format).output.contains("oak"))
    }

    @Test("SARIF says of a code of the reader of record text what it means")
    func explained() throws {
        let network = try network()
        try change(network, "members/oak.md", "---\nname: Oak\nname: Oakes\n---\n")
        let answer = network.cotech("check", "--base", "main", "--format", "sarif")
        #expect(answer.output.contains("\"id\": \"duplicate-key\""), "\(answer.output)")
        #expect(answer.output.contains("The same key twice in one mapping."), "\(answer.output)")
        #expect(!answer.output.contains("Lists and mappings are nested more than four deep."))
    }

    @Test("Settings that cannot be read are said to be that, with their line")
    func unreadableSettings() throws {
        let network = try network()
        try network.git("switch", "-q", "main", in: "network")
        try change(network, "cotech.yaml", "name: [")
        try network.git("switch", "-q", "-C", "topic", in: "network")
        try change(network, "members/oak.md", "---\nname: Oak\ntown: Hull\n---\n")
        let answer = network.cotech("check", "--base", "main", "--actor", "gitlab:eve")
        #expect(answer.status == 1, "\(answer.output)\(answer.error)")
        #expect(
            answer.output.contains(
                "The settings of the base, which say who coordinates, cannot be read: cotech.yaml:1."))
        #expect(
            network.cotech("owners").output.hasSuffix(
                "The settings, which say who coordinates, cannot be read (cotech.yaml:1): cotech check\n"))
    }
}
