import Foundation
import Testing

extension RowsImportTests {
    @Test("what stands behind a quote that is not closed makes no members")
    func unclosedQuote() throws {
        let sandbox = try sandbox("format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  Town: town\n")
        let result = try imported(sandbox, "Name,Town\nBees,Leeds\nOld,\"We do\nweb, design and so on\nTidy,York\n")
        #expect(result.status == 65, "\(result)")
        #expect(
            result.output.contains("never ends, so all up to line 5 is left out. Add the quotation mark "), "\(result)")
        #expect(result.output.contains("2 rows: 1 new, 0 with changes, 0 unchanged, 1 with problems"), "\(result)")
        #expect(
            sandbox.exists("members/bees.md") && !sandbox.exists("members/web.md") && !sandbox.exists("members/tidy.md")
        )
    }

    @Test("headings that cannot be read are told with their line")
    func unreadableHeadings() throws {
        let sandbox = try sandbox("format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n")
        let stray = try imported(sandbox, "Name,width 5\" pipe\nOld,4\n")
        #expect(
            stray.status == 65 && stray.output == ""
                && stray.error == """
                    error: ../rows.csv:1: a quotation mark stands inside a cell that is not quoted, or text stands behind a quoted one [csv-stray-quote]
                    help: Quote the whole cell, and double each quotation mark in it: "5"" pipe".
                    help: This line names the columns, so no row was read: Name,width 5" pipe

                    """,
            "\(stray)")
        let unclosed = try imported(sandbox, "Name,\"width\nOld,4\n")
        #expect(
            unclosed.status == 65
                && unclosed.error.contains("never ends, so all up to line 2 is left out [csv-unclosed-quote]"))
        #expect(try imported(sandbox, "").error.contains("there is no line with headings [csv-no-headings]"))
    }

    @Test("hostile cells do no harm")
    func hostile() throws {
        let sandbox = try sandbox(
            "format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n  Town: town\n  Words: description\n")
        let huge = String(repeating: "a", count: 300_000)
        let rows = """
            Name,Town,Words,X
            ../../etc/passwd,Leeds,,
            =cmd|' /C calc'!A0,"=1+1",,
            Bell,"Le\u{7}eds",,
            Huge,,\(huge),
            Over,"\u{202E}evil",,
            Inject,"a
            headcount: 99
            ---",,"b: [c"
            !!!,Leeds,,
            Long,Leeds,,,too,many

            """
        let result = try imported(sandbox, rows)
        #expect(result.status == 65)
        #expect(!result.output.contains("\u{7}") && !result.output.contains("\u{202E}"))
        #expect(sandbox.exists("members/etc-passwd.md"))
        #expect(!sandbox.exists("../etc") && !sandbox.exists("members/huge.md") && !sandbox.exists("members/long.md"))
        #expect(result.output.contains("has nothing that an id can be made of"))
        #expect(result.output.contains("the row has more cells than there are columns"))
        #expect(result.output.contains("a record may have at most 256"))
        let injected = try sandbox.read("members/inject.md")
        #expect(!injected.contains("\nheadcount: 99"))
        #expect(sandbox.cotech("check").status == 0)
        #expect(try sandbox.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
    }

    @Test("a row that the store's own rules refuse is a problem, and the others are written")
    func refused() throws {
        let sandbox = try sandbox(
            "format: csv\nkind: members\nid: Name\ndates: day/month/year\nfields:\n  Name: name\n  From: capacity.from\n  Until: capacity.until\n"
        )
        let result = try imported(sandbox, "Name,From,Until\nA,02/12/2026,01/12/2026\nB,01/12/2026,02/12/2026\n")
        #expect(result.status == 65)
        #expect(result.output.contains("Capacity ends (2026-12-01) before it begins (2026-12-02)"))
        #expect(!sandbox.exists("members/a.md") && sandbox.exists("members/b.md"))
    }

    @Test("of many rows those that the store refuses are left out, wherever they stand", arguments: 0..<4)
    func refusedAmongMany(seed: Int) throws {
        let sandbox = try sandbox(
            "format: csv\nkind: members\nid: Name\ndates: day/month/year\nfields:\n  Name: name\n  From: capacity.from\n  Until: capacity.until\n"
        )
        let refused: [Set<Int>] = [[], [0, 36], [7, 8, 9, 20], Set(0..<37)]
        let rows = (0..<37).map { number in
            "Co-op \(number),\(refused[seed].contains(number) ? "03/12/2026" : "01/12/2026"),02/12/2026\n"
        }
        let result = try imported(sandbox, "Name,From,Until\n" + rows.joined())
        let count = refused[seed].count
        #expect(
            result.output.contains("37 rows: \(37 - count) new, 0 with changes, 0 unchanged, \(count) with problems"))
        for number in 0..<37 {
            #expect(sandbox.exists("members/co-op-\(number).md") == !refused[seed].contains(number), "\(number)")
        }
        #expect(sandbox.cotech("check").status == 0)
    }

    @Test("a file whose quotes are broken loses no row silently, and one without the id's column is refused")
    func brokenFiles() throws {
        let sandbox = try sandbox("format: csv\nkind: members\nid: Name\nfields:\n  Name: name\n")
        let result = try imported(sandbox, "Name,Town\nA,\"open\nB,x\n")
        #expect(result.status == 65 && result.output.contains("so all up to line 3 is left out"))
        #expect(!sandbox.exists("members/b.md"))
        let wrong = try imported(sandbox, "Nmae\nA\n")
        #expect(wrong.status == 65 && wrong.error.contains("did you mean \"Nmae\"?"))
        let absent = sandbox.cotech("members", "import", "../none.csv", "--mapping", "../map.yaml")
        #expect(absent.status == 64 && absent.error == "error: there is no file ../none.csv\n", "\(absent)")
    }
}
