import Foundation
import Testing

/// Options where and as people type them.
@Suite(.onOwnThreads) struct TypedOptionTests {
    @Test(arguments: [
        (["members", "list", "--fields", "name", "--fields=town"], "--fields", "give all of it at once: --fields a,b"),
        (
            ["members", "show", "ty-gwydr", "--fields", "name", "--fields", "town"], "--fields",
            "give all of it at once: --fields a,b"
        ),
        (["members", "list", "--format", "json", "--format", "csv"], "--format", "give it once"),
        (["members", "set", "plain-sail", "town=Rye", "-m", "x", "--message=y"], "--message", "give it once"),
        (["--as-of", "2026-01-01", "members", "list", "--as-of", "2025-01-01"], "--as-of", "give it once"),
        (["-C", "/tmp", "-C", ".", "members"], "-C", "give it once"),
    ])
    func `an option of one value that is given twice is refused`(_ words: [String], _ option: String, _ help: String)
        throws
    {
        let network = try TestNetwork()
        let answer = network.run(words)
        #expect(
            answer.status == 64
                && answer.error == "error: \(option) is given twice, and takes one value\nhelp: \(help)\n",
            "\(answer)")
        #expect(answer.output == "")
    }

    @Test func `today is the day that it is where the network is`() throws {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write(
            "network/cotech.yaml", settings.replacing("Europe/London", with: "Pacific/Pago_Pago"))
        try network.commit("Far in the west", in: "network")
        #expect(network.cotech("--as-of", "today").output.hasPrefix("Sunday 22 November 2026."))
        #expect(network.cotech("--as-of", "2026-11-23").output.hasPrefix("Monday 23 November 2026."))
    }

    @Test func `what may be repeated may be repeated`() throws {
        let network = try TestNetwork()
        let listed = network.cotech(
            "members", "list", "--where", "name~a", "--where", "town=Falmouth", "--sort", "name", "--sort", "town",
            "--plain",
            "--plain")
        #expect(listed.status == 0 && listed.output.contains("Plain Sail"), "\(listed)")
        // What stands behind the dashes is no option.
        #expect(network.cotech("members", "set", "plain-sail", "town=Rye", "--", "note=--x", "note=--x").status == 0)
    }

    @Test func `a group where a column is wanted names the fields that it has`() throws {
        let answer = try TestNetwork().cotech("members", "list", "--fields", "skills")
        #expect(answer.status == 64)
        #expect(
            answer.error.hasPrefix(
                """
                error: there is no field "skills"
                help: did you mean "skills.offered", or "skills.needed"? The fields are 
                """), "\(answer.error)")
    }

    @Test func `an unknown option behind a word that is no field is not taken for its value`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "onboard", "plain-sail", "Clock", "--from", "now")
        #expect(answer.status == 64 && !answer.error.contains("Clock=--from"), "\(answer)")
        let value = network.cotech("members", "set", "plain-sail", "telephone=", "--07")
        #expect(value.status == 64 && value.error.contains("telephone=--07"), "\(value)")
    }

    @Test func `options may stand before the noun and before the verb`() throws {
        let network = try TestNetwork()
        let usual = network.cotech("members", "list", "--as-of", "2026-11-20", "-C", network.store)
        #expect(usual.status == 0 && usual.output.contains("Plain Sail"))
        for words in [
            ["members", "--as-of", "2026-11-20", "list"],
            ["-C\(network.store)", "members", "--as-of=2026-11-20", "list"],
            ["members", "list", "-C\(network.store)", "--as-of", "2026-11-20"],
        ] { #expect(network.run(words).output == usual.output, "\(words)") }
        let help = network.cotech("members", "--help").output
        for words in [["--help", "members"], ["-h", "members"], ["help", "members"]] {
            #expect(network.run(words).output == help, "\(words)")
        }
        #expect(network.cotech("--help").output.contains("SUBCOMMANDS") && !help.isEmpty)
    }

    @Test(arguments: ["-q", "--quiet", "--no-input"])
    func `what cron puts before a command leaves the data of every one alone`(option: String) throws {
        let network = try TestNetwork()
        for words in [["members", "list"], ["members"], ["today"], [], ["doctor", "--help"], ["help", "join"]] {
            let usual = network.run(words)
            #expect(network.run([option] + words) == usual && !usual.output.isEmpty, "\(words)")
        }
        let usual = network.cotech("members", "list", "--where", "town~o")
        for words in [
            ["members", option, "list", "--where", "town~o"], ["members", "list", "--where", "town~o", option],
        ] {
            #expect(network.run(words) == usual, "\(words)")
        }
        // A note that the command alone would give.
        let nobody = network.run([option, "members", "list", "nobody"])
        #expect(nobody.status == 0 && nobody.error.isEmpty == (option != "--no-input"), "\(nobody)")
        let written = network.run([option, "members", "set", "plain-sail", "headcount=44"])
        #expect(written.status == 0 && written.output.isEmpty == (option != "--no-input"), "\(written)")
    }

    @Test func `a command that found nothing to do says nothing where it is to be quiet`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("save").error == "note: nothing was edited by hand\n")
        for words in [["save", "-q"], ["-q", "save"]] {
            let answer = network.run(words)
            #expect(answer.status == 0 && answer.output + answer.error == "", "\(answer)")
        }
    }

    @Test func `a value that begins with a dash is given behind the sign`() throws {
        let network = try TestNetwork()
        for (words, way) in [(["name", "-Foo"], "name=-Foo"), (["note+=", "--foo"], "note+=--foo")] {
            let answer = network.run(["members", "set", "plain-sail"] + words)
            let said =
                "error: Unknown option '\(words[1])'. A value that begins with a dash stands behind the sign: \(way)\n"
            #expect(answer.status == 64 && answer.error.hasPrefix(said), "\(answer)")
        }
        for (words, said) in [
            (["set", "plain-sail", "headcount=5", "--massage", "x"], "'--massage'. Did you mean '--message'?"),
            (["add", "Foo", "--dryrun"], "'--dryrun'. Did you mean '--dry-run'?"),
            (["add", "Foo", "--town", "Leeds"], "'--town'. A field is written without dashes: town=VALUE"),
        ] {
            let slip = network.run(["members"] + words)
            #expect(slip.error.hasPrefix("error: Unknown option \(said)\n"), "\(slip)")
        }
        for words in [["members", "set", "plain-sail", "--town=Hebden Bridge"], ["settings", "set", "--name=Foo"]] {
            let (slip, typed) = (network.run(words), words[words.count - 1])
            let way = typed.contains(" ") ? "'town=Hebden Bridge'" : "name=Foo"
            let said = "error: Unknown option '\(typed)'. A field is written without dashes: \(way)\nUsage: "
            #expect(slip.status == 64 && slip.error.hasPrefix(said), "\(slip)")
        }
        let slip = network.cotech("members", "list", "--formt", "json")
        #expect(slip.error.hasPrefix("error: Unknown option '--formt'. Did you mean '--format'?\n"), "\(slip)")
        #expect(network.cotech("members", "set", "plain-sail", "name=-Foo").status == 0)
    }

    @Test func `a word that is no day is answered with the one that is near`() throws {
        let answer = try TestNetwork().cotech("members", "list", "--as-of", "tody")
        #expect(answer.status == 64)
        #expect(answer.error.hasPrefix("error: --as-of: \"tody\" is not a day. Did you mean \"today\"?\n"), "\(answer)")
    }

    @Test func `a control character in a value is told as it was typed`() throws {
        let answer = try TestNetwork().cotech("members", "set", "plain-sail", "note=a\u{1}b")
        #expect(
            answer.status == 64
                && answer.error == """
                    error: note: the value has a control character (U+0001), which no record can hold
                    help: give it without that character

                    """,
            "\(answer)")
    }

    @Test func `that GIT_DIR is not looked at is said where no store is found, and only there`() throws {
        let network = try TestNetwork()
        let environment = ["GIT_DIR": "\(network.store)/.git"]
        let answer = network.run(["members", "list", "-C", "/"], environment: environment)
        #expect(
            answer.status == 69
                && answer.error.contains("help: GIT_DIR, which is \(network.store)/.git, is not looked at"))
        #expect(network.run(["check", "-q"], environment: environment).error == network.run(["check", "-q"]).error)
    }

    @Test(arguments: ["bash", "zsh"])
    func `a shell is given words behind help, undo and init --ci`(_ shell: String) throws {
        let script = try TestNetwork().cotech("completions", shell).output
        // The parser has a function of the same name, which would be called instead.
        #expect(script.components(separatedBy: "\n_cotech_help() {").count == 2)
        for wanted in ["---completion help ", "---completion undo "] { #expect(script.contains(wanted), "\(wanted)") }
        #expect(script.contains("gitlab") && script.contains("forgejo"))
    }

    @Test func `ages are explained or listed, not both`() throws {
        let answer = try TestNetwork().cotech("members", "stale", "--explain", "--ages")
        #expect(answer.status == 64 && answer.error.contains("give one"), "\(answer)")
    }
}
