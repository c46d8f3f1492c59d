import Foundation
import TestSupport
import Testing

/// What holds of every command there is.
@Suite(.serialized) struct ConventionTests {
    /// Every command, found through the help of those above it.
    private static func commands(_ network: Network) throws -> [[String]] {
        var found: [[String]] = [[]]
        var open: [[String]] = [[]]
        while let path = open.popLast() {
            let help = try network.cotech(path + ["--help"])
            var isListing = false
            for line in help.output.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasSuffix("SUBCOMMANDS:") { isListing = true }
                if line.hasPrefix("OPTIONS:") || line.hasPrefix("ARGUMENTS:") || line.hasPrefix("  See ") {
                    isListing = false
                }
                guard isListing, line.hasPrefix("  "), !line.hasPrefix("   "),
                    let word = line.split(separator: " ").first
                else { continue }
                let verb = path + [String(word.filter { $0 != "," })]
                if !found.contains(verb), verb.count <= 3 {
                    found.append(verb)
                    open.append(verb)
                }
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func `Every command has help that says what it does, and refuses options it does not have`() throws {
        let network = try Network.usual()
        let commands = try ConventionTests.commands(network)
        #expect(commands.count > 40 && commands.contains(["members", "stale"]), "\(commands)")
        for command in commands {
            let help = try network.cotech(command + ["--help"])
            #expect(help.status == 0 && help.output.contains("OVERVIEW: ") && help.error == "", "\(command)")
            #expect(help.output.contains("USAGE: cotech"), "\(command)")
            #expect(help.output.split(separator: "\n").first.map { $0.count > 20 } == true, "\(command) has no summary")
            let wrong = try network.cotech(command + ["--no-such-option"])
            #expect(
                wrong.status == 64 && wrong.output == "" && wrong.error.hasPrefix("error: "),
                "\(command): \(wrong.text)")
        }
    }

    @Test func `Every list is written in every format, and knows its fields`() throws {
        let network = try Network.usual()
        for noun in ["members", "memberships", "skills", "settings"] {
            for format in ["table", "json", "jsonl", "csv", "tsv", "markdown"] {
                let answer = try network.cotech(noun, "list", "--format", format)
                #expect(answer.status == 0 && !answer.output.isEmpty, "\(noun) \(format): \(answer.text)")
                if format == "json" { _ = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) }
            }
            #expect(try network.cotech(noun, "list", "--plain").output.contains(": "))
            for wrong in [
                ["--format", "yaml"], ["--fields", "id,nonsuch"], ["--where", "nonsuch=1"], ["--where", "id"],
                ["--sort", "nonsuch"],
            ] {
                let answer = try network.cotech([noun, "list"] + wrong)
                #expect(
                    answer.status == 64 && answer.output == "" && answer.error.hasPrefix("error: "), "\(answer.text)")
            }
        }
        // An id may be of several parts, in kinds that are kept under others.
        #expect(try network.cotech("members", "list", "--where", "id=2027/ash").status == 0)
        let fields = try network.cotech("members", "list", "--fields", "id,headcout")
        #expect(fields.error.contains("did you mean \"headcount\"?"), "\(fields.text)")
    }

    @Test func `A network's own fields are shown, set and typed like any other`() throws {
        let network = try Network.usual()
        let shown = try network.cotech("members", "show", "birch", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
        #expect((object["extra"] as? [String: Any])?["founded-in"] as? Int == 1999)
        #expect(try network.cotech("members", "set", "ash", "extra.founded-in=2001").status == 0)
        #expect(try network.read("members/ash.md").contains("extra:\n  founded-in: 2001\n"))
        let list = try network.cotech(
            "members", "list", "--format", "tsv", "--fields", "id,extra.founded-in", "--where", "extra.founded-in>2000")
        #expect(list.lines == ["id\textra.founded-in", "ash\t2001"], "\(list.text)")
        let wrong = try network.cotech("members", "set", "ash", "extra.founded-in=soon")
        #expect(wrong.status == 64, "\(wrong.text)")
        #expect(try network.cotech("members", "set", "ash", "extra.other=1").status == 64)
    }

    @Test func `The past is read as it was, and not written`() throws {
        let network = try Network.sample()
        let then = try network.cotech("members", "list", "--as-of", "2017-01-01", "--format", "tsv")
        #expect(then.status == 0 && then.lines.count > 1 && then.lines.count < 33, "\(then.text)")
        #expect(try network.cotech("--as-of", "2017-01-01", "members", "list", "--format", "tsv").output == then.output)
        let commit = try network.git("rev-list", "-1", "--before=2017-01-01T00:00:00Z", "--first-parent", "HEAD")
        #expect(try network.cotech("members", "list", "--at", commit, "--format", "tsv").output == then.output)
        for (day, word) in [
            ("2001-01-01", "did not exist"), ("01/12/2026", "2026-12-01"), ("nonsense", "nonsense"),
            ("2026-02-30", "2026-02-30"),
        ] {
            let answer = try network.cotech("members", "list", "--as-of", day)
            #expect(answer.status == 64 && answer.error.contains(word) && answer.output == "", "\(day): \(answer.text)")
        }
        let future = try network.cotech("members", "stale", "--as-of", "2096-01-01", "--exit-code")
        #expect(future.status == 1, "\(future.text)")
        let unknown = try network.cotech("members", "list", "--at", "no-such-branch")
        #expect(unknown.status == 64 && unknown.error.contains("no-such-branch"), "\(unknown.text)")
        for injected in ["HEAD:members", "HEAD^{tree}", "--upload-pack=x", ":/x", "@{-1}", ""] {
            let answer = try network.cotech("members", "list", "--at=\(injected)")
            #expect([64, 69].contains(answer.status), "\(injected): \(answer.text)")
        }
        for write in [["set", "ty-gwydr", "headcount=9"], ["add", "X"]] {
            let answer = try network.cotech(["members"] + write + ["--as-of", "2017-01-01"])
            #expect(answer.status == 64 && answer.error.contains("past"), "\(answer.text)")
        }
        let doctor = try network.cotech("doctor", "--as-of", "2017-01-01")
        #expect(doctor.status == 64 && doctor.error.contains("as they are now; they have no past"), "\(doctor.text)")
    }

    @Test func `The manual pages say how commands end as the help does, and lose no letter of it`() throws {
        let network = try Network.usual()
        let endings = try network.cotech("help", "exit-status")
        #expect(endings.lines.count == 9 && endings.output.contains("\n64  The command "), "\(endings.text)")
        // What makes the pages of the help drops every letter that is not ASCII.
        let help = try network.cotech("--experimental-dump-help")
        let strange = help.output.split(separator: "\n").filter { !$0.allSatisfy(\.isASCII) }
        #expect(strange.isEmpty, "\(strange)")
        try network.write("page", ".Sh \"EXIT STATUS\"\n.Ex -std\n.Sh \"SEE ALSO\"\n")
        try network.write("endings", endings.output)
        let prepare = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../scripts/lib/prepare")
        let script = "exec <page; endings=$(cat endings); . '\(prepare.path)'; tell_endings \"$endings\""
        let page = try network.shell("exec bash -c '\(script.replacing("'", with: "'\\''"))'")
        #expect(page.hasPrefix(".Sh \"EXIT STATUS\"\n.Bl -tag -width 6n\n.It 0\nDone.\n.It 1\nThere are "), "\(page)")
        #expect(page.hasSuffix("\n.It 77\nOwnership does not allow the change.\n.El\n.Sh \"SEE ALSO\"\n"), "\(page)")
    }

    @Test func `A rehearsal shows the change and makes none`() throws {
        let network = try Network.usual()
        try network.write("members/cedar.md", "---\nname:   Cedar\n---\n")
        try network.commit("Untidy")
        try network.write("../editor", "#!/bin/sh\necho 'Text.' >> \"$1\"\n")
        let before = try network.state()
        let objects = try network.git("count-objects", "-v")
        let commands: [[String]] = [
            ["members", "set", "ash", "headcount=5"], ["members", "add", "Dogwood"], ["members", "edit", "ash"],
            ["skills", "remove", "web-design"], ["fmt"], ["undo", "HEAD"],
        ]
        for command in commands {
            let answer = try network.cotech(command + ["--dry-run"], also: ["EDITOR": "sh '\(network.root)/editor'"])
            let isRefused = command.contains("remove")
            #expect(answer.status == (isRefused ? 65 : 0), "\(command): \(answer.text)")
            #expect(isRefused || answer.output.contains("\n+"), "\(command): \(answer.text)")
            #expect(try network.state() == before, "\(command)")
            #expect(try network.git("count-objects", "-v") == objects, "\(command)")
        }
        try network.write("members/ash.md", "---\nname: Ash\n---\n")
        let edited = try network.state()
        #expect(try network.cotech("save", "--dry-run").output.contains("-headcount: 4"))
        #expect(try network.state() == edited)
        #expect(try network.git("count-objects", "-v") == objects)
    }

    @Test func `An unknown id, field or command suggests what was meant, and standard output stays empty`() throws {
        let network = try Network.usual()
        let cases: [(arguments: [String], meant: String)] = [
            (["members", "show", "birhc"], "birch"), (["members", "set", "asj", "town=x"], "ash"),
            (["members", "set", "ash", "headcout=1"], "headcount"), (["membres", "list"], "members"),
            (["members", "show", "Birch and Co"], "birch"), (["chekc"], "check"),
            (["skills", "show", "swfit"], "swift"),
        ]
        for (arguments, meant) in cases {
            let answer = try network.cotech(arguments)
            #expect(answer.status == 64 && answer.output == "", "\(arguments): \(answer.text)")
            #expect(answer.error.contains(meant) && answer.error.contains("help: "), "\(arguments): \(answer.error)")
        }
    }

    @Test func `A command that is meant is suggested once`() throws {
        let network = try Network.usual()
        #expect(try network.cotech("membres").error.contains("help: did you mean cotech members?\n"))
    }

    @Test func `A folder may be named before the noun or behind the verb`() throws {
        let network = try Network.usual()
        let wanted = try network.cotech("members", "list").output
        for arguments in [
            ["-C", network.path, "members", "list"], ["members", "list", "-C", network.path],
            ["members", "-C", "network"], ["members", "list", "-C", "network/members"],
        ] {
            #expect(try network.cotech(arguments, in: network.root).output == wanted, "\(arguments)")
        }
        #expect(try network.cotech("-C", "nowhere", "members", "list").status == 69)
    }

    @Test func `Every path is seen from the folder that is named`() throws {
        let network = try Network.usual()
        try network.write("rows.csv", "id,name\nash,Ash\n")
        try network.write("map.yaml", "format: csv\nkind: members\nid: id\nfields:\n  name: name\n")
        try network.write("letter", "From: Zoe <zoe@c.example>\n\nHello\n")
        func run(_ words: String) throws -> Answer {
            try network.cotech(["-C", "network"] + words.split(separator: " ").map(String.init), in: network.root)
        }
        #expect(try run("members import rows.csv --mapping map.yaml --dry-run").status == 0)
        #expect(try run("members export --format json --out exported").status == 0)
        #expect(try !network.read("exported/ash.json").isEmpty)
        #expect(try run("schema members --format json --out schemas").status == 0)
        #expect(try !network.shell("ls schemas").isEmpty)
        // There is no companion, which is looked for only once the letter is there.
        #expect(try !run("members enquire Zoe --mail letter --dry-run").error.contains("there is no file"))
    }

    @Test func `A shell is offered ids, fields and the values that a field can take`() throws {
        let network = try Network.usual()
        func offered(_ verb: [String], _ parameter: [String], _ words: [String]) throws -> [String] {
            let place = ["\(words.count)", "\(words.last?.utf8.count ?? 0)"]
            return try network.cotech(
                ["---completion"] + verb + ["--"] + parameter + place + ["cotech"] + words,
                also: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5"]
            ).lines
        }
        #expect(
            try offered(["members", "list"], ["--where"], ["members", "list", "--where", "town="]).contains(
                "town=Leeds"))
        #expect(
            try offered(["members", "list"], ["--where"], ["members", "list", "--where", "services="]).contains(
                "services=swift"))
        #expect(
            try offered(["members", "list"], ["--where"], ["members", "list", "--where", "headcount>="]).contains(
                "headcount>=4"))
        #expect(
            try offered(["members", "list"], ["--sort"], ["members", "list", "--sort", "-"]).contains("-headcount"))
        let ids = try offered(["members", "show"], ["positional@0"], ["members", "show", ""])
        #expect(ids.starts(with: ["ash", "birch"]))
    }
}
