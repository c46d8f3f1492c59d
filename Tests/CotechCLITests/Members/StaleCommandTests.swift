import Foundation
import TestSupport
import Testing

/// What is said where something is stale, unknown, or not here at all.
@Suite(.onOwnThreads) struct StaleCommandTests {
    /// `docs/ageing.md`, "Three states".
    @Test func `a field of which nobody can tell is named beside one that is provably stale`() throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/plain-sail.md", "---\nname: Plain Sail\nheadcount: 3\ncapacity:\n  days: 4\n---\n")
        try network.commit("Say more", in: "network")
        let shallow = "\(network.root)/shallow"
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", shallow)
        // Both are at least 103 days old: more than a capacity's limit, and less than a headcount's.
        let answer = network.cotech("-C", shallow, "members", "stale", "--as-of", "2027-03-01")
        #expect(answer.output.contains("Still waiting: Plain Sail (capacity.days)"), "\(answer.output)")
        #expect(answer.output.contains("Plain Sail (headcount)") && !answer.output.contains("Unknown: none"))
    }

    /// `docs/ageing.md`, "How it is computed".
    @Test func `a look into the past leaves what is kept of the present, whatever fields there were then`() throws {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        let extra = "extra:\n  members.mastodon: url\n"
        try network.write("network/cotech.yaml", settings + extra)
        try network.commit("Ask for more", in: "network")
        #expect(network.cotech("members", "stale").status == 0)
        let ages = try #require(network.read("network/.git/cotech/ages"))
        #expect(network.read("network/.git/cotech/ages-past") == nil)
        #expect(network.cotech("members", "stale", "--at", "HEAD~1").status == 0)
        #expect(network.read("network/.git/cotech/ages-past")?.isEmpty == false)
        #expect(network.read("network/.git/cotech/ages") == ages)
    }

    @Test func `the answer is sent under a subject that counts, and nothing where there is nothing to say`() throws {
        let network = try TestNetwork()
        try Program.writeScript(
            "\(network.root)/sendmail", "#!/bin/sh\n[ \"$1\" = -t ] && cat > '\(network.root)/sent'\n")
        let path = ["PATH": "\(network.root):/usr/bin:/bin"]
        func stale(_ words: String...) -> TestNetwork.Answer {
            network.run(["members", "stale", "--mail", "mair@marches.example"] + words, environment: path)
        }
        #expect(stale().status == 0 && network.read("sent") == nil)
        let later = stale("--as-of", "2027-11-23")
        #expect(later.status == 0 && later.output == "" && later.error == "", "\(later)")
        let mail = try #require(network.read("sent"))
        #expect(
            mail.hasPrefix("To: mair@marches.example\nSubject: Profiles: 2 new to check, 2 in all\nMIME-Version: 1.0\n")
        )
        let body = network.cotech("members", "stale", "--as-of", "2027-11-23").output
        #expect(mail.hasSuffix("\nAuto-Submitted: auto-generated\n\n" + body), "\(mail)")
        #expect(stale("--as-of", "2028-06-01", "--exit-code").status == 1)
        #expect(network.read("sent")?.contains("\nSubject: Profiles: 2 to check\n") == true)
        #expect(stale("--heartbeat").status == 0)
        #expect(network.read("sent")?.contains("\nSubject: Profiles: none to check\n") == true)
        #expect(stale("--ages").status == 64)
        let failed = network.cotech(
            "members", "stale", "--heartbeat", "--mail", "a@b.example", environment: ["PATH": "/nowhere"])
        #expect(failed.status == 73 && failed.error.contains("leave out --mail"), "\(failed)")
        #expect(network.cotech("members", "stale", "--mail", "a b").status == 64)
    }

    @Test func `a mail of unknown ages names the command that fetches the history`() throws {
        let network = try TestNetwork()
        try Program.writeScript("\(network.root)/sendmail", "#!/bin/sh\ncat > '\(network.root)/sent'\n")
        let shallow = "\(network.root)/shallow"
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", shallow)
        let answer = network.cotech(
            "-C", shallow, "members", "stale", "--mail", "mair@marches.example",
            environment: ["PATH": "\(network.root):/usr/bin:/bin"])
        let mail = try #require(network.read("sent"))
        #expect(mail.contains("\nSubject: Profiles: 2 of unknown age\n"), "\(mail)")
        let missing =
            "warning: history is missing here, so some ages are unknown\nhelp: git -C \(shallow) fetch --unshallow, or fetch-depth: 0 in CI\n"
        #expect(mail.hasSuffix(missing) && answer.error == missing && answer.output == "", "\(mail)\(answer)")
    }

    @Test func `for a screen reader it says what it says for everybody, line by line`() throws {
        let network = try TestNetwork()
        let silent = network.cotech("members", "stale", "--plain")
        #expect(silent.status == 0 && silent.output == "" && silent.error == "", "\(silent)")
        let later = network.cotech("members", "stale", "--as-of", "2028-06-01", "--plain")
        #expect(
            later.output
                == network.cotech("members", "stale", "--as-of", "2028-06-01").output
                .replacingOccurrences(of: ". Unknown: none.", with: ".\nUnknown: none.")
                && later.output.contains("\nStill waiting: Plain Sail (town), "), "\(later)")
        let new = network.cotech("members", "stale", "--as-of", "2027-11-23", "--plain")
        #expect(
            new.output.contains(
                """

                New this week
                Profile: Plain Sail
                Field: town
                Value: Falmouth
                Last: changed 1 year ago by Mair Owen
                Limit: 1 year
                Still right: cotech members confirm plain-sail town

                Profile: Tŷ Gwydr

                """), "\(new)")
        let today = network.cotech("--as-of", "2027-11-23", "--plain").output
        #expect(today.hasPrefix("Tuesday 23 November 2027. 2 co-ops, ") && today.contains("\n\nNow\nWhen: today\n"))
        #expect(
            today.hasSuffix(
                """


                This week
                What: 2 profiles to check, 2 new since last Tuesday
                Command: cotech members stale

                What: 1 person to check, 1 new since last Tuesday
                Command: cotech people stale

                """))
    }

    @Test func `what cannot be read ends every answer about staleness with 65, whatever its format`() throws {
        let network = try TestNetwork()
        try network.write("network/members/broken.md", "---\nname: \"Broken\n---\n")
        try network.commit("Break one", in: "network")
        let answers = [
            network.cotech("today"), network.cotech("today", "--format", "json"),
            network.cotech("today", "--format", "csv"), network.cotech("members", "remind"),
            network.cotech("members", "stale"),
        ]
        for answer in answers {
            #expect(answer.status == 65 && answer.error.contains("members/broken.md"), "\(answer.error)")
        }
    }

    @Test func `nobody is reminded of what is unknown, and that is said`() throws {
        let network = try TestNetwork()
        let shallow = "\(network.root)/shallow"
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", shallow)
        try network.git("-C", shallow, "config", "user.name", "Mair Owen")
        try network.git("-C", shallow, "config", "user.email", "mair@ty-gwydr.example")
        let answer = network.cotech("-C", shallow, "members", "remind")
        #expect(answer.status == 0 && answer.output == "")
        #expect(
            answer.error.contains("so some ages are unknown\nhelp: git -C \(shallow) fetch --unshallow"),
            "\(answer.error)")
    }

    @Test func `bare cotech without the companion says that it does not know what is due there`() throws {
        let network = try TestNetwork()
        network.cotech("enquiries", "set", "osprey", "due=yesterday")
        #expect(network.cotech().output.contains("1 day late"))
        try FileManager.default.moveItem(atPath: network.companion, toPath: network.companion + "-away")
        let answer = network.cotech()
        #expect(answer.status == 0 && !answer.output.contains("late"))
        #expect(answer.error.contains("nothing is known of what is due in the private companion"), "\(answer.error)")
    }

    @Test func `bare cotech without settings says that nobody knows where the companion is`() throws {
        let network = try TestNetwork()
        network.cotech("enquiries", "set", "osprey", "due=yesterday")
        try network.git("rm", "-q", "cotech.yaml", in: "network")
        try network.commit("Take the settings away", in: "network")
        let answer = network.cotech()
        #expect(answer.status == 65 && !answer.output.contains("late"))
        #expect(
            answer.error.contains(
                "nothing is known of what is due in the private companion: this needs the private companion, and no settings say where it is"
            ), "\(answer.error)")
    }

    @Test func `programs are told what became of a co-op that nobody is warned about`() throws {
        let network = try TestNetwork()
        func state() -> String {
            network.cotech("members", "stale", "plain-sail", "--format", "json").output
        }
        #expect(state().contains("\"state\": \"fresh\""), "\(state())")
        network.cotech("members", "suspend", "plain-sail")
        #expect(state().contains("\"state\": \"suspended\""), "\(state())")
        network.cotech("members", "rejoin", "plain-sail")
        network.cotech("members", "leave", "plain-sail", "--emeritus")
        #expect(state().contains("\"state\": \"emeritus\""), "\(state())")
    }

    @Test func `the history of a removed record can be asked for by its id, and says that it was removed`() throws {
        let network = try TestNetwork()
        network.cotech("skills", "add", "Cobol")
        network.cotech("skills", "set", "cobol", "label=COBOL")
        #expect(network.cotech("skills", "remove", "cobol").status == 0)
        for answer in [network.cotech("skills", "history", "cobol"), network.cotech("history", "cobol")] {
            let lines = answer.output.split(separator: "\n").map(String.init)
            #expect(answer.status == 0 && lines.first?.hasSuffix("(removed)") == true, "\(answer)")
            #expect(
                lines.last?.hasSuffix("(created)") == true && lines.contains("    label: Cobol → COBOL"), "\(lines)")
        }
        let rows = network.cotech("skills", "history", "cobol", "--format", "csv").output
        #expect(rows.contains(",removed,"), "\(rows)")
        #expect(network.cotech("skills", "history", "fortran").status == 64)
        for name in ["members/slow-boat", "slow-boat"] {
            #expect(network.cotech("history", name).error.contains("it is called plain-sail now"))
        }
    }

    @Test func `a member's file that is removed by hand is not saved away, and a renamed one is`() throws {
        let network = try TestNetwork()
        let profile = "\(network.store)/members/plain-sail.md"
        let text = try #require(network.read("network/members/plain-sail.md"))
        try FileManager.default.removeItem(atPath: profile)
        let refused = network.cotech("save")
        #expect(
            refused.status == 65 && refused.error.contains("error: A member's record is kept: "), "\(refused.error)")
        #expect(refused.error.contains("git checkout HEAD -- members/plain-sail.md"))
        #expect(refused.error.contains("cotech members leave plain-sail"))
        #expect(try network.git("ls-files", "members").contains("plain-sail"))
        // It goes on under another id, which says so.
        try network.write(
            "network/members/plain-sailing.md", text.replacing("  - slow-boat", with: "  - slow-boat\n  - plain-sail"))
        try network.git("mv", "memberships/plain-sail.yaml", "memberships/plain-sailing.yaml")
        let saved = network.cotech("save")
        #expect(!saved.error.contains("[kept-record]"), "\(saved.error)")
    }
}
