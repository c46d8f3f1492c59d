@testable import CotechCLI
import Foundation
import Interchange
import RecordModel
import Testing

extension OutputTests {
    @Suite("Tables")
    struct TableTests {
        private var members: Table {
            var table = Table(columns: [
                .init("id", mayShrink: false, importance: 9), .init("name", importance: 8),
                .init("headcount", heading: "People", rightAligned: true, mayShrink: false, importance: 3),
                .init("town"), .init("website", importance: 0),
            ])
            table.add("ty-gwydr", "Tŷ Gwydr", 9, "Aberystwyth", "https://ty-gwydr.example")
            table.add("renmin", "人民网络", 120, "Leeds", .none)
            table.add("zoe", "Zoe\u{301} O'Hara & 👩‍💻", .none, "Hull", "https://zoe.example")
            return table
        }

        @Test("piped, it is whole, aligned and plain")
        func piped() {
            let test = TestContext()
            members.write(as: .table, to: test.context)
            #expect(
                test.output.text == """
                    Id        Name             People  Town         Website
                    ty-gwydr  Tŷ Gwydr              9  Aberystwyth  https://ty-gwydr.example
                    renmin    人民网络            120  Leeds
                    zoe       Zoé O'Hara & 👩‍💻          Hull         https://zoe.example

                    """)
            #expect(test.error.text.isEmpty)
        }

        @Test("no cell is obeyed by a build's runner, however it is shown")
        func runners() {
            var table = Table(columns: [.init("a"), .init("b")])
            table.layout.indent = 2
            table.add("::error::x", "y ##[group]z")
            table.add("", "::stop-commands::x")
            #expect(
                table.aligned(width: nil).text == """
                      A            B
                      \\::error::x  y #\\#[group]z
                                   \\::stop-commands::x

                    """)
            #expect(table.text(as: .plain) == "A: ::error::x\nB: y #\\#[group]z\n\nB: ::stop-commands::x\n")
            #expect(table.text(as: .csv) == "a,b\n\"::error::x\",y ##[group]z\n,\"::stop-commands::x\"\n")
            #expect(!table.text(as: .jsonl).contains("##[") && !table.text(as: .markdown).contains("##["))
        }

        @Test("on a narrow terminal the widest give way, then the least important go, and that is said")
        func narrow() {
            let test = TestContext(.person(columns: 44))
            members.write(as: .table, to: test.context)
            #expect(
                test.output.text == """
                    Id        Name           People  Town
                    ty-gwydr  Tŷ Gwydr            9  Aberystwyth
                    renmin    人民网络          120  Leeds
                    zoe       Zoé O'Hara &…          Hull

                    """)
            #expect(test.error.text.hasPrefix("note: left out for want of room: Website\nhelp: "))
        }

        @Test("no line is wider than the terminal", arguments: 1...90)
        func everyWidth(columns: Int) {
            let test = TestContext(.person(columns: columns, lines: 100))
            members.write(as: .table, to: test.context)
            let lines = test.output.text.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines.allSatisfy { Text.width($0) <= columns })
        }

        @Test("a whole table loses nothing, and what must be copied stays on one line", arguments: 1...90)
        func whole(columns: Int) {
            var table = Table(columns: [
                .init("state", mayShrink: false), .init("finding"), .init("fix", mayShrink: false, importance: 0),
            ])
            table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
            let finding = "there is no other copy that git knows of, anywhere at all"
            let fix = "git remote add origin ADDRESS; git push -u origin main"
            table.add("warning", .text(finding), .text(fix))
            table.add("ok", "人民网络 人民网络 人民网络 人民网络 人民网络", .none)
            let test = TestContext(.person(columns: columns, lines: 100))
            table.write(as: .table, to: test.context)
            let words = test.output.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for word in finding.split(separator: " ") where word.count <= max(10, columns - 8) {
                #expect(words.contains(word), "\(word) is not in\n\(test.output.text)")
            }
            #expect(test.output.text.contains(fix), "\(test.output.text)")
            #expect(!test.output.text.contains("…") && test.error.text.isEmpty)
            let wide = test.output.text.split(separator: "\n").filter { Text.width($0) > max(columns, 16) }
            #expect(wide.allSatisfy { $0.contains(fix) }, "\(wide)")
        }

        @Test("text is wrapped at spaces, and a long word is cut rather than lost")
        func wrapped() {
            #expect(Text.wrapped("one two three", to: 7) == ["one two", "three"])
            #expect(Text.wrapped("one", to: 3) == ["one"])
            #expect(Text.wrapped("abcdefgh ij", to: 3) == ["abc", "def", "gh", "ij"])
            #expect(Text.wrapped("人民网络", to: 5) == ["人民", "网络"])
            #expect(Text.wrapped("", to: 5) == [""])
        }

        @Test("columns begin at the same place on every line")
        func alignment() {
            let lines = members.text(as: .table).split(separator: "\n")
            let starts = zip(lines.dropFirst(), ["Aberystwyth", "Leeds", "Hull"]).map { line, town in
                line.range(of: town).map { Text.width(line[..<$0.lowerBound]) }
            }
            #expect(Set(starts).count == 1 && starts.first != .some(nil))
        }

        @Test("hostile cells stay on their line and obey nobody")
        func hostile() {
            var table = Table(columns: [.init("name"), .init("note")])
            table.add("a\nb\u{1B}[31m", "x\u{202E}y\tz")
            #expect(
                table.text(as: .table) == "Name           Note\na b\\u{1B}[31m  x\\u{202E}y z\n")
            #expect(!table.text(as: .plain).contains("\u{1B}"))
            #expect(!table.text(as: .markdown).contains("\u{1B}"))
            #expect(!table.text(as: .json).contains("\u{1B}"))
            let test = TestContext(.person())
            table.write(as: .csv, to: test.context)
            #expect(!test.output.text.contains("\u{1B}"))
        }

        @Test("text from right to left is isolated on a terminal and untouched in a pipe")
        func rightToLeft() {
            var table = Table(columns: [.init("name"), .init("n", rightAligned: true)])
            table.add("שלום", 42)
            #expect(table.text(as: .table) == "Name   N\nשלום  42\n")
            let test = TestContext(.person(), environment: ["TERM": "xterm"])
            table.write(as: .table, to: test.context)
            #expect(test.output.text.contains("\u{2068}שלום\u{2069}  42\n"))
            let console = TestContext(.person(), environment: ["TERM": "linux"])
            table.write(as: .table, to: console.context)
            #expect(!console.output.text.contains("\u{2068}"))
        }

        @Test("headings, indent and gap can be chosen, and no rows make no headings")
        func layout() {
            var table = Table(
                columns: [.init("when"), .init("what"), .init("command")],
                layout: .init(hasHeadings: false, indent: 2, gap: 3))
            table.add("4 days late", "Answer the enquiry", "cotech members show x")
            table.add("today", "Circular", "cotech report circular")
            #expect(
                table.text(as: .table) == """
                      4 days late   Answer the enquiry   cotech members show x
                      today         Circular             cotech report circular

                    """)
            #expect(Table(columns: [.init("id")]).text(as: .table).isEmpty)
        }
    }
}
