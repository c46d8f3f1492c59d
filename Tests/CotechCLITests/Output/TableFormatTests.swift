import CotechCLI
import Interchange
import RecordModel
import Testing

extension OutputTests {
    @Suite("Formats")
    struct TableFormatTests {
        private var table: Table {
            var table = Table(columns: [
                .init("id"), .init("age", rightAligned: true), .init("date"), .init("skills"), .init("price"),
                .init("open"),
            ])
            table.add(
                "ty-gwydr", .spoken("2 years 1 month", program: 760), .day(Day(number: 20_780)),
                .list(["c++", "=swift"]),
                .number("-2.50"), .flag(true))
            table.add("a|b<i>", 0, .none, .list([]), .none, .flag(false))
            table.add("=1+1\nx")
            return table
        }

        @Test("json is an array of objects with typed values")
        func json() {
            #expect(
                table.text(as: .jsonl) == """
                    {"id":"ty-gwydr","age":760,"date":"2026-11-23","skills":["c++","=swift"],"price":-2.50,"open":true}
                    {"id":"a|b<i>","age":0,"date":null,"skills":[],"price":null,"open":false}
                    {"id":"=1+1\\nx","age":null,"date":null,"skills":null,"price":null,"open":null}

                    """)
            #expect(table.text(as: .json).hasPrefix("[\n  {\n    \"id\": \"ty-gwydr\",\n    \"age\": 760,"))
            #expect(Table(columns: [.init("id")]).text(as: .json) == "[]\n")
        }

        @Test("a row's own document stands in for its cells")
        func document() {
            let row = Table.Row(["x"], document: ["id": "x", "fields": [:]])
            #expect(Table(columns: [.init("id")], rows: [row]).text(as: .jsonl) == "{\"id\":\"x\",\"fields\":{}}\n")
        }

        @Test("csv has names for headings and runs no formula")
        func csv() {
            #expect(
                table.text(as: .csv) == """
                    id,age,date,skills,price,open
                    ty-gwydr,760,2026-11-23,"c++; =swift",-2.50,yes
                    a|b<i>,0,,,,no
                    "'=1+1
                    x",,,,,

                    """)
        }

        @Test("tsv keeps a record on a line")
        func tsv() {
            var table = Table(columns: [.init("id"), .init("note")])
            table.add("x", "a\tb\nc\\d\r")
            #expect(table.text(as: .tsv) == "id\tnote\nx\ta\\tb\\nc\\\\d\\r\n")
        }

        @Test("markdown is a table whose cells hold no markup")
        func markdown() {
            #expect(
                table.text(as: .markdown) == """
                    | Id | Age | Date | Skills | Price | Open |
                    | --- | ---: | --- | --- | --- | --- |
                    | ty-gwydr | 2 years 1 month | 2026-11-23 | c++, =swift | \\-2.50 | yes |
                    | a\\|b&lt;i&gt; | 0 |  |  |  | no |
                    | \\=1+1 x |  |  |  |  |  |

                    """)
        }

        @Test("plain is a label and a value a line, with a blank line between records")
        func plain() {
            #expect(
                table.text(as: .plain) == """
                    Id: ty-gwydr
                    Age: 2 years 1 month
                    Date: 2026-11-23
                    Skills: c++, =swift
                    Price: -2.50
                    Open: yes

                    Id: a|b<i>
                    Age: 0
                    Open: no

                    Id: =1+1 x

                    """)
        }
    }
}
