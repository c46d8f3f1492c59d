import Foundation
import Testing

/// What is said to people is meant for people, and is true.
@Suite(.onOwnThreads) struct AnswerTests {
    @Test func `a difference is told from a day or a revision to now`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "ty-gwydr", "headcount=44").status == 0)
        for since in [["--at", "HEAD~1"], ["--as-of", "2026-11-20"]] {
            let told = network.run(["diff"] + since)
            #expect(told.status == 0 && told.output.contains("headcount") && told.output.contains("44"), "\(told)")
        }
        let both = network.cotech("diff", "--at", "HEAD~1", "HEAD")
        #expect(both.status == 64 && both.error.contains("help: give one of them"), "\(both)")
    }

    @Test func `a commit of many changes has a headline that a log can show, and the rest below it`() throws {
        let network = try TestNetwork()
        let edits = [
            "town=Penzance", "headcount=44", "sectors=arts,crafts,charities,schools,museums",
            "telephone=01326 496 0163",
        ]
        let more = ["website=https://plain-sail.example", "services=swift"]
        let answer = network.run(["members", "set", "plain-sail"] + edits + more)
        #expect(answer.status == 0, "\(answer)")
        let sentence = try #require(answer.output.split(separator: "\n").first).dropLast()
        let message = try network.git("log", "-1", "--format=%B").split(separator: "\n").map(String.init)
        #expect(message[0].count <= 100 && message[0].hasSuffix(", …") && message[1].hasPrefix("… "), "\(message)")
        #expect(message[0].dropLast() + message[1].dropFirst(2) == sentence)
        #expect(message.last?.hasPrefix("Cotech: set") == true, "\(message)")
        #expect(network.cotech("undo").status == 0)
        #expect(network.cotech("members", "show", "plain-sail").output.contains("Penzance") == false)
    }

    @Test func `a list that is written as a single value is changed like any other`() throws {
        let network = try TestNetwork()
        let page = "network/members/plain-sail.md"
        for (edits, line) in [
            (["sectors-=arts"], "sectors: # ours\n"), (["sectors+=crafts"], "sectors: [arts, crafts] # ours\n"),
            (["sectors+=crafts", "sectors-=arts"], "sectors: [crafts] # ours\n"),
            (["sectors-=x"], "sectors: arts # ours\n"),
            (["sectors=b,a"], "sectors: [b, a] # ours\n"),
        ] {
            try network.write(page, "---\nname: Plain Sail\nsectors: arts # ours\n---\n")
            try network.git("commit", "-q", "--allow-empty", "-am", "Ours")
            let answer = network.run(["members", "set", "plain-sail"] + edits)
            #expect(
                answer.status == 0 && network.read(page)?.contains(line) == true,
                "\(answer) \(network.read(page) ?? "")")
        }
    }

    @Test func `fields without entries are what they would be with some, in JSON`() throws {
        let network = try TestNetwork()
        let list = network.cotech(
            "members", "list", "--format", "jsonl", "--fields", "contacts,services,town", "--where", "id=plain-sail")
        #expect(list.output.contains(#""contacts":{}"#) && list.output.contains(#""services":[]"#), "\(list)")
    }

    @Test func `A value that no record may hold is refused in words, not in the program's own names`() throws {
        let network = try TestNetwork()
        for command in [
            ["members", "set", "ty-gwydr", "town=\u{1B}[31mred"], ["members", "add", "Red \u{1B}"],
            ["people", "add", "Tam", "contact=\u{7}tam@x.example"],
            ["members", "set", "ty-gwydr", "social.\(String(repeating: "x", count: 2_000))=y"],
        ] {
            let answer = network.run(command)
            #expect(answer.status != 0 && answer.status != 70, "\(command): \(answer.error)")
            #expect(!answer.error.contains("TextProblem") && !answer.error.contains("(["), "\(answer.error)")
        }
        for (words, field) in [
            (["members", "set", "ty-gwydr", "town=\u{1B}[31mred"], "town"), (["members", "add", "Red \u{1B}"], "name"),
        ] {
            let answer = network.run(words)
            let said = "error: \(field): the value has a control character (U+001B), which no record can hold\n"
            #expect(answer.status == 64 && answer.error.hasPrefix(said), "\(answer.error)")
        }
    }

    // MARK: - What is there, and what is not

    @Test func `A filter that matches nothing says so, and a blank field is what it means when blank`() throws {
        let network = try TestNetwork()
        let none = network.run(["members", "list", "--where", "town=Nowhere"])
        #expect(none.status == 0 && none.error == "note: no member matches town=Nowhere\n")
        #expect(network.run(["members", "list", "falm", "--where", "town=X"]).error.contains("\"falm\" and town=X"))
        try network.write("network-private/enquiries/heron.md", "---\nname: Heron\n---\n")
        try network.commit("One more", in: "network-private")
        let list = network.run([
            "enquiries", "list", "--where", "stage=enquiry", "--fields", "id,stage", "--format", "csv",
        ])
        #expect(list.output == "id,stage\nheron,enquiry\n" && list.error.isEmpty, "\(list)")
        try network.git("rm", "-q", "-r", "enquiries", in: "network-private")
        try network.commit("None", in: "network-private")
        #expect(
            network.run(["enquiries", "list", "--where", "stage=member"]).error == "note: there are no enquiries\n")
    }

    @Test func `People who say nothing of it are not public, also to a filter`() throws {
        let network = try TestNetwork()
        network.cotech("people", "set", "jory", "public=name")
        func list(_ condition: String) -> String {
            network.run(["people", "list", "--where", condition, "--fields", "id,public", "--format", "csv"]).output
        }
        #expect(list("public=no") == "id,public\nsian,no\n")
        #expect(list("public!=no") == "id,public\njory,name\n")
    }

    @Test func `An id that nobody has suggests near ones, and several are asked for one by one`() throws {
        let network = try TestNetwork()
        for id in ["web", "design", "web-design"] { network.cotech("skills", "add", id) }
        network.cotech("members", "set", "ty-gwydr", "services=web,design")
        let typo = network.run(["members", "list", "--where", "services=web-desgin"])
        #expect(typo.status == 0 && typo.output.isEmpty)
        #expect(
            typo.error == """
                note: no member matches services=web-desgin
                help: There is no "web-desgin" among skills. Did you mean "web-design"?

                """)
        let both = network.run(["members", "list", "--where", "services=web,design"])
        #expect(both.status == 64 && !both.error.contains("web-design"), "\(both)")
        #expect(both.error.contains("--where services=web --where services=design"), "\(both)")
        let found = network.run(["members", "list", "--where", "services=web", "--where", "services=design"])
        #expect(found.output.contains("ty-gwydr"), "\(found)")
        let spaced = network.run(["members", "list", "--where", "services=Vastly Other"])
        #expect(spaced.status == 64 && !spaced.error.contains("did you mean"), "\(spaced)")
        let set = network.run(["members", "set", "ty-gwydr", "services+=Vastly Other"])
        #expect(set.status == 64 && !set.error.contains("did you mean"), "\(set)")
        #expect(network.run(["members", "set", "ty-gwydr", "services+=Web.Design"]).error.contains("\"web-design\"?"))
    }

    @Test func `A limit that leaves nobody to be reminded is not called nobody to remind`() throws {
        let network = try TestNetwork()
        let later = ["members", "remind", "--as-of", "2030-01-01"]
        #expect(network.run(later).output.contains("To: "))
        let none = network.run(later + ["--limit", "0"])
        #expect(none.output.isEmpty && none.error.contains("at most 0 in a week"), "\(none)")
        #expect(!none.error.contains("nobody has to be reminded"))
    }

    // MARK: - Verbs

    @Test func `A verb that does not exist is misuse, with the verb that was meant`() throws {
        let network = try TestNetwork()
        for (words, meant) in [
            ("members ad Foo", "cotech members add"), ("members stael", "cotech members stale"),
            ("skills lst", "cotech skills list"), ("settings shwo", "cotech settings show"),
            ("settings remove x", "show, list, set, edit, history"), ("settings frobnicate", "show, list"),
            ("help members stael", "cotech members stale"), ("help settings add", "show, list"),
        ] {
            let answer = network.run(words.split(separator: " ").map(String.init))
            #expect(answer.status == 64 && answer.output.isEmpty, "\(words): \(answer)")
            #expect(answer.error.contains("has no verb") && answer.error.contains(meant), "\(words): \(answer.error)")
        }
        // A word that finds something is looked for, as is any word behind `list`.
        #expect(network.run(["members", "sail"]).status == 0)
        #expect(network.run(["members", "list", "stael"]).status == 0)
        for words in [["settings"], ["settings", "list"], ["settings", "show"]] {
            #expect(network.run(words).output.contains("time-zone"))
        }
        for words in [["show", "x"], ["edit", "x"], ["history", "x"]] {
            let answer = network.run(["settings"] + words)
            #expect(answer.status == 64 && answer.error.contains("has no id"), "\(words): \(answer)")
        }
    }

    @Test func `What is suggested is there, and each thing once`() throws {
        let network = try TestNetwork()
        #expect(network.run(["history", "ty-gwyd"]).error.contains("did you mean ty-gwydr?"))
        for verb in ["list", "add", "show", "edit"] {
            let answer = network.run([verb])
            #expect(answer.status == 64 && answer.error.contains("did you mean cotech members \(verb), "), "\(answer)")
        }
        let id = network.run(["people", "add", "Foo", "--id", "A_B"])
        #expect(id.status == 64 && id.error.contains("written in a-z, 0-9 and -: --id a-b"), "\(id.error)")
    }

    @Test func `Help is true of its noun`() throws {
        let network = try TestNetwork()
        func help(_ words: String...) -> String { network.run(words + ["--help"]).output }
        #expect(help("members", "remove").contains("Always refused"))
        #expect(!help("skills", "remove").contains("Always refused"))
        #expect(help("members", "enquiries").contains("USAGE: cotech members enquiries "))
        #expect(help("settings", "set").contains("USAGE: cotech settings set <assignments> ..."))
        for verb in ["show", "edit", "history", "set"] {
            let text = help("settings", verb)
            #expect(!text.contains("a settings") && !text.contains("<id"), "\(text)")
            #expect(!help("enquiries", verb).contains("a enquiry"))
        }
    }

    // MARK: - Fields

    @Test func `The network's own fields and those that are worked out are known by name`() throws {
        let network = try TestNetwork()
        #expect(network.run(["settings", "set", "extra.members.size=text"]).status == 0)
        for words in [
            ["set", "plain-sail", "size=small"], ["list", "--where", "size=small"], ["list", "--fields", "size"],
        ] {
            let answer = network.run(["members"] + words)
            #expect(answer.status == 64 && answer.error.contains("id you mean"), "\(words): \(answer.error)")
            #expect(answer.error.contains("extra.size"), "\(words): \(answer.error)")
        }
        let status = network.run(["members", "set", "plain-sail", "status=left"])
        #expect(status.status == 64 && status.error.contains("worked out") && status.error.contains("membership"))
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\nstatus: left\n---\n")
        try network.commit("By hand", in: "network")
        #expect(network.run(["check"]).output.contains("\"status\" is worked out, and stands in no record"))
    }

    @Test func `Who types may say me, and a record holds the name`() throws {
        let network = try TestNetwork()
        let change = network.run(["enquiries", "set", "osprey", "owner=me"])
        #expect(change.status == 0 && change.output.contains("owner Mair Owen"), "\(change)")
        #expect(network.run(["enquiries", "add", "Heron", "owner=me"]).status == 0)
        #expect(network.read("network-private/enquiries/heron.md")?.contains("owner: Mair Owen") == true)
        try network.write("network-private/enquiries/heron.md", "---\nname: Heron\nowner: me\n---\n")
        try network.commit("By hand", in: "network-private")
        #expect(network.run(["check"]).output.contains("\"me\" is nobody in a record"))
    }

    @Test func `A contact with a bare address behind the name can be written to`() throws {
        let network = try TestNetwork()
        for (number, contact) in ["Ann ann@x.example", "Ann, ann@x.example", "Ann <ann@x.example>"].enumerated() {
            #expect(network.run(["members", "enquire", "Heron \(number)", "--contact", contact]).status == 0)
            let reply = network.run(["members", "reply", "heron-\(number)"])
            #expect(reply.output.hasPrefix("To: Ann <ann@x.example>\n"), "\(reply)")
        }
    }

    // MARK: - Options and sentences

    @Test func `Options that contradict each other or say nothing are refused`() throws {
        let network = try TestNetwork()
        for words in [["--plain", "--format", "csv"], ["--fields", ""], ["--fields", " , "]] {
            let answer = network.run(["members", "list"] + words)
            #expect(answer.status == 64 && answer.output.isEmpty, "\(words): \(answer)")
        }
        let commits = try network.git("rev-list", "--count", "HEAD")
        for message in ["", "  "] {
            #expect(network.run(["members", "set", "plain-sail", "town=Fowey", "-m", message]).status == 64)
        }
        #expect(try network.git("rev-list", "--count", "HEAD") == commits)
    }

    @Test func `A key that is kept is news in the sentence of a change`() throws {
        let network = try TestNetwork()
        for (line, sentence) in [
            ("x-note: rings on Fridays\n", "x-note rings on Fridays."),
            ("x-note: no\n", "x-note rings on Fridays → no."),
            ("", "x-note cleared."), (" \n", "only how it is written."),
        ] {
            try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\n\(line)---\n")
            #expect(network.run(["save"]).output.contains(sentence), "\(sentence)")
        }
    }

    @Test func `What has no normal form is not passed over`() throws {
        let network = try TestNetwork()
        try network.write("network/members/bad.md", "---\nname: 'Bad\n---\n")
        try network.commit("By hand", in: "network")
        for words in [["fmt"], ["fmt", "--check"], ["fmt", "members"]] {
            let answer = network.run(words)
            #expect(answer.status == 65 && answer.error.contains("members/bad.md, which cannot be read"), "\(answer)")
        }
        #expect(network.run(["fmt", "members/plain-sail.md"]).status == 0)
    }

    @Test func `An import says how it is taken back`() throws {
        let network = try TestNetwork()
        try network.write("network/rows.csv", "id,name,town\nplain-sail,Plain Sail,Fowey\n")
        #expect(network.run(["members", "import", "rows.csv"]).output.hasSuffix("Wrong? cotech undo\n"))
        #expect(!network.run(["members", "import", "rows.csv"]).output.contains("Wrong?"))
        try network.write(
            "network/map.yaml",
            "format: csv\nkind: members\nid: id\nrespondent: mail\nfields:\n  id: name\n  town: town\n")
        try network.write("network/rows.csv", "id,mail,town\nplain-sail,a@x.example,Looe\nty-gwydr,b@x.example,Borth\n")
        let each = network.run(["members", "import", "rows.csv", "--mapping", "map.yaml"])
        #expect(each.output.hasSuffix("Wrong? cotech undo, once a row, the last one first\n"), "\(each)")
    }

    @Test func `On a narrow terminal everything about a record is still there`() throws {
        let network = try TestNetwork()
        let long = "a@" + String(repeating: "long-", count: 12) + "name.example"
        #expect(network.run(["members", "set", "ty-gwydr", "email=\(long)", "services=swift,gis"]).status == 0)
        for columns in [20, 40, 80] {
            func words(_ arguments: [String], isExcerpt: Bool = false) -> String {
                let answer = network.run(arguments, columns: columns)
                #expect(isExcerpt || !answer.output.contains("…"), "\(answer.output)")
                #expect(!answer.error.contains("left out"), "\(answer.error)")
                return answer.output.filter { !$0.isWhitespace }
            }
            let shown = words(["members", "show", "ty-gwydr"])
            #expect(shown.contains(long) && shown.contains("Siân:sian@ty-gwydr.example"), "\(shown)")
            #expect(words(["doctor"]).contains("gitremoteaddoriginADDRESS;cotechsync"))
            #expect(words([]).contains("cotechmembersshowosprey"))
            #expect(words(["schema", "enquiries"]).contains("Thenextthingtodo."))
            #expect(words(["members", "onboard", "osprey"]).contains("cotechmembersonboardospreyworker-owned"))
            let explained = words(["members", "stale", "ty-gwydr", "--explain"], isExcerpt: true)
            #expect(explained.contains("setbyMairOwen,\"Begin\""), "\(explained)")
        }
        let list = network.run(["members", "list", "--fields", "id,name,town,contacts,email"], columns: 30)
        #expect(list.error.contains("choose columns with --fields"))
        let ages = network.run(["members", "stale", "--ages"], columns: 30)
        #expect(ages.error.contains("left out") && !ages.error.contains("--fields"), "\(ages.error)")
    }

    @Test func `what is shown is chosen with --fields, and aged with --ages`() throws {
        let network = try TestNetwork()
        let rows = network.cotech("members", "show", "ty-gwydr", "--fields", "telephone", "--ages", "--format", "csv")
        #expect(rows.output == "id,field,value,age,date,state\nty-gwydr,telephone,01970 555 0142,5,2026-11-18,fresh\n")
        let text = network.cotech("members", "show", "ty-gwydr", "--fields", "telephone", "--ages").output
        #expect(text.hasSuffix("\n  telephone  01970 555 0142  5 days  fresh\n"), "\(text)")
        let json = network.cotech("members", "show", "ty-gwydr", "--fields", "telephone", "--ages", "--format", "json")
        #expect(json.output.contains("\"ages\": {\n    \"own\": {\n      \"age\": 5,"), "\(json.output)")
        #expect(!network.cotech("members", "show", "ty-gwydr", "--format", "json").output.contains("\"ages\""))
        let list = network.cotech("members", "list", "--fields", "id", "--ages", "--format", "csv").output
        #expect(list == "id,age,date\nplain-sail,5,2026-11-18\nty-gwydr,5,2026-11-18\n")
        let unknown = network.cotech("skills", "show", "swift", "--fields", "colour")
        #expect(unknown.status == 64 && unknown.error.contains("there is no field \"colour\""))
    }

    @Test func `the history of what there is only one of is asked for by its name`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("history", "settings").output.contains("Begin"))
        #expect(network.cotech("history", "cotech.yaml").output == network.cotech("history", "settings").output)
    }

    @Test func `an option that is wrong is told, not the value of another`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("--at", "HEAD", "members", "list", "--format", "xml")
        #expect(answer.status == 64 && answer.error.contains("'xml' is invalid"), "\(answer.error)")
    }

    @Test func `a field that stands where it is not read is an error, and not passed over`() throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/ash.md",
            "---\nname: Ash\ndescription: We make sites\nskills.offered: [php]\ncapacity.days: many\n---\n")
        let answer = network.run(["check", "members/ash.md"])
        #expect(answer.status == 1)
        for line in [
            "members/ash.md:3:1: error: \"description\" is not read here",
            "help: It is the text below the second ---, in a file that ends in .md.",
            "members/ash.md:4:1: error: \"skills.offered\" is not read here",
            "help: Write \"offered:\" on a line of its own, indented below \"skills:\".",
            "members/ash.md:5:1: error: \"capacity.days\" is not read here",
        ] {
            #expect(answer.output.contains(line), "\(answer.output)")
        }
    }
}
