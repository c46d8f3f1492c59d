import Foundation
import TestSupport
import Testing

/// A network's own fields are declared in its settings, and stand in everybody's records.
@Suite(.onOwnThreads) struct OwnFieldTests {
    /// A network in which a co-op and a person say something in a field of the network's own.
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        for words in [
            ["settings", "set", "extra=members.size: small | big", "extra=people.shirt: text"],
            ["members", "set", "plain-sail", "extra.size=small"], ["people", "set", "jory", "extra.shirt=blue"],
        ] {
            let answer = network.run(words)
            #expect(answer.status == 0, "\(answer)")
        }
        return network
    }

    private static let way =
        "help: that can be done while the settings are as they were; then do this again\n"

    @Test(arguments: [
        (["extra-=members.size"], "extra", "members/plain-sail.md", "cotech members set plain-sail extra.size="),
        (["extra=members.size: number"], "small", "members/plain-sail.md", "cotech members set plain-sail extra.size="),
        (["extra-=people.shirt"], "extra", "people/jory.yaml", "cotech people set jory extra.shirt="),
        (["extra="], "extra", "people/jory.yaml", "cotech members set plain-sail extra.size="),
    ])
    func `what is in use is not declared otherwise before it is taken out, and the command that does so is told`(
        words: [String], value: String, file: String, command: String
    ) throws {
        let network = try network()
        let change = ["settings", "set"] + words
        let answer = network.run(change)
        #expect(answer.status == 65 && answer.output.isEmpty, "\(answer)")
        #expect(answer.error.contains("\(file):") && answer.error.contains("\"\(value)\""), "\(answer)")
        #expect(answer.error.contains("help: Take it out first: \(command)\n"), "\(answer)")
        #expect(answer.error.hasSuffix(Self.way), "\(answer)")
        #expect(try network.complaints().isEmpty && network.cotech("check").status == 0)
        for line in answer.error.split(separator: "\n") {
            guard let command = line.split(separator: "cotech ", maxSplits: 1).last, line.contains(" set ") else {
                continue
            }
            let taken = network.run(command.split(separator: " ").map(String.init))
            #expect(taken.status == 0, "\(taken)")
        }
        let again = network.run(change)
        #expect(again.status == 0, "\(again)")
        #expect(network.cotech("check").status == 0)
    }

    @Test func `the same holds for an edit by hand, and what is right in both is no matter`() throws {
        let network = try network()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings.replacing("small | big", with: "tiny | big"))
        let refused = network.cotech("save")
        #expect(refused.status == 65 && refused.error.contains("members/plain-sail.md:"), "\(refused)")
        // The command works while the edit waits.
        #expect(network.cotech("members", "set", "plain-sail", "extra.size=").status == 0)
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "extra.size=big").status == 0)
        let wider = network.cotech("settings", "set", "extra=members.size: tiny | middling | big")
        #expect(wider.status == 0 && wider.error.isEmpty, "\(wider)")
        // Both edits at once are one change.
        let profile = try #require(network.read("network/members/plain-sail.md"))
        try network.write("network/members/plain-sail.md", profile.replacing("extra:\n  size: big\n", with: ""))
        try network.write("network/cotech.yaml", settings.replacing("  members.size: small | big\n", with: ""))
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `what was wrong there before stops nobody from saying what it is`() throws {
        let network = try TestNetwork()
        let profile = try #require(network.read("network/members/plain-sail.md"))
        try network.write(
            "network/members/plain-sail.md", profile.replacing("---\nname", with: "---\nextra:\n  size: x\nname"))
        try network.commit("By hand", in: "network")
        #expect(network.cotech("check").output.contains("[unknown-field]"))
        for type in ["number", "small | big", "text"] {
            let answer = network.cotech("settings", "set", "extra=members.size: \(type)")
            #expect(answer.status == 0 && answer.error.isEmpty, "\(answer)")
        }
        #expect(network.cotech("check").status == 0)
    }

    @Test func `declaring a field is not undone under those who use it`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("settings", "set", "extra=members.size: small | big").status == 0)
        let commit = try network.git("rev-parse", "HEAD")
        #expect(network.cotech("members", "set", "plain-sail", "extra.size=small").status == 0)
        let answer = network.cotech("undo", commit)
        #expect(answer.status == 65 && answer.error.contains("set plain-sail extra.size=\n"), "\(answer)")
    }

    @Test func `of many records a few are shown, and the command that lists them all`() throws {
        let network = try network()
        for number in 1...6 {
            try network.write("network/members/m\(number).md", "---\nname: M\(number)\nextra:\n  size: big\n---\n")
        }
        try network.commit("Many", in: "network")
        let answer = network.cotech("settings", "set", "extra-=members.size")
        #expect(
            answer.status == 65 && answer.error.components(separatedBy: "Take it out first").count == 6, "\(answer)")
        #expect(
            answer.error.hasSuffix(
                """
                error: the change would leave 7 errors, so nothing was written
                help: 2 more are not shown; see them all: cotech members list --where 'extra.size!='
                \(Self.way)
                """), "\(answer)")
        let list = network.cotech("members", "list", "--where", "extra.size!=", "--fields", "id", "--format", "tsv")
        #expect(list.output.split(separator: "\n").count == 8, "\(list)")
    }

    @Test func `where the companion is not here, that its records were not looked at is said`() throws {
        let network = try network()
        try network.shell("mv ../network-private ../elsewhere")
        let answer = network.cotech("settings", "set", "extra-=people.shirt")
        #expect(answer.status == 0 && answer.error.hasPrefix("note: the private companion is not here"), "\(answer)")
        #expect(network.cotech("settings", "set", "grace=4").error.isEmpty)
    }

    @Test(arguments: ["small | | big", "|", "| big", "small |", "list of small | | big"])
    func `a choice has a word on either side of each |`(type: String) throws {
        let network = try TestNetwork()
        let answer = network.cotech("settings", "set", "extra=members.size: \(type)")
        #expect(
            answer.status == 64 && answer.error.contains("There is no type \"\(type)\": a word is missing beside a |"),
            "\(answer)")
        #expect(answer.error.contains("instead:   members.size: ") == type.contains("small | | big"), "\(answer)")
    }
}
