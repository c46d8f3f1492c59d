import Foundation
import TestSupport
import Testing

/// Who has left is not warned. Where what says so cannot be read, nobody can tell, and that is never taken for no.
@Suite(.onOwnThreads) struct UnreadExcuseTests {
    private static let later = ["--as-of", "2028-06-01"]
    private static let membership = "memberships/ty-gwydr.yaml"
    private static let faults = [
        (membership, "joined: 2016-10-28\n\tleft: 2020-01-01\n", "\(membership) cannot be read"),
        (membership, "joined: 2016-10-28\nleft: 23/11/2020\n", "left in \(membership), line 2, is no day"),
        (
            "members/ty-gwydr.md", "---\nname: Tŷ Gwydr\ntown: Rye\naway-until: soon\n---\n",
            "away-until in members/ty-gwydr.md, line 4, is no day"
        ),
    ]

    @Test(arguments: faults)
    func `a co-op of which the days that would excuse it cannot be read is not called stale, and is said to be unknown`(
        path: String, text: String, gap: String
    ) throws {
        let network = try TestNetwork()
        try network.write("network/\(path)", text)
        try network.commit("A slip", in: "network")
        let said = "warning: \(gap), so nobody can tell who is excused\nhelp: see what is wrong: cotech check\n"
        let stale = network.run(["members", "stale"] + Self.later)
        #expect(stale.status == 65 && stale.error == said, "\(stale)")
        #expect(stale.output.contains("Still waiting: Plain Sail (town).\n"), "\(stale)")
        #expect(stale.output.contains("Unknown: Tŷ Gwydr (perhaps excused)."), "\(stale)")
        let rows = network.run(["members", "stale", "--format", "csv"] + Self.later)
        #expect(
            rows.status == 65 && rows.output.contains("\nty-gwydr,") && rows.output.contains(",unknown,"), "\(rows)")
        let today = network.run(Self.later)
        #expect(today.status == 65 && today.error.contains(path), "\(today)")
        #expect(today.output.contains("1 profile to check") && today.output.contains("1 profile that may be excused"))
        #expect(today.error.components(separatedBy: "warning: ").count == 2, "\(today)")
    }

    @Test func `a day that excuses nobody excuses nobody where it cannot be read`() throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/ty-gwydr.md", "---\nname: Tŷ Gwydr\ntown: Rye\ncapacity:\n  from: soon\n---\n")
        try network.commit("A slip", in: "network")
        let stale = network.run(["members", "stale"] + Self.later)
        #expect(stale.status == 0 && stale.error == "" && stale.output.contains("Tŷ Gwydr"), "\(stale)")
        #expect(stale.output.contains("Unknown: none."), "\(stale)")
    }

    @Test(arguments: faults + [("", "", "")])
    func `nobody is reminded of whom nobody can tell whether it is excused, and the others are`(
        path: String, text: String, gap: String
    ) throws {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "grace: 0\nlimits:\n  name: 1\n")
        for id in ["ty-gwydr", "plain-sail"] {
            try network.write("network/members/\(id).md", "---\nname: \(id)\nemail: a@\(id).example\n---\n")
        }
        if text.isEmpty {
            try network.shell("git rm -rq memberships && echo hello > memberships")
        } else {
            try network.write("network/\(path)", text)
        }
        try network.commit("A slip", in: "network")
        let answer = network.cotech("members", "remind", "--maildir", "\(network.root)/mails")
        #expect(answer.status == 65, "\(answer)")
        if text.isEmpty {
            #expect(answer.output == "" && answer.error.contains("nobody has to be reminded today"), "\(answer)")
            #expect(answer.error.contains("warning: memberships is a file, where "), "\(answer)")
        } else {
            #expect(answer.output.hasPrefix("Sent 1 reminder: plain-sail.\n"), "\(answer)")
            #expect(answer.error.contains("warning: \(gap), so nobody"), "\(answer)")
        }
    }

    @Test func `where the folder of memberships is none, nobody is called stale`() throws {
        let network = try TestNetwork()
        try network.shell("git rm -rq memberships && echo hello > memberships")
        try network.commit("A slip", in: "network")
        for words in [["members", "stale", "--exit-code"], []] {
            let answer = network.run(words + Self.later)
            #expect(answer.status == 65 && !answer.output.contains("waiting"), "\(answer)")
            #expect(answer.error.hasPrefix("warning: memberships is a file, where memberships are kept "), "\(answer)")
            #expect(answer.error.components(separatedBy: "warning: ").count == 2, "\(answer)")
        }
        #expect(network.run(Self.later).output.contains("2 profiles that may be excused"))
    }

    /// What is sent by `stale --mail`, which ends with 65; and what cron sees beside it.
    private func mail(of network: TestNetwork, _ words: String...) throws -> (
        subject: String, body: String, error: String
    ) {
        try Program.writeScript("\(network.root)/sendmail", "#!/bin/sh\ncat > '\(network.root)/sent'\n")
        let answer = network.run(
            ["members", "stale", "--mail", "mair@marches.example"] + words,
            environment: ["PATH": "\(network.root):/usr/bin:/bin"])
        #expect(answer.status == 65 && answer.output == "", "\(answer)")
        let sent = try #require(network.read("sent"))
        let body = try #require(sent.firstRange(of: "\n\n")).upperBound
        let subject = sent.split(separator: "\n").first { $0.hasPrefix("Subject: ") }
        return (subject.map(String.init) ?? "", String(sent[body...]), answer.error)
    }

    @Test func `a mail's subject does not say none where not all could be read, and its body says what`() throws {
        let network = try TestNetwork()
        try network.write("network/members/ty-gwydr.md", "---\nname: Tŷ\n\ttown: Rye\n---\n")
        try network.commit("A slip", in: "network")
        let slip = try mail(of: network)
        #expect(slip.subject == "Subject: Profiles: not all could be read")
        #expect(
            slip.body
                == "warning: members/ty-gwydr.md cannot be read, so nobody can tell how old it is\nhelp: see what is wrong: cotech check\n",
            "\(slip)")
        #expect(slip.error == slip.body)
        let beating = try mail(of: network, "--heartbeat")
        #expect(beating.body.hasPrefix("Data ") && beating.body.hasSuffix(slip.body), "\(beating)")
        try network.shell("git rm -rq members && echo hello > members")
        try network.commit("Another", in: "network")
        let blocked = try mail(of: network)
        #expect(blocked.subject == "Subject: Profiles: not all could be read")
        #expect(
            blocked.body.hasPrefix("warning: members is a file, where ") && blocked.body == blocked.error, "\(blocked)")
    }

    @Test func `settings that cannot be read are told by mail where nothing is stale`() throws {
        let network = try TestNetwork()
        try network.write("network/cotech.yaml", "name: x\n\tname: y\n")
        try network.commit("A slip", in: "network")
        let mail = try mail(of: network)
        #expect(mail.subject == "Subject: Profiles: not all could be read")
        #expect(mail.body.contains("cotech.yaml, line 2, cannot be read, so limits"), "\(mail)")
    }

    @Test(arguments: ["", "name: x\n\tname: y\n"])
    func `settings that say nothing of the companion end as settings that cannot be read do`(text: String) throws {
        let network = try TestNetwork()
        if text.isEmpty {
            try network.git("rm", "-q", "cotech.yaml")
        } else {
            try network.write("network/cotech.yaml", text)
        }
        try network.commit("A slip", in: "network")
        let members = network.cotech("members", "stale")
        #expect(members.status == 65 && members.error.contains("limits and days of grace"), "\(members)")
        let said =
            text.isEmpty
            ? "error: this needs the private companion, and no settings say where it is\nhelp: bring them back: "
            : "error: cotech.yaml cannot be read, and where the private companion is stands in it\nhelp: mend it first"
        for words in [["people", "stale"], ["enquiries", "stale"], ["people", "list"], ["enquiries", "add", "Foo"]] {
            let answer = network.run(words)
            #expect(answer.status == 65 && answer.error.contains(said), "\(words): \(answer)")
        }
    }

    @Test func `a companion from which nobody has heard for days is said to be old where it was judged`() throws {
        let network = try TestNetwork()
        try network.shell(
            "cd ../network-private && git remote add origin ../gone && echo x > .git/FETCH_HEAD && touch -d 2026-11-10T09:00:00Z .git/FETCH_HEAD"
        )
        let old = "warning: the private companion's data are those of 13 days ago\n"
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "limits:\n  people.email: 365\n")
        try network.commit("A limit", in: "network")
        let answer = network.cotech()
        #expect(answer.error.contains(old), "\(answer)")
        #expect(network.cotech("people", "stale", "--format", "csv").error.contains(old))
    }
}
