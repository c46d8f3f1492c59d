import Foundation
import Testing

extension RowsImportTests {
    @Test("each respondent's word is one commit by them at that time, and a second run changes nothing")
    func byRespondent() throws {
        let sandbox = try sandbox()
        let result = try imported(sandbox, Self.rows)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.contains("3 rows: 1 new, 2 with changes, 0 unchanged, 0 with problems."))
        let log = try sandbox.git("log", "-3", "--format=%an <%ae> %ad|%cn %cd|%s", "--date=format:%Y-%m-%d %H:%M")
        #expect(
            log == """
                Tidy Bees <bee@bees.example> 2026-11-18 11:00|Mair Owen 2026-11-23 09:00|Add member Tidy Bees
                Tŷ Gwydr <post@ty-gwydr.example> 2026-11-17 09:00|Mair Owen 2026-11-23 09:00|Tŷ Gwydr: headcount 8 → 9, skills.offered + swift: expert, + design
                Zoë <zoe@oharas.example> 2026-11-16 10:00|Mair Owen 2026-11-23 09:00|O'Hara's: town Hereford, description written
                """)
        let text = try sandbox.read("members/ty-gwydr.md")
        #expect(text.hasPrefix("---\n# ours\nname: Tŷ Gwydr\ntown: Aberystwyth # by the sea\nheadcount: 9\n"))
        #expect(text.contains("- swift: expert") && text.hasSuffix("\nGlass.\n"))
        let head = try sandbox.id("HEAD")
        let again = try imported(sandbox, Self.rows)
        #expect(again.output.contains("0 new, 0 with changes, 3 unchanged"))
        #expect(try sandbox.id("HEAD") == head)
        // What was taken back comes again, and once.
        #expect(sandbox.cotech("undo", "-q").status == 0)
        #expect(!sandbox.exists("members/tidy-bees.md"))
        #expect(try imported(sandbox, Self.rows).output.contains("1 new, 0 with changes, 2 unchanged"))
        #expect(sandbox.exists("members/tidy-bees.md"))
        #expect(try imported(sandbox, Self.rows).output.contains("0 new, 0 with changes, 3 unchanged"))
        // What was said since is not taken back by an older answer.
        _ = sandbox.cotech("members", "set", "ty-gwydr", "headcount=12")
        _ = try imported(sandbox, Self.rows)
        #expect(try sandbox.read("members/ty-gwydr.md").contains("headcount: 12"))
        #expect(try sandbox.git("status", "--porcelain") == "")
    }

    @Test("of two answers of one co-op at one time that contradict each other, the later is left out and told")
    func sameTime() throws {
        let rows =
            Self.heading + """
                17/11/2026 09:00:00,post@ty-gwydr.example,tŷ gwydr,,9,,,yes
                17/11/2026 09:00:00,ann@ty-gwydr.example,Tŷ Gwydr,,11,swift,,no
                17/11/2026 09:00:00,ann@ty-gwydr.example,Tŷ Gwydr,Bangor,9,,,
                17/11/2026 09:00:01,ann@ty-gwydr.example,Tŷ Gwydr,,12,,,

                """
        for isPreview in [true, false] {
            let sandbox = try sandbox()
            let result = try imported(sandbox, rows, preview: isPreview)
            let lines = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }
            #expect(
                result.status == 65 && result.output.contains("4 rows: 0 new, 3 with changes, 0 unchanged, 1 with "))
            #expect(
                lines.contains {
                    $0.hasPrefix(
                        "3  ty-gwydr  problem  People: line 2 says otherwise of the same member at the same time. ")
                        && $0.hasSuffix("Keep one of the two, or put into \"When\" which of them is the later word.")
                }, "\(result.output)")
            #expect(
                lines.contains { $0.hasPrefix("4  ty-gwydr  changes  more of what line 2 says, town ") },
                "\(result.output)")
            #expect(lines.contains { $0.hasPrefix("5  ty-gwydr  changes  headcount 9 → 12") }, "\(result.output)")
            if isPreview { continue }
            #expect(try sandbox.read("members/ty-gwydr.md").contains("headcount: 12\n"))
            // The same file again: what was imported is known, and what was left out is told again.
            let again = try imported(sandbox, rows)
            #expect(again.output.contains("0 new, 0 with changes, 3 unchanged, 1 with problems"), "\(again.output)")
        }
    }

    @Test("without a respondent or a time, all rows are one commit")
    func together() throws {
        let sandbox = try sandbox("format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  People: headcount\n")
        let rows = "Name,People,Shoe size\nTŷ Gwydr,10,\nTidy Bees,,41\nTidy Bees,5,\n"
        let result = try imported(sandbox, rows)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.error.contains("the column \"Shoe size\" is in no field: kept as x-shoe-size"))
        #expect(try sandbox.git("log", "--format=%s") == "Import 2 profiles from rows.csv\nBegin")
        #expect(
            try sandbox.read("members/tidy-bees.md") == "---\nname: Tidy Bees\nheadcount: 5\nx-shoe-size: 41\n---\n")
        let again = try imported(sandbox, rows)
        #expect(again.output.contains("0 with changes, 3 unchanged") || again.output.contains("0 new, 0 with changes"))
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "2")
    }

    @Test("of two rows that contradict each other and have no time, the later is left out and told")
    func contradicting() throws {
        let mapping = """
            format: csv
            kind: members
            id: Name
            fields:
              Name: name
              People: headcount
              Skills: skills.offered
              Mail: contacts

            """
        let sandbox = try sandbox(mapping)
        let heading = "Name,People,Skills,Mail,Shoe size\n"
        let rows =
            heading + """
                Tidy Bees,4,"swift, design",Bea: bea@bees.example,41
                Tidy Bees,4,"design,  swift",Cai: cai@bees.example,
                Tŷ Gwydr,8,swift,,
                Tŷ Gwydr,9,,,
                O'Hara's,,,Zoë: zo@oharas.example,
                O'Hara's,,,Zoë: zoe@oharas.example,
                Tidy Bees,,,,42

                """
        let result = try imported(sandbox, rows)
        #expect(result.status == 65)
        let told = result.output.split(separator: "\n").filter { $0.contains("otherwise") }
        #expect(
            told.count == 3
                && told[0].contains("People: line 4 says otherwise of the same member. Keep one of the two;")
                && told[1].contains("Mail: line 6 says otherwise")
                && told[2].contains("Shoe size: line 2 says otherwise"), "\(result.output)")
        #expect(result.output.contains("7 rows: 1 new, 3 with changes, 0 unchanged, 3 with problems"))
        #expect(result.output.contains("more of what line 2 says, contacts + Cai"), "\(result.output)")
        #expect(try sandbox.read("members/ty-gwydr.md").contains("headcount: 8\n"))
        let bees = try sandbox.read("members/tidy-bees.md")
        #expect(bees.contains("Bea: bea@bees.example\n  Cai: cai@bees.example\n") && bees.contains("x-shoe-size: 41\n"))
        // A row that is left out for something else says nothing against another.
        let wrong = heading + "Tidy Bees,7,welding,,\nTidy Bees,5,,,\n"
        let kept = try imported(sandbox, wrong)
        #expect(kept.status == 65 && !kept.output.contains("otherwise"), "\(kept.output)")
        #expect(try sandbox.read("members/tidy-bees.md").contains("headcount: 5\n"))
    }
}
