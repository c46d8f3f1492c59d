import Foundation
import Testing

/// What is typed wrong ends alike, and is told with what was meant.
@Suite(.onOwnThreads) struct MistakeTests {
    /// What cannot be set, each for a reason of its own: the field, the value, two of them together, what it refers to,
    /// and the rules of the whole record.
    static let mistakes: [[String]] = [
        ["members", "set", "plain-sail", "headcount"], ["members", "set", "plain-sail", "colour=blue"],
        ["members", "set", "plain-sail", "status=member"], ["members", "set", "plain-sail", "headcount=few"],
        ["members", "set", "plain-sail", "headcount+=1"], ["members", "set", "plain-sail", "town=Fowey", "town=Looe"],
        ["members", "set", "plain-sail", "social=x"], ["members", "set", "plain-sail", "name="],
        ["members", "set", "plain-sail", "skills.offered+=welding"],
        ["members", "set", "plain-sail", "confirmed=2027-05-01"],
        ["members", "set", "plain-sail", "capacity.from=2026-12-02", "capacity.until=2026-12-01"],
        ["members", "set", "plain-sail", "formerly+=ty-gwydr"], ["members", "set", "plain-sail", "town=a\u{1}b"],
        ["members", "set", "plain-sail", "town=\(String(repeating: "a", count: 300_000))"],
        ["members", "set", "nobody", "town=Fowey"], ["members", "add", "Tidy Bees", "headcount=few"],
        ["members", "add", "Tidy Bees", "skills.offered=welding"], ["enquiries", "set", "osprey", "stage=member"],
        ["settings", "set", "time-zone=Atlantis"], ["settings", "set", "limits.colour=4"],
        ["settings", "set", "extra.members.age=bar"],
    ]

    @Test(arguments: mistakes)
    func `whatever is wrong with what is typed, it is the command that is wrong, and nothing is written`(
        command: [String]
    ) throws {
        let network = try TestNetwork()
        let answer = network.run(command)
        #expect(answer.status == 64 && answer.output.isEmpty && answer.error.contains("error: "), "\(answer)")
        #expect(try network.git("rev-list", "--count", "HEAD") == "1" && network.complaints().isEmpty)
    }

    @Test func `taking away what is not there is told, with what may be meant`() throws {
        let network = try TestNetwork()
        network.cotech("members", "set", "plain-sail", "sectors=arts,crafts")
        for (words, note) in [
            (
                ["members", "set", "plain-sail", "sectors-=art"],
                "note: Plain Sail has no \"art\" in sectors\nhelp: did you mean \"arts\"?\n"
            ),
            (
                ["members", "set", "plain-sail", "sectors-=health"],
                "note: Plain Sail has no \"health\" in sectors\nhelp: it has arts, crafts\n"
            ),
            (
                ["members", "set", "plain-sail", "contacts-=Bo"],
                "note: Plain Sail has no \"Bo\" in contacts\nhelp: contacts is blank\n"
            ),
            (
                ["members", "set", "ty-gwydr", "contacts-=Sian"],
                "note: Tŷ Gwydr has no \"Sian\" in contacts\nhelp: did you mean \"Siân\"?\n"
            ),
            (
                ["people", "set", "jory", "coops-=plain-sial"],
                "note: Jory has no \"plain-sial\" in coops\nhelp: did you mean \"plain-sail\"?\n"
            ),
        ] {
            let answer = network.run(words)
            #expect(answer.status == 0 && answer.error == note, "\(answer)")
        }
        #expect(network.cotech("people", "set", "jory", "coops-=plain-sail").error == "")
    }

