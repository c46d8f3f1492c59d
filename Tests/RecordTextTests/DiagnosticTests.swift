import Testing

import RecordText

@Suite struct DiagnosticTests {
    private func diagnostic(_ text: String, mark: String, message: String = "unknown member 'brm'") throws -> Diagnostic
    {
        let document = read(text)
        let bytes = Array(text.utf8)
        let needle = Array(mark.utf8)
        let start = try #require(
            bytes.indices.first { bytes[$0...].starts(with: needle) })
        return Diagnostic(
            file: "members/brm.yaml", in: document, at: start..<(start + needle.count), severity: .error,
            code: "unknown-member", message: message, help: "did you mean 'bram'?")
    }

    @Test func hasAFirstLineForProgramsThenTheLineThenHelp() throws {
        let text = String(repeating: "# x\n", count: 13) + "from: brm\n"
        #expect(
            try diagnostic(text, mark: "brm").text == """
                members/brm.yaml:14:7: error: unknown member 'brm' [unknown-member]
                14 | from: brm
                   |       ^^^
                help: did you mean 'bram'?

                """)
    }

    private func caretLine(_ text: String, mark: String) throws -> (excerpt: String, carets: String) {
        let lines = try diagnostic(text, mark: mark).text.split(separator: "\n")
        return (String(lines[1]), String(lines[2]))
    }

    @Test func caretsStandBelowWideAndCombiningCharacters() throws {
        #expect(try caretLine("a: 日本 brm\n", mark: "brm").carets == "  |         ^^^")
        #expect(try caretLine("a: 日本 brm\n", mark: "日本").carets == "  |    ^^^^")
        #expect(try caretLine("a: e\u{301}e\u{301} brm\n", mark: "brm").carets == "  |       ^^^")
        #expect(try caretLine("a: b\tbrm\n", mark: "brm").carets == "  |         ^^^")
    }

    @Test func untrustedTextIsShownAsEscapes() throws {
        let (excerpt, carets) = try caretLine("a: \u{1B}[2J\u{202E} brm\n", mark: "brm")
        #expect(excerpt == "1 | a: \\u{1B}[2J\\u{202E} brm")
        #expect(carets == "  |                      ^^^")
        let text = try diagnostic("brm: x\n", mark: "brm", message: "bad \u{1B}]0;x\u{07}\n::error::").text
        #expect(text.hasPrefix("members/brm.yaml:1:1: error: bad \\u{1B}]0;x\\u{7}\\u{A}::error:: [unknown-member]\n"))
    }

    @Test func longLinesAreCutRoundTheCaret() throws {
        let text =
            "a: " + String(repeating: "word ", count: 100) + "brm" + String(repeating: " more", count: 100) + "\n"
        let (excerpt, carets) = try caretLine(text, mark: "brm")
        #expect(excerpt.count < 115)
        let place = try #require(excerpt.range(of: "brm"))
        #expect(
            excerpt.distance(from: excerpt.startIndex, to: place)
                == carets.firstIndex(of: "^").map { carets.distance(from: carets.startIndex, to: $0) })
    }

    @Test func findingsAreInTheOrderOfFileAndPlace() {
        let document = read("a: 'x\nb: @y\n")
        let found = document.problems.reversed().map { Diagnostic(file: "b.yaml", in: document, problem: $0) }
        let whole = Diagnostic(file: "a.yaml", severity: .warning, code: "x", message: "y")
        #expect((found + [whole]).sorted().map(\.line) == [nil, 1, 2])
        #expect(whole.text == "a.yaml: warning: y [x]\n")
    }
}

extension String {
    /// Where a text stands, without Foundation.
    fileprivate func range(of needle: String) -> Index? {
        indices.first { self[$0...].hasPrefix(needle) }
    }
}
