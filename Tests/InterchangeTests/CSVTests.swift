import Interchange
import Testing

@Suite("CSV")
struct CSVTests {
    private func table(_ text: String) -> CSVTable { CSVTable(Array(text.utf8)) }

    @Test("quotes what needs quotes, and ends lines in LF")
    func writes() {
        #expect(CSVWriter.line(["a", "b,c", "d\"e", "f\ng", " h", ""]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",\n")
        #expect(CSVWriter.line([""]) == "\"\"\n")
        #expect(CSVWriter.line(["::error::x", "a::b"]) == "\"::error::x\",a::b\n")
        #expect(CSVWriter.document(headings: ["id"], rows: [["x"]]) == "id\nx\n")
    }

    @Test(
        "makes formulas harmless and leaves numbers",
        arguments: [
            ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+44 1970", "'+44 1970"), ("-2+3", "'-2+3"),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("＝1", "'＝1"),
            ("-5", "-5"), ("-2.50", "-2.50"), ("-", "'-"), ("-.5", "'-.5"), ("a=b", "a=b"), ("", ""), ("'=1", "''=1"),
            ("O'Hara", "O'Hara"), ("'quoted'", "'quoted'"),
        ])
    func formulas(text: String, expected: String) {
        #expect(Safe.spreadsheetCell(text) == expected)
        #expect(Safe.readingSpreadsheetCell(expected) == text)
    }

    @Test("reads quoted cells with newlines and gives each row its line")
    func lines() {
        let table = table("id,note\na,\"one\ntwo\"\n\nb,\"say \"\"hi\"\"\"\r\nc,x")
        #expect(table.headings == ["id", "note"])
        #expect(table.rows.map(\.line) == [2, 5, 6])
        #expect(table.rows.map { $0["note"] } == ["one\ntwo", "say \"hi\"", "x"])
        #expect(table.problems.isEmpty)
    }

    @Test("takes the byte order mark, UTF-16 and Windows-1252 as they come")
    func encodings() {
        #expect(CSVTable([0xEF, 0xBB, 0xBF] + Array("id\nx".utf8)).headings == ["id"])
        let windows = CSVTable(Array("name\n".utf8) + [0x43, 0x61, 0x66, 0xE9, 0x20, 0x80, 0x92])
        #expect(windows.rows.first?["name"] == "Café €’")
        let utf16 = CSVTable([0xFF, 0xFE] + "id\tn\r\nŷ\t2".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(utf16.rows.first?.cells == ["id": "ŷ", "n": "2"])
    }

    @Test(
        "finds the delimiter",
        arguments: [
            ("a,b\n1,2", Character(",")), ("a;b\n1;2", ";"), ("a\tb\n1\t2", "\t"), ("sep=;\na,b;c\n1;2", ";"),
            ("Name, or trade name;Town;Tel\nx;y;z\nu;v;w", ";"), ("\"a;b;c\",d\n1,2", ","), ("only\nx", ","),
            ("Name;5\" pipe;a, b\n1;2;3", ";"),
        ])
    func delimiters(text: String, expected: Character) {
        #expect(table(text).delimiter == expected)
    }

    @Test("the line that states the delimiter counts as a line")
    func separatorLine() {
        #expect(table("sep=;\na;b\n1;2").rows.map(\.line) == [3])
    }

    @Test("reports uneven rows with their lines and keeps all their cells")
    func uneven() {
        let table = table("a,b,c\n1,2\n1,2,3,4\n1,2,\n")
        #expect(table.problems.map(\.line) == [2, 3])
        #expect(table.problems.map(\.code) == ["csv-uneven-row", "csv-uneven-row"])
        #expect(
            table.rows.map(\.cells) == [
                ["a": "1", "b": "2"], ["a": "1", "b": "2", "c": "3"], ["a": "1", "b": "2", "c": ""],
            ])
        #expect(table.rows[1].beyond == ["4"])
    }

    @Test("an empty last cell at the end of the file is a cell")
    func emptyLastCell() {
        #expect(table("a,b\n1,").problems.isEmpty)
    }