    @Test func `a profile that was written by hand is not there before it is saved, and that is said`() throws {
        let network = try TestNetwork()
        try network.write("network/members/elm.md", "---\nname: Elm\n---\n")
        for words in [["members", "show", "Elm"], ["members", "set", "elm", "town=Leeds"]] {
            let answer = network.run(words)
            #expect(
                answer.status == 64
                    && answer.error.hasSuffix(" yet\nhelp: members/elm.md is here, but not saved: cotech save\n"),
                "\(answer)")
        }
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("members", "set", "elm", "town=Leeds").status == 0)
    }

    @Test func `a term that was written by hand is to be saved before a record names it, and not added again`() throws {
        let network = try TestNetwork()
        try network.write("network/skills/welding.yaml", "label: Welding\n")
        let words = ["members", "set", "plain-sail", "services+=welding"]
        let answer = network.run(words)
        #expect(answer.status == 64, "\(answer)")
        #expect(
            answer.error.contains("There is no \"welding\" among skills yet")
                && answer.error.contains("help: skills/welding.yaml is here, but not saved: cotech save\n"), "\(answer)"
        )
        #expect(network.cotech("save").status == 0)
        #expect(network.run(words).status == 0)
    }

    @Test func `the settings are one record, and are spoken of and called as one`() throws {
        let network = try TestNetwork()
        let nameless = network.cotech("settings", "set", "name=")
        #expect(nameless.status == 64 && nameless.error.contains("The settings need \"name\""), "\(nameless)")
        try network.write("network/cotech.yaml", "name: [\n")
        try network.commit("A slip", in: "network")
        for words in [["settings", "set", "name=N"], ["settings", "show"]] {
            let answer = network.run(words)
            #expect(!answer.error.contains("edit \n"), "\(answer)")
        }
        #expect(network.cotech("settings", "set", "name=N").error.hasSuffix("mend it: cotech settings edit\n"))
    }

    @Test(arguments: [
        (
            ["members", "remove", "plain-sale"],
            "error: there is no member \"plain-sale\"\nhelp: did you mean plain-sail?\n"
        ),
        (
            ["members", "set", "plain-sail", "opportunities=Maps: nevr"],
            "error: opportunities.Maps: \"nevr\" is not a day. Did you mean \"never\"?\nhelp: Write it as 2026-11-27, today, friday or +2w, or never.\n"
        ),
        (
            ["members", "set", "plain-sail", "id=foo"],
            "error: A member has no field \"id\"\nhelp: An id is no field: --id gives one to a new member, and cotech members rename changes it.\n"
        ),
        (
            ["members", "list", "--where", "status=membr"],
            "help: did you mean status=member?\n"
        ),
    ])
    func `what is near to what was typed is what is advised`(command: [String], said: String) throws {
        let answer = try TestNetwork().run(command)
        #expect(answer.status == 64 && answer.error.hasSuffix(said), "\(answer)")
    }

    @Test func `an id that is near another kind's is asked about`() throws {
        let network = try TestNetwork()
        for verb in [["show"], ["set"]] {
            let answer = network.run(["members"] + verb + ["ospray"] + (verb == ["set"] ? ["town=Fowey"] : []))
            #expect(
                answer.status == 64
                    && answer.error == """
                        error: there is no member "ospray"
                        help: did you mean the enquiry osprey? See it: cotech enquiries show osprey
                        help: see them all: cotech members list

                        """,
                "\(answer)")
        }
        // A member that is near comes first.
        #expect(network.cotech("members", "show", "plain-sale").error.hasSuffix("help: did you mean plain-sail?\n"))
        #expect(
            network.cotech("members", "show", "xyzzy").error.hasSuffix(
                "\"xyzzy\"\nhelp: see them all: cotech members list\n"))
    }

    @Test func `a reference to an id that was renamed is answered with the new one`() throws {
        let network = try TestNetwork()
        #expect(network.run(["members", "rename", "ty-gwydr", "glass-house"]).status == 0)
        let set = network.run(["memberships", "set", "plain-sail", "introduced-by=ty-gwydr"])
        #expect(set.status == 64 && set.error.contains("any more: it is called \"glass-house\" now"), "\(set)")
        let membership = try #require(network.read("network/memberships/plain-sail.yaml"))
        try network.write(
            "network/memberships/plain-sail.yaml", membership.replacing(": glass-house", with: ": ty-gwydr"))
        let check = network.run(["check"])
        #expect(
            check.status == 1 && check.output.contains("instead: introduced-by: glass-house  # at the fair\n"),
            "\(check)")
    }

    @Test(arguments: ["swift expert", "swift (expert)", "Swift expert"])
    func `a level that does not stand behind a colon is put there`(written: String) throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/plain-sail.md", "---\nname: Plain Sail\nskills:\n  offered:\n    - \(written)\n---\n")
        let check = network.run(["check", "members/plain-sail.md"])
        #expect(check.output.contains("instead:     - swift: expert\n"), "\(check)")
    }

    @Test func `a day that cannot be read is one mistake, and no move of the pipeline`() throws {
        let network = try TestNetwork()
        let membership = try #require(network.read("network/memberships/plain-sail.yaml"))
        let joined = try #require(membership.split(separator: "\n").first { $0.hasPrefix("joined: ") })
        try network.write(
            "network/memberships/plain-sail.yaml", membership.replacing(joined, with: "joined: 2017-13-01"))
        let check = network.run(["check", "memberships/plain-sail.yaml"])
        #expect(check.output.contains("[bad-value]") && !check.output.contains("[bad-transition]"), "\(check)")
        #expect(check.output.contains("1 error, 0 warnings"), "\(check)")
    }

    @Test func `what is no field is answered with the way that there is`() throws {
        let network = try TestNetwork()
        let several = network.cotech("members", "list", "--sort", "name, town")
        #expect(several.status == 64 && several.error.contains("help: give it for each: --sort name --sort town\n"))
        #expect(network.cotech("members", "list", "--sort", "name", "--sort", "town").status == 0)
        for name in ["age", "age.headcount"] {
            let old = network.cotech("members", "list", "--where", "\(name)>5")
            #expect(
                old.status == 64
                    && old.error == """
                        error: "\(name)" is no field, and --where asks about fields
                        help: to see what is too old: cotech members stale
                        help: to see the oldest last: cotech members list --ages --sort \(name)

                        """,
                "\(old.error)")
        }
        #expect(network.cotech("members", "list", "--ages", "--sort", "age").status == 0)
        let term = network.cotech("skills", "list", "--where", "age>5").error
        #expect(term.contains("cotech skills list --ages --sort age\n") && !term.contains("stale"), "\(term)")
        let hook = network.cotech("check", "--hook", "pre-receive")
        #expect(
            hook.status == 64
                && hook.error.hasPrefix(
                    "error: --hook takes no \"pre-receive\": it is for git's pre-receive hook alone, and judges what git tells that hook on standard input\n"
                ), "\(hook.error)")
    }

    @Test func `an answer names what was typed, and a way that can be taken`() throws {
        let network = try TestNetwork()
        let slip = network.cotech("members", "confirm", "ty-gwydr", "plain-sial")
        #expect(slip.status == 64 && slip.error.contains("did you mean plain-sail?"), "\(slip)")
        let nobody = network.cotech("members", "confirm", "ty-gwydr", "--said-by", " ")
        #expect(nobody.status == 64 && nobody.error.contains("--said-by names nobody"), "\(nobody)")
        let alone = network.run(["members", "edit", "ty-gwydr", "--no-input"], environment: ["EDITOR": "true"])
        #expect(alone.status == 64 && alone.error.contains("help: leave out --no-input\n"), "\(alone)")
        // A path is seen from the folder that somebody is in, as everywhere.
        let owners = network.cotech("-C", "members", "owners", "ty-gwydr.md")
        #expect(owners.output.contains("members/ty-gwydr.md  ty-gwydr"), "\(owners)")
        // What is wrong with the past is asked of the past.
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ncolour: blue\n---\n")
        try network.commit("A key that there is not", in: "network")
        try network.git("tag", "wrong")
        try network.git("revert", "--no-edit", "HEAD")
        let past = network.cotech("members", "show", "plain-sail", "--at", "wrong")
        #expect(past.error.contains("see what is wrong: cotech check --at wrong\n"), "\(past)")
    }

    @Test func `a record that is wrong itself is not the fault of the command`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", "---\nname: [Plain\n---\n")
        try network.commit("Break it", in: "network")
        #expect(network.cotech("members", "set", "plain-sail", "town=Fowey").status == 65)
        let editor = [
            "EDITOR": "printf -- '---\\nname: Tŷ Gwydr\\ncolour: blue\\n---\\n' >", "TMPDIR": network.root + "/",
        ]
        let edited = network.run(["members", "edit", "ty-gwydr"], environment: editor)
        #expect(edited.status == 65 && edited.error.contains("[unknown-field]"), "\(edited)")
    }

    // MARK: - Names of something else

    @Test(arguments: [
        ["set", "osprey", "town=York"], ["edit", "osprey"], ["history", "osprey"], ["confirm", "osprey"],
        ["leave", "osprey"], ["stale", "osprey"],
    ])
    func `an enquiry is not called unknown where a member is asked for, if it can be seen`(verb: [String]) throws {
        let network = try TestNetwork()
        let answer = network.run(["members"] + verb)
        #expect(
            answer.error == """
                error: there is no member "osprey": that is an enquiry
                help: its commands are those of enquiries: cotech enquiries show osprey
                help: it becomes a member by: cotech members onboard osprey

                """ && answer.status == 64)
        try FileManager.default.removeItem(atPath: network.companion)
        let blind = network.run(["members"] + verb)
        #expect(!blind.error.contains("enquir") && blind.status == 64, "\(blind)")
        #expect(blind.error == "error: there is no member \"osprey\"\nhelp: see them all: cotech members list\n")
    }

    @Test func `a member is told from a person, and a slip of the finger from both`() throws {
        let network = try TestNetwork()
        let person = network.cotech("members", "history", "jory").error
        #expect(person.hasPrefix("error: there is no member \"jory\": that is a person\n"), "\(person)")
        #expect(
            network.cotech("members", "set", "osprei", "town=York").error.contains("there is no member \"osprei\"\n"))
    }

    // MARK: - Options and places

    @Test func `an option that there is not is answered with one that is near in letters or in meaning, or with none`()
        throws
    {
        let network = try TestNetwork()
        for (words, question) in [
            (["members", "leave", "plain-sail", "--on", "friday"], ". Did you mean '--date'?\n"),
            (["members", "list", "--sortt", "town"], ". Did you mean '--sort'?\n"),
            (["members", "list", "--order-by", "town"], ". Did you mean '--sort'?\n"),
            (["members", "list", "--zz", "town"], "'\n"),
        ] {
            let answer = network.run(words)
            #expect(answer.status == 64, "\(words)")
            let first = answer.error.prefix { $0 != "\n" } + "\n"
            #expect(first.hasPrefix("error: Unknown option '") && first.hasSuffix(question), "\(first)")
            #expect(answer.error.contains("\nUsage: cotech members"), "\(answer.error)")
        }
    }

    @Test func `a folder that is not there is not called one without a repository`() throws {
        let network = try TestNetwork()
        for command in [["-C", "nowhere"], ["members", "list", "-C", "nowhere"], ["doctor", "-C", "nowhere"]] {
            let answer = network.run(command)
            #expect(answer.status == 69 && answer.error.hasPrefix("error: there is no folder nowhere\n"), "\(answer)")
        }
        let file = network.cotech("-C", "cotech.yaml", "check")
        #expect(file.error.hasPrefix("error: cotech.yaml is a file, not a folder\n") && file.status == 69)
    }

    @Test func `a second order counts where the first leaves rows equal`() throws {
        let network = try TestNetwork()
        for (id, town) in [("ash", "Leeds"), ("elm", "York"), ("oak", "Leeds")] {
            try network.write("network/members/\(id).md", "---\nname: \(id)\ntown: \(town)\n---\n")
        }
        try network.commit("Trees", in: "network")
        func order(_ options: String...) -> String {
            let answer = network.run(
                ["members", "list", "--fields", "id", "--format", "csv", "--where", "town!="] + options)
            return answer.output.split(separator: "\n").dropFirst().joined(separator: " ")
        }
        #expect(order("--sort", "-town") == "elm ash oak plain-sail")
        #expect(order("--sort", "-town", "--sort", "-id") == "elm oak ash plain-sail")
        #expect(order("--sort", "-id", "--sort", "-town") == "plain-sail oak elm ash")
    }

    @Test func `ages among the fields are asked for by their option`() throws {
        let network = try TestNetwork()
        for words in [["list", "--fields", "name,age"], ["show", "ty-gwydr", "--fields", "age.telephone"]] {
            let answer = network.run(["members"] + words)
            #expect(answer.status == 64 && answer.error.hasSuffix("help: leave it out of --fields, and add --ages\n"))
            let told = network.run(["members"] + words + ["--ages"])
            #expect(told.status == 64 && told.error.hasSuffix("help: leave it out of --fields\n"), "\(told)")
        }
    }

    @Test func `a draft stands in a folder however that is written`() throws {
        let network = try TestNetwork()
        let environment = ["EDITOR": "false", "TMPDIR": network.root + "/"]
        let answer = network.run(["members", "edit", "ty-gwydr"], environment: environment)
        #expect(answer.error.contains("kept in \(network.root)/cotech-"), "\(answer.error)")
    }

    // MARK: - Sentences

    @Test func `what is stale fits a narrow terminal, with its commands whole`() throws {
        let network = try TestNetwork()
        let later = ["members", "stale", "--as-of", "2028-01-01"]
        let narrow = network.run(later, columns: 40).output
        for line in narrow.split(separator: "\n") where !line.contains("cotech ") {
            #expect(line.count <= 40, "\(line)")
        }
        let wide = network.run(later).output
        #expect(narrow.split { $0.isWhitespace } == wide.split { $0.isWhitespace }, "\(narrow)")
        #expect(narrow.contains("cotech members confirm ty-gwydr") || narrow.contains("Still waiting"), "\(narrow)")
    }

    @Test func `one is not spoken of as many`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "ty-gwydr", "headcount=4").status == 0)
        let today = network.cotech().output
        #expect(today.contains("(without 1 co-op that says no headcount)"), "\(today)")
        let steps = network.cotech("members", "onboard", "osprey", "worker-owned").output
        #expect(steps.contains("1 of 3 steps is done."), "\(steps)")
    }

    @Test func `edits by hand that are not saved are said by the bare command`() throws {
        let network = try TestNetwork()
        #expect(!network.cotech().output.contains("not saved"))
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntown: Fowey\n---\n")
        let one = network.cotech().output
        #expect(one.hasSuffix("An edit by hand of members/plain-sail.md is not saved yet: cotech save\n"), "\(one)")
        try network.write("network-private/people/jory.yaml", "name: Jory\n")
        #expect(network.cotech().output.hasSuffix("Edits by hand of 2 files are not saved yet: cotech save\n"))
        #expect(!network.cotech("today", "--as-of", "2026-11-20").output.contains("not saved"))
    }

    @Test func `a limit of a field that there is not is refused, with the one that is meant`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("settings", "set", "limits.hedcount=40")
        #expect(answer.error.contains("There is no field \"hedcount\" to limit. Did you mean \"headcount\"?"))
        for name in ["headcount", "members.headcount", "capacity", "members.capacity.from"] {
            #expect(network.cotech("settings", "set", "limits.\(name)=40").status == 0, "\(name)")
        }
        #expect(network.cotech("settings", "set", "limits.extra.founded=40").status == 64)
        let both = network.cotech("settings", "set", "extra.members.founded=number", "limits.extra.founded=never")
        #expect(both.status == 0, "\(both)")
    }
}
