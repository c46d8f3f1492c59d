import Foundation
import Testing

@Suite("A spreadsheet's rows are imported")
struct RowsImportTests {
    static let mapping = """
        format: csv
        kind: members
        id: Co-op
        respondent: Mail
        timestamp: When
        dates: day/month/year
        blank:
          - none
        fields:
          Co-op: name
          Town: town
          People: headcount
          Skills: skills.offered
          Words: description
        ignore:
          Fun?: for the organisers

        """

    func sandbox(_ mapping: String = mapping) throws -> ImportSandbox {
        let sandbox = try ImportSandbox(files: [
            "members/ty-gwydr.md":
                "---\n# ours\nname: Tŷ Gwydr\ntown: Aberystwyth # by the sea\nheadcount: 8\n---\n\nGlass.\n",
            "members/oharas.md":
                "---\nname: O'Hara's\nformerly:\n  - Apple Code\ncontacts:\n  Zoë: zoe@oharas.example\n---\n",
            "skills/swift.yaml": "label: Swift\naliases:\n  - Apple Swift\n",
            "skills/design.yaml": "label: Web design\n",
        ])
        try sandbox.write("map.yaml", mapping)
        return sandbox
    }

    func imported(_ sandbox: ImportSandbox, _ text: String, preview: Bool = false) throws
        -> ImportSandbox.Outcome
    {
        try sandbox.write("rows.csv", text)
        let arguments = ["members", "import", "../rows.csv", "--mapping", "../map.yaml"]
        return preview
            ? sandbox.cotech(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--preview")
            : sandbox.cotech(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
    }

    static let heading = "When,Mail,Co-op,Town,People,Skills,Words,Fun?\n"
    static let rows =
        heading + """
            17/11/2026 09:00:00,post@ty-gwydr.example,ty gwydr,,9,"swift (expert), Web Design",,yes
            16/11/2026 10:00:00,zoe@oharas.example,O’Hara’s,Hereford,none,,"Two

            lines",no
            18/11/2026 11:00:00,bee@bees.example,Tidy Bees,Leeds,4,Apple Swift,,

            """

    @Test("a heading in capitals is the column that it names, where only one can be meant")
    func capitals() throws {
        let sandbox = try sandbox()
        try sandbox.write("rows.csv", "ID,Name,HEADCOUNT,Town,town\noak,Oak,4,Leeds,Rye\n")
        let outcome = sandbox.cotech("members", "import", "../rows.csv")
        #expect(outcome.status == 0, "\(outcome)")
        for (heading, column) in [("ID", "id"), ("Name", "name"), ("HEADCOUNT", "headcount")] {
            #expect(
                outcome.error.contains("note: the column \"\(heading)\" is read as \(column)\n"), "\(outcome.error)")
        }
        // There is a column of that very name.
        #expect(outcome.error.contains("the column \"Town\" is in no field: kept as x-town"), "\(outcome.error)")
        let text = try sandbox.read("members/oak.md")
        #expect(
            text.contains("name: Oak\n") && text.contains("headcount: 4\n") && text.contains("town: Rye\n"), "\(text)")
        try sandbox.write("rows.csv", "id,NAME,Name\nelm,Elm,Elm\n")
        #expect(
            sandbox.cotech("members", "import", "../rows.csv", "--dry-run").error.hasSuffix(
                "nothing was written (--dry-run)\n"))
        #expect(!sandbox.exists("members/elm.md"))
    }

    @Test("an answer that is older than what the store has heard since leaves it as it is, unless it is to replace it")
    func olderAnswer() throws {
        let sandbox = try sandbox()
        #expect(sandbox.cotech("members", "set", "ty-gwydr", "headcount=10").status == 0)
        #expect(sandbox.cotech("members", "confirm", "ty-gwydr", "town").status == 0)
        let row = Self.heading + "17/11/2026 09:00:00,post@ty-gwydr.example,ty gwydr,Bangor,9,swift,,yes\n"
        for isPreview in [true, false] {
            let result = try imported(sandbox, row, preview: isPreview)
            #expect(
                result.output.contains(
                    "ty-gwydr  changes  skills.offered + swift, kept, since the store's word is newer: town of 2026-11-23, headcount of 2026-11-23"
                ), "\(result.output)")
            #expect(result.error.contains("a newer one's place: --replace-newer\n"), "\(result.error)")
        }
        #expect(try sandbox.git("log", "-1", "--format=%s") == "Tŷ Gwydr: skills.offered + swift")
        let text = try sandbox.read("members/ty-gwydr.md")
        #expect(text.contains("town: Aberystwyth # by the sea\nheadcount: 10\n"), "\(text)")
        // Nothing is a word as well.
        #expect(sandbox.cotech("members", "set", "ty-gwydr", "description=").status == 0)
        let cleared = try imported(
            sandbox, Self.heading + "17/11/2026 09:00:00,post@ty-gwydr.example,ty gwydr,,,,Glass.,\n", preview: true)
        #expect(cleared.output.contains("newer: description of 2026-11-23"), "\(cleared.output)")
        #expect(sandbox.cotech("undo").status == 0)
        try sandbox.write("rows.csv", row)
        // What was left out may be asked for again.
        let replaced = sandbox.cotech(
            "members", "import", "../rows.csv", "--mapping", "../map.yaml", "--replace-newer")
        #expect(
            replaced.output.contains(
                "town Aberystwyth → Bangor, headcount 10 → 9, the store's word was newer: town of 2026-11-23, headcount of 2026-11-23"
            ), "\(replaced.output)")
        #expect(try sandbox.read("members/ty-gwydr.md").contains("town: Bangor # by the sea\nheadcount: 9\n"))
        let again = try imported(
            sandbox, Self.heading + "23/11/2026 08:00:00,post@ty-gwydr.example,ty gwydr,,11,,,yes\n", preview: true)
        #expect(again.output.contains("headcount 9 → 11") && !again.output.contains("newer"), "\(again.output)")
    }

    @Test func `rows that would be a sweep are answers or a sweep as it is said, and nothing before`() throws {
        let ids = ["oak", "elm", "yew", "bay"]
        let sandbox = try ImportSandbox(
            files: Dictionary(
                uniqueKeysWithValues: ids.map { ("members/\($0).md", "---\nname: \($0)\ntown: Rye\n---\n") }))
        try sandbox.write("rows.csv", "id,name,town\n" + ids.map { "\($0),\($0),Hull\n" }.joined() + "new,New,Hull\n")
        let head = try sandbox.id("HEAD")
        let refused = sandbox.cotech("members", "import", "../rows.csv")
        #expect(
            refused.status == 64
                && refused.error == """
                    error: this changes the records of 4 co-ops at once: as a sweep it would make none of them fresh, so nothing was imported
                    help: if they are what the co-ops answered, to commit each by itself: cotech members import ../rows.csv --each
                    help: to commit them as a sweep: cotech members import ../rows.csv --together

                    """,
            "\(refused)")
        let preview = sandbox.cotech("members", "import", "../rows.csv", "--preview")
        #expect(preview.status == 0 && preview.error.contains("note: this changes the records of 4 co-ops"))
        #expect(try sandbox.id("HEAD") == head)
        let each = sandbox.cotech("members", "import", "../rows.csv", "--each")
        #expect(each.status == 0 && each.output.contains("once a row"), "\(each)")
        #expect(
            try sandbox.git("log", "--format=%s", "\(head)..") == "Add member New\n"
                + ids.reversed().map { "\($0): town Rye → Hull" }.joined(separator: "\n"))
        // What was put back by hand is no answer that was read before.
        #expect(sandbox.cotech("members", "set", "oak", "town=Rye").status == 0)
        #expect(sandbox.cotech("members", "import", "../rows.csv", "--each").output.contains("town Rye → Hull"))
        try sandbox.write("rows.csv", "id,name,town\n" + ids.map { "\($0),\($0),Bath\n" }.joined())
        let together = sandbox.cotech("members", "import", "../rows.csv", "--together")
        #expect(together.status == 0, "\(together)")
        #expect(try sandbox.git("log", "-1", "--format=%s") == "Import 4 profiles from rows.csv")
        let both = sandbox.cotech("members", "import", "../rows.csv", "--each", "--together")
        #expect(both.status == 64 && both.error.contains("give one of them"), "\(both)")
    }

    @Test("a column of addresses that no field takes is warned of, since what is kept of it everybody reads")
    func addresses() throws {
        let sandbox = try sandbox()
        try sandbox.write("rows.csv", "id,town,Asked,Colour\nty-gwydr,Bangor,gwen@home.example,red\n")
        let result = sandbox.cotech("members", "import", "../rows.csv", "--preview")
        #expect(
            result.error.contains(
                """
                warning: the column "Asked" is in no field: kept as x-asked, where everybody can read the e-mail addresses in it
                help: name it under ignore in the mapping, or under respondent: cotech help mapping
                note: the column "Colour" is in no field: kept as x-colour

                """), "\(result.error)")
        for cell in ["gwen@home.example", "Gwen <gwen@home.example>", "gwen@home.example; ann@home.example"] {
            try sandbox.write("rows.csv", "id,town,Asked\nty-gwydr,Bangor,\(cell)\n")
            let refused = sandbox.cotech("members", "import", "../rows.csv")
            #expect(refused.status == 65 && refused.error.contains("nothing was imported"), "\(refused)")
            #expect(try sandbox.read("members/ty-gwydr.md").contains("Aberystwyth"))
        }
        try sandbox.write("map.yaml", "format: csv\nkind: members\nid: id\nfields:\n  town: town\n  Asked: x-asked\n")
        let meant = sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml")
        #expect(meant.status == 0, "\(meant)")
        #expect(try sandbox.read("members/ty-gwydr.md").contains("x-asked: gwen@home.example; ann@home.example"))
    }

    @Test("a row that would use a removed record's or term's id again is told, and nothing of it is written")
    func removed() throws {
        let sandbox = try sandbox(Self.mapping + "terms:\n  skills.offered: tech\n")
        try sandbox.write("store/skills/rust.yaml", "label: Rust\n")
        try sandbox.write("store/members/tidy-bees.md", "---\nname: Tidy Bees\n---\n")
        try sandbox.git("add", "-A")
        try sandbox.git("commit", "-q", "-m", "Add")
        try sandbox.git("rm", "-q", "skills/rust.yaml")
        try sandbox.git("commit", "-q", "-m", "No rust")
        try sandbox.git("rm", "-q", "members/tidy-bees.md")
        try sandbox.git("commit", "-q", "-m", "No bees")
        let head = try sandbox.id("HEAD")
        let rows =
            Self.heading + """
                18/11/2026 11:00:00,bee@bees.example,Tidy Bees,Leeds,4,,,
                18/11/2026 12:00:00,zoe@oharas.example,O'Hara's,Hereford,,Rust,,

                """
        let result = try imported(sandbox, rows)
        #expect(result.output.contains("2 rows: 0 new, 0 with changes, 0 unchanged, 2 with problems"))
        #expect(result.output.contains("the member \"tidy-bees\" was removed on"), "\(result.output)")
        #expect(result.output.contains("the skill \"rust\" was removed on"), "\(result.output)")
        #expect(result.output.contains("bring it back: cotech undo \(head.prefix(7))"), "\(result.output)")
        #expect(try sandbox.id("HEAD") == head)
    }

    @Test("a row that is left out is told even where only warnings are wanted")
    func quiet() throws {
        let sandbox = try sandbox()
        try sandbox.write("rows.csv", Self.rows.replacing(",4,Apple", with: ",four,Apple"))
        let result = sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml", "-q")
        #expect(result.status == 65)
        #expect(result.output.contains("problem") && result.output.contains("four"), "\(result)")
        #expect(!result.output.contains("Hereford") && !result.output.contains("rows:"), "\(result)")
        try sandbox.write("rows.csv", Self.rows)
        #expect(sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml", "-q").output == "")
    }

    @Test("a row without a name, whose id is a term's or an enquiry's, is told whose it is")
    func othersIDs() throws {
        let sandbox = try sandbox()
        try sandbox.write("rows.csv", "id,name,town\nswift,,Leeds\nabacus,,Leeds\ndesign,Design Co-op,Leeds\n")
        let result = sandbox.cotech("members", "import", "../rows.csv")
        #expect(result.status == 65)
        #expect(
            result.output.contains(
                "there is no member \"swift\": that is a skill; its commands are those of skills: cotech skills show swift"
            ),
            "\(result.output)")
        // What nobody else has needs a name, and a co-op may be called as a skill is.
        #expect(result.output.contains("abacus  problem  Every member needs \"name\""))
        #expect(sandbox.exists("members/design.md") && !sandbox.exists("members/swift.md"))
    }

    @Test("a heading that stands twice is told with its columns, and not taken for a slip")
    func twice() throws {
        let sandbox = try sandbox()
        try sandbox.write("rows.csv", "id,town,email,town,town\nty-gwydr,Bangor,,Rye,York\n")
        let result = sandbox.cotech("members", "import", "../rows.csv", "--preview")
        #expect(
            result.error.contains(
                """
                warning: ../rows.csv:1: the heading "town" stands 3 times, in the columns 2, 4 and 5 [csv-duplicate-heading]
                help: Take out all but one, or give each a heading of its own. Until then the first counts, and columns 4 and 5 are called "town 2" and "town 3".
                note: the column "town 2" is in no field: kept as x-town-2
                note: the column "town 3" is in no field: kept as x-town-3

                """), "\(result.error)")
    }

    @Test("a preview says row by row what would change, and writes nothing")
    func preview() throws {
        let sandbox = try sandbox()
        let head = try sandbox.id("HEAD")
        let result = try imported(sandbox, Self.rows + "x,y,Tidy Bees,,5,,,\n", preview: true)
        #expect(result.status == 65)
        #expect(result.output.contains("ty-gwydr   changes  headcount 8 → 9"))
        #expect(result.output.contains("tidy-bees  new"))
        #expect(result.output.contains("\"x\" is not a moment. The mapping says that dates are day/month/year."))
        #expect(try sandbox.id("HEAD") == head)
        #expect(!sandbox.exists("members/tidy-bees.md"))
    }

    @Test("a mapping that says no order of dates is not said to have said one")
    func noOrderOfDates() throws {
        let sandbox = try sandbox(Self.mapping.replacing("dates: day/month/year\n", with: ""))
        let result = try imported(sandbox, Self.rows, preview: true)
        #expect(result.output.contains("The mapping does not say in which order dates are"), "\(result.output)")
        #expect(!result.output.contains("The mapping says"))
    }

    @Test("a heading or an id with a slip in it is told, with what is near")
    func slips() throws {
        let sandbox = try sandbox()
        try sandbox.write(
            "rows.csv",
            "id,name,telefone,head-count,Towm,quux\nty-gwydyr,Ty Gwydyr,0114 496 0163,3,Leeds,x\noharas,,,5,,\n")
        for option in ["--preview", "--quiet"] {
            let result = sandbox.cotech("members", "import", "../rows.csv", option)
            for (heading, field) in [("telefone", "telephone"), ("head-count", "headcount"), ("Towm", "town")] {
                let warning = "warning: the column \"\(heading)\" is in no field: kept as x-\(heading.lowercased())\n"
                #expect(result.error.contains(warning + "help: did you mean \"\(field)\"? "), "\(result.error)")
            }
            #expect(result.error.contains("note: the column \"quux\"") == (option == "--preview"), "\(result.error)")
            #expect(result.output.contains("new      did you mean ty-gwydr?, name") == (option == "--preview"))
        }
        // With a mapping, what is near is one of its columns that the file lacks.
        let mapped = try imported(sandbox, Self.rows.replacing("Town,", with: "Towns,"), preview: true)
        #expect(mapped.error.contains("help: did you mean \"Town\"? "), "\(mapped.error)")
    }

    @Test("Windows-1252, semicolons and a byte order mark are read")
    func encodings() throws {
        let sandbox = try sandbox("format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  Town: town\n")
        try sandbox.write(
            "old.csv", Array("Name;Town\r\nCaf".utf8) + [0xE9] + Array(" Bin;K".utf8) + [0xF6] + Array("ln\r\n".utf8))
        let old = sandbox.cotech("members", "import", "../old.csv", "--mapping", "../map.yaml")
        #expect(old.status == 0 && old.error.contains("old.csv is not UTF-8, so it was read as Windows-1252"))
        #expect(try sandbox.read("members/cafe-bin.md") == "---\nname: Café Bin\ntown: Köln\n---\n")
        try sandbox.write("bom.csv", [0xEF, 0xBB, 0xBF] + Array("Name;Town\nCafé Bin;Bonn\n".utf8))
        let marked = sandbox.cotech("members", "import", "../bom.csv", "--mapping", "../map.yaml")
        #expect(marked.status == 0 && !marked.error.contains("Windows-1252"))
        #expect(try sandbox.read("members/cafe-bin.md").contains("town: Bonn"))
    }

    @Test func `a level that is left out is no answer`() throws {
        let sandbox = try sandbox(
            "format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  Skills: skills.offered\n")
        #expect(try imported(sandbox, "Name,Skills\nTŷ Gwydr,Swift (expert)\n").status == 0)
        let again = try imported(sandbox, "Name,Skills\nTŷ Gwydr,Swift\n")
        #expect(again.status == 0 && again.output.contains("1 unchanged"), "\(again)")
        #expect(try imported(sandbox, "Name,Skills\nTŷ Gwydr,Swift (average)\n").status == 0)
        #expect(try sandbox.read("members/ty-gwydr.md").contains("swift: average"))
    }

    @Test("an element that is no term stops its row, or makes one where the mapping says so")
    func terms() throws {
        let plain = "format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  Skills: skills.offered\n"
        let sandbox = try sandbox(plain)
        let rows = "Name,Skills\nTidy Bees,Swyft\nTŷ Gwydr,Swift\n"
        let stopped = try imported(sandbox, rows)
        #expect(stopped.status == 65)
        #expect(stopped.output.contains("\"Swyft\" is not a skill. Did you mean \"Swift\"?"))
        #expect(!sandbox.exists("members/tidy-bees.md"))
        #expect(try sandbox.read("members/ty-gwydr.md").contains("- swift"))
        try sandbox.write("map.yaml", plain + "terms:\n  skills.offered: tech\n")
        #expect(try imported(sandbox, rows).status == 0)
        #expect(try sandbox.read("skills/swyft.yaml") == "label: Swyft\nkind: tech\n")
    }
}
