import Foundation
import Testing

/// `members stale` and what leans on it never take what is broken for "all is well".
@Suite(.onOwnThreads) struct StaleLimitsTests {
    private static let later = ["--as-of", "2027-06-01"]

    private func stale(_ network: TestNetwork, _ options: String...) -> TestNetwork.Answer {
        network.run(["members", "stale"] + options + Self.later)
    }

    private func limited(_ limit: String) throws -> TestNetwork {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "limits:\n  telephone: \(limit)\n")
        try network.commit("A limit", in: "network")
        return network
    }

    @Test func `settings that cannot be read are no settings without limits`() throws {
        #expect(try stale(limited("100"), "--format", "csv").output.contains("stale"))
        let network = try limited("\"100")
        for options in [["--heartbeat"], ["--format", "csv"], []] {
            let answer = network.run(["members", "stale"] + options + Self.later)
            #expect(answer.status == 65, "\(answer)")
            #expect(answer.error.contains("warning: cotech.yaml, line 13, cannot be read"), "\(answer)")
        }
        #expect(network.run(["members", "remind"] + Self.later).status == 65)
    }

    @Test func `a line of the ignore list that names no commit is said, and it ends with 65`() throws {
        let network = try TestNetwork()
        try network.git("commit", "-q", "--allow-empty", "-m", "Only spaces", in: "network")
        let whole = try network.git("rev-parse", "HEAD", in: "network")
        let short = String(whole.prefix(9))
        try network.write("network/.git-blame-ignore-revs", "# ours\n \(short) # spaces\n")
        try network.commit("Set it aside", in: "network")
        for words in [["members", "stale"], ["members", "stale", "--ages"], ["members", "stale", "--heartbeat"], []] {
            let answer = network.run(words)
            #expect(answer.status == 65, "\(answer)")
            #expect(
                answer.error.contains(
                    "warning: .git-blame-ignore-revs, line 2, is not the full id of a commit (\(short)),"),
                "\(answer)")
            #expect(!answer.output.contains("Nothing is waiting"), "\(answer)")
        }
        let check = network.cotech("check", ".git-blame-ignore-revs")
        #expect(check.status == 1, "\(check)")
        #expect(
            check.output.hasPrefix(
                """
                .git-blame-ignore-revs:2:2: error: \(short) is not the full id of a commit [bad-revision]
                2 |  \(short) # spaces
                  |  ^^^^^^^^^
                help: One id of 40 digits a line; a comment begins with #.
                instead:  \(whole) # spaces
                """), "\(check)")
        try network.write("network/.git-blame-ignore-revs", "# ours\n \(whole) # spaces\n")
        try network.commit("The whole of it", in: "network")
        #expect(network.cotech("members", "stale").status == 0)
    }

    @Test func `settings that are gone are said, and it ends with 65`() throws {
        let network = try TestNetwork()
        try network.git("rm", "-q", "cotech.yaml", in: "network")
        try network.commit("Gone", in: "network")
        for words in [["members", "stale"] + Self.later, []] {
            let answer = network.run(words)
            #expect(answer.status == 65 && answer.error.contains("there are no settings here"), "\(answer)")
        }
    }

    @Test func `a limit that is none is said`() throws {
        let answer = try stale(limited("soon"), "--heartbeat")
        #expect(answer.status == 65)
        #expect(answer.error.contains("meant: cotech.yaml, line 13: limits.telephone"), "\(answer)")
    }

    @Test func `nobody becomes a member by a checklist that cannot be read`() throws {
        let network = try limited("\"100")
        let answer = network.cotech("members", "onboard", "osprey")
        #expect(answer.status == 65 && answer.error.contains("the checklist is in it"), "\(answer)")
        #expect(network.read("network/members/osprey.md") == nil)
    }

    @Test func `an age that is only known to be so much at least is worded so everywhere`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "ty-gwydr", "town=Borth").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "town=Looe").status == 0)
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", "clone", in: ".")
        func said(_ options: String...) -> String {
            network.run(["-C", "../clone", "members"] + options + ["--as-of", "2027-12-03"]).output
        }
        let explained = said("stale", "ty-gwydr", "--explain")
        #expect(explained.hasPrefix("Tŷ Gwydr   last substantive change or confirmation at least 375 days ago\n"))
        #expect(explained.contains("at least 375 days  stale"), "\(explained)")
        #expect(
            said("stale", "ty-gwydr").contains("  town Borth   last changed at least 375 days ago (limit 1 year)\n"))
        #expect(said("stale", "--format", "csv").contains("telephone: at least 375 days, limit 365;"))
        let mail = said("remind", "ty-gwydr", "--from", "Mair <mair@ty-gwydr.example>")
        #expect(mail.contains("town: Borth\n      last checked at least 375 days ago\n"), "\(mail)")
        #expect(said("list", "--ages").contains("at least 375 days\n"))
    }

    @Test func `a clone that never fetched is as old as it is`() throws {
        let network = try TestNetwork()
        try network.git("clone", "-q", "network", "clone", in: ".")
        let folder = "\(network.root)/clone/.git"
        func age(_ days: Double) throws {
            let date = Date(timeIntervalSince1970: 1_795_424_400 - days * 86_400)
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(folder)/\(name)")
            }
        }
        func stale(_ options: String...) -> TestNetwork.Answer {
            network.run(["-C", "../clone", "members", "stale", "--as-of", "2026-11-23"] + options)
        }
        try age(2)
        #expect(stale().output == "")
        // More than three days are three days and an hour, and not only four.
        try age(2.9)
        #expect(stale().output == "")
        try age(3.1)
        #expect(stale().output.contains("That is 3 days ago"))
        try age(40)
        let answer = stale()
        #expect(answer.output.hasPrefix("Data never fetched since this clone was made on "), "\(answer)")
        #expect(answer.output.contains("That is 40 days ago"))
        #expect(stale("--format", "csv").error.contains("warning: the data are those of 40 days ago"))
        #expect(network.cotech("-C", "../clone", "doctor").output.contains("never since it was cloned, 40 days ago"))
        try network.git("fetch", "-q", in: "clone")
        let fetched = Date(timeIntervalSince1970: 1_795_424_400 - 3_600)
        try FileManager.default.setAttributes([.modificationDate: fetched], ofItemAtPath: "\(folder)/FETCH_HEAD")
        #expect(stale().output == "")
        // Without another repository there is nothing to be behind.
        try network.git("remote", "remove", "origin", in: "clone")
        try FileManager.default.removeItem(atPath: "\(folder)/FETCH_HEAD")
        #expect(stale().output == "")
    }
}