    @Test("names blank and repeated headings, and says so")
    func headings() {
        let table = table("Phone,,Phone, Phone ,Phone 2\n1,2,3,4,5")
        #expect(table.headings == ["Phone", "column 2", "Phone 2", "Phone 3", "Phone 2 2"])
        #expect(
            table.problems.map(\.reason) == [
                .blankHeading(column: 2),
                .duplicateHeading("Phone", columns: [1, 3, 4], readAs: ["Phone 2", "Phone 3"]),
                .duplicateHeading("Phone 2", columns: [3, 5], readAs: ["Phone 2 2"]),
            ])
        #expect(table.rows.first?.cells.count == 5)
    }

    @Test("a stray quote costs its row, and no other")
    func strayQuote() {
        let table = table("a,b\n5\" pipe,x\n1,2\n\"Tidy\" Bees,3\n4,5\n\"one\ntwo\" three,6\n7,8\n9,6\" pipe\n")
        #expect(table.problems.map(\.code) == Array(repeating: "csv-stray-quote", count: 4))
        #expect(table.problems.map(\.line) == [2, 4, 6, 9])
        #expect(table.rows.map(\.line) == [3, 5, 8])
        #expect(table.problems.allSatisfy { $0.losesARow && !$0.help.isEmpty && !$0.message.isEmpty })
    }

    @Test(
        "nothing behind a quote that is not closed is a row",
        arguments: [
            ("1,\"We do\nweb, design\n2,x\n", 4), ("1, \"We do\nweb, design\n", 3), ("1,\"We do\n2,\"x\"\n3,y", 4),
            ("1,\"She said \"hi\" and\n2,x\n", 3), ("1,\"We do\n", 2),
        ])
    func unclosedQuote(text: String, last: Int) {
        let table = table("a,b\n" + text)
        #expect(table.problems.map(\.reason) == [.unclosedQuote(upTo: last)])
        #expect(table.problems.map(\.line) == [2] && table.rows.isEmpty)
        #expect(
            table.problems[0].message.hasSuffix(last == 2 ? "never ends" : ", so all up to line \(last) is left out"))
    }

    @Test(
        "a heading line that cannot be read is told as it is",
        arguments: [
            ("id,name,width 5\" pipe", "csv-stray-quote"), ("id,na\"me", "csv-stray-quote"),
            ("id,\"name", "csv-unclosed-quote"),
        ])
    func unreadableHeadings(line: String, code: String) {
        let table = table("\n\(line)\nold,Old,4\n")
        #expect(table.headings.isEmpty && table.rows.isEmpty && table.delimiter == ",")
        #expect(table.headingProblem?.code == code && table.headingProblem?.line == 2)
        #expect(table.headingProblem?.text == line)
    }

    @Test("an empty file has no headings, and says so")
    func empty() {
        #expect(table("").problems.map(\.code) == ["csv-no-headings"])
        #expect(table("\n\n").problems.map(\.code) == ["csv-no-headings"])
        #expect(table("\"broken\n1,2\n").rows.isEmpty)
    }

    @Test("letters that join a comma or a quote do not hide it")
    func combining() {
        let table = table("a,b\n\u{301}x,\u{200D}y\n\"\u{301}z\",\u{600}\n")
        #expect(table.rows.map { $0["a"] } == ["\u{301}x", "\u{301}z"])
        #expect(table.rows.map { $0["b"] } == ["\u{200D}y", "\u{600}"])
    }

    @Test("what is written reads back the same", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededRandom(seed)
        let pieces = [
            "a", "ŷ", "é", "e\u{301}", "人", "👩‍💻", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ", "'", "=", "+",
            "-", "@",
            "5", ".", "\u{301}", "\u{600}", "שלום", "\u{FEFF}", "\u{A0}", "|",
        ]
        let width = Int.random(in: 1...5, using: &random)
        func cell() -> String {
            (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let rows = (0..<8).map { _ in (0..<width).map { _ in cell() } }
        let headings = (0..<width).map { "h\($0)" }
        let table = CSVTable(Array(CSVWriter.document(headings: headings, rows: rows).utf8), delimiter: ",")
        #expect(table.problems.isEmpty)
        // Rows without text are passed over.
        let expected = rows.filter { !$0.allSatisfy { Safe.spreadsheetCell($0).allSatisfy(\.isWhitespace) } }
        let read = table.rows.map { row in headings.map { Array((row[$0] ?? "MISSING").unicodeScalars) } }
        #expect(read == expected.map { $0.map { Array($0.unicodeScalars) } })
    }

    @Test("no bytes make it hang or crash", arguments: 0..<200 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededRandom(seed)
        let alphabet: [UInt8] = [0x22, 0x2C, 0x3B, 0x0A, 0x0D, 0x61, 0x20, 0xC3, 0xBF, 0xFE, 0xFF, 0x00, 0xEF, 0xBB]
        let bytes = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let table = CSVTable(bytes)
        #expect(Set(table.headings).count == table.headings.count)
        #expect(table.rows.allSatisfy { $0.line >= 1 && $0.line <= 61 })
    }
}
