import Foundation
import TestSupport
import Testing

/// Anyone can open a pull request. Whatever is in it, every command that reads must answer quickly, for everybody else's
/// records too, and never hand a terminal anything to obey.
@Suite(.serialized) struct HostileTests {
    private static let commands: [[String]] = {
        let formats = ["table", "json", "jsonl", "csv", "tsv", "markdown"].map { ["--format", $0] } + [["--plain"]]
        let every = Effort.isFull ? formats : [formats[0], formats[1], formats[3], formats[6]]
        var commands = every.flatMap { format in
            [
                ["members", "list"], ["members", "show", "evil"], ["members", "stale", "--ages", "--leaves"], ["today"],
            ].map {
                $0 + format
            }
        }
        commands += [
            [], ["members", "stale"], ["members", "stale", "ash", "--explain"], ["members", "show", "ash"], ["check"],
            ["check", "--format", "json"], ["fmt", "--check"], ["fmt", "--dry-run"], ["settings", "list"],
            ["skills", "list"], ["memberships", "list"], ["undo", "--dry-run", "HEAD"],
            ["members", "set", "birch", "headcount=9", "--dry-run"],
        ]
        return commands
    }()

    @Test(arguments: Proposal.all)
    func `A proposal harms nobody`(proposal: Proposal) throws {
        let network = try Network.usual()
        try proposal.make(network)
        for command in HostileTests.commands {
            // Nothing is measured here: the limit only ends what hangs.
            let answer = try network.cotech(command, within: 300)
            let told: Comment = "\(command.joined(separator: " ")): \(answer.status) \(answer.text.prefix(300))"
            #expect(answer.signal == nil, told)
            #expect([0, 1, 64, 65, 69, 75].contains(answer.status), told)
            let isData = command.contains("csv") || command.contains("tsv")
            expectHarmless(isData ? answer.error : answer.text, told)
            if command.starts(with: ["members", "list"]), !proposal.hidesMembers {
                #expect(answer.status == 0 || answer.status == 65, told)
                #expect(answer.output.contains("Birch") && answer.output.contains("Cedar"), told)
            }
            if command == ["members", "show", "ash"], !proposal.hidesMembers { #expect(answer.status == 0, told) }
            if command == ["check"], let code = proposal.code {
                #expect(answer.status == 1 && answer.output.contains("[\(code)]"), told)
            }
        }
    }

    @Test func `A word that is not UTF-8 is refused, and no record has it`() throws {
        let network = try Network.usual()
        let binary = try #require(Binary.path)
        let answer = try network.shell("'\(binary)' members set ash \"$(printf 'town=L\\351')\" 2>&1; echo $?")
        #expect(answer.hasPrefix("error: the word town=L\\xe9 is not UTF-8\n") && answer.contains("64"), "\(answer)")
        #expect(try network.git("status", "--porcelain").isEmpty)
    }

    /// Nothing that a terminal obeys, or that changes the order of what is read; no command for a CI runner.
    private func expectHarmless(_ text: String, _ told: Comment) {
        for scalar in text.unicodeScalars {
            let isHarmful =
                (scalar.value < 0x20 && scalar != "\n") || (0x7F...0x9F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                || [0x200B, 0x2060, 0xFEFF].contains(scalar.value)
            if isHarmful {
                Issue.record("\(told): U+\(String(scalar.value, radix: 16)) is written as it is")
                return
            }
        }
        // A runner skips white space, and looks for the second form in the whole line.
        for line in text.split(separator: "\n")
        where line.drop(while: \.isWhitespace).hasPrefix("::") || line.contains("##[") || line.contains("##vso[") {
            Issue.record("\(told): a CI runner would obey \(line)")
        }
    }

    @Test func `Data for programs is complete, and JSON is JSON`() throws {
        let network = try Network.usual()
        try network.write(
            "members/evil.md", "---\nname: \"Two\\nLines, \\\"quoted\\\"\"\ntown: '=1+1'\n---\n\nRed\n")
        try network.commit("A proposal")
        let answer = try network.cotech("members", "list", "--format", "json")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
        #expect(rows.count == 4)
        let table = try network.cotech("members", "list", "--format", "csv", "--fields", "id,town")
        #expect(table.output.contains("evil,'=1+1"), "\(table.output)")
    }

    @Test func `Settings cannot lead the private companion out of bounds`() throws {
        let network = try Network.sample()
        #expect(try network.cotech("people", "list").status == 0)
        // A store of somebody else's, and one that everyone reads.
        try network.shell(
            "git clone -q network elsewhere && git clone -q network-private other-private", in: network.root)
        let usual = try network.read("cotech.yaml")
        for place in [
            "../elsewhere", "../../../etc", "/", ".", "members", "../network", "../network/../network-private",
        ] {
            try network.write("cotech.yaml", usual.replacing("private: ../network-private", with: "private: \(place)"))
            try network.commit("A proposal")
            let listed = try network.cotech("people", "list")
            #expect(listed.status == 69 && listed.error.contains("help: "), "\(place): \(listed.text)")
            let added = try network.cotech("enquiries", "add", "Secret")
            #expect(added.status == 69, "\(place): \(added.text)")
            #expect(try network.cotech("members", "list").status == 0, "\(place)")
            try network.git("reset", "-q", "--hard", "HEAD~1")
        }
        // The person's own word is enough.
        let place = "\(network.root)/network-private"
        try network.write("cotech.yaml", usual.replacing("private: ../network-private\n", with: ""))
        try network.commit("Without")
        #expect(try network.cotech("people", "list").status == 69)
        try network.git("config", "cotech.private", place)
        #expect(try network.cotech("people", "list").status == 0)
    }

    @Test func `A public store cannot pass itself off as a companion`() throws {
        let network = try Network.sample()
        try network.shell("git clone -q network elsewhere", in: network.root)
        try network.shell("echo 'companion-of: ../elsewhere' >> cotech.yaml")
        try network.commit("A proposal")
        let added = try network.cotech("enquiries", "add", "Secret")
        #expect(added.status == 69, "\(added.text)")
        #expect(try network.git("status", "--porcelain") == "")
        #expect(try network.cotech("members", "list").status == 0)
        // The true companion still leads to its store.
        try network.git("reset", "-q", "--hard", "HEAD~1")
        let companion = try network.cotech("members", "list", in: "\(network.root)/network-private")
        #expect(companion.status == 0 && companion.output.contains("ty-gwydr"), "\(companion.text)")
    }
}
