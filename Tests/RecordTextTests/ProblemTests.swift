import Testing

import RecordText

/// One text for each code, with the place it names and the line it proposes.
@Suite struct ProblemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: TextProblem.Code
        let text: String
        var form = RecordForm.yaml
        /// The text that is marked; nil where it is not text.
        var marks: String?
        var replacement: String?
        var testDescription: String { code.rawValue }
    }

    static let cases: [Case] = [
        Case(code: .tooLarge, text: "a: " + String(repeating: "x", count: 256 * 1024) + "\n"),
        Case(code: .tooDeep, text: "a:\n b:\n  c:\n   d:\n    e: 1\n", marks: "e: 1"),
        Case(code: .tooManyProblems, text: String(repeating: "x\n", count: 300)),
        Case(code: .controlCharacter, text: "a: b\u{1B}[31m\n", marks: "\u{1B}", replacement: "a: b[31m"),
        Case(code: .controlCharacter, text: "a: \"\\e[31m\\x07\"\n", marks: "\\e", replacement: "a: \"[31m\""),
        Case(code: .bidiControl, text: "a: \"b\\u202Ec\"\n", marks: "\\u202E", replacement: "a: \"bc\""),
        Case(code: .bidiControl, text: "a: b\u{202E}c\n", marks: "\u{202E}", replacement: "a: bc"),
        Case(
            code: .bidiControl, text: "---\na: b\n---\nx\u{2066}y\n", form: .markdown, marks: "\u{2066}",
            replacement: "xy"),
        Case(
            code: .missingFrontMatter, text: "a: b\n---\nText\n", form: .markdown, marks: "a: b",
            replacement: "---\na: b"),
        Case(code: .missingFrontMatter, text: "Just text\n", form: .markdown, marks: "Just text"),
        Case(code: .missingFrontMatter, text: "--\na: b\n---\n", form: .markdown, marks: "--", replacement: "---"),
        Case(code: .unclosedFrontMatter, text: "---\na: b\n----\n", form: .markdown, marks: "----", replacement: "---"),
        Case(code: .unclosedFrontMatter, text: "---\na: b\n\nText here\n", form: .markdown, replacement: "---"),
        Case(
            code: .conflictMarker, text: "a: b\n<<<<<<< HEAD\nc: 1\n=======\nc: 2\n>>>>>>> topic\n",
            marks: "<<<<<<< HEAD"),
        Case(code: .severalDocuments, text: "a: b\n---\n", marks: "---"),
        Case(code: .directive, text: "%TAG ! x\n", marks: "%TAG ! x"),
        Case(code: .tabIndentation, text: "a:\n\t- b\n", marks: "\t", replacement: "  - b"),
        Case(code: .tabIndentation, text: "a: b\n\tc: d\n", marks: "\t", replacement: "c: d"),
        Case(code: .oddIndentation, text: "a:\n\u{A0}\u{A0}- b\n", marks: "\u{A0}\u{A0}", replacement: "  - b"),
        Case(code: .inconsistentIndentation, text: "a: 1\n  b: 2\n", marks: "  ", replacement: "b: 2"),
        Case(
            code: .inconsistentIndentation, text: "a:\n  - b\n - c\n  - d\n", marks: " ", replacement: "  - c"),
        Case(
            code: .inconsistentIndentation, text: "a:\n  - b\n   - c\n  - d\n", marks: "   ", replacement: "  - c"),
        Case(code: .inconsistentIndentation, text: "a:\n- 'b'\n - c\n", marks: " ", replacement: "- c"),
        Case(code: .duplicateKey, text: "a: 1\nb: 2\n'a': 3\n", marks: "a"),
        Case(code: .mergeKey, text: "<<: x\n", marks: "<<"),
        Case(code: .complexKey, text: "? a\n", marks: "?"),
        Case(code: .missingKey, text: ": a\n", marks: ":"),
        Case(code: .missingColon, text: "name\n", marks: "name"),
        Case(code: .missingColon, text: "a:\n  name Bo\n  town: Hull\nb: c\n", marks: "name Bo"),
        Case(code: .missingColon, text: "a:\n  bees\n    town: Hull\nb: c\n", marks: "bees"),
        Case(code: .missingColon, text: "a:\n  bees\n    town: Hull\n  ants:\n    town: Hull\n", marks: "bees"),
        Case(code: .missingSpaceAfterColon, text: "name:Bo\n", marks: ":", replacement: "name: Bo"),
        Case(code: .missingSpaceAfterColon, text: "a:\n  b:c\n", marks: ":", replacement: "  b: c"),
        Case(code: .missingSpaceAfterDash, text: "a:\n-b\n", marks: "-", replacement: "- b"),
        Case(code: .missingSpaceAfterDash, text: "a:\n  -b\n", marks: "-", replacement: "  - b"),
        Case(code: .misplacedItem, text: "a: b\n- c\n", marks: "- c"),
        Case(code: .misplacedItem, text: "a: - b # c\n", marks: "- b", replacement: "a: '- b' # c"),
        Case(code: .missingDash, text: "a:\n  - b\n  c\n", marks: "c", replacement: "  - c"),
        Case(code: .missingDash, text: "a:\n  – b\n  – c\n", marks: "–", replacement: "  - b"),
        Case(code: .missingDash, text: "a:\n  – b\n  - c\n", marks: "–", replacement: "  - b"),
        Case(code: .missingDash, text: "a:\n•\tb\n•\tc\n", marks: "•", replacement: "- b"),
        Case(code: .missingDash, text: "a:\n  - b\n  — c: d\n", marks: "—", replacement: "  - c: d"),
        Case(code: .listInList, text: "a:\n  - - b\n", marks: "- b"),
        Case(code: .anchor, text: "a: &b c\n", marks: "&", replacement: "a: '&b c'"),
        Case(code: .alias, text: "a: *b\n", marks: "*", replacement: "a: '*b'"),
        Case(code: .tag, text: "a: !b c\n", marks: "!", replacement: "a: '!b c'"),
        Case(code: .reservedCharacter, text: "a: @bram\n", marks: "@", replacement: "a: '@bram'"),
        Case(code: .reservedCharacter, text: "a: %40b\n", marks: "%", replacement: "a: '%40b'"),
        Case(code: .ambiguousColon, text: "a: DEV: The Society\n", marks: ":", replacement: "a: 'DEV: The Society'"),
        Case(code: .unclosedQuote, text: "a: '020 3540;\nb: c\n", marks: "'", replacement: "a: '020 3540;'"),
        Case(code: .textAfterQuote, text: "a: '01206' 574147\n", marks: "574147", replacement: "a: '01206 574147'"),
        Case(code: .textAfterQuote, text: "a: \"A\" B\n", marks: "B", replacement: "a: '\"A\" B'"),
        Case(code: .textAfterQuote, text: "a: 'Bob's'\n", marks: "s'", replacement: "a: \"Bob's\""),
        Case(code: .badEscape, text: "a: \"C:\\Users\"\n", marks: "\\U", replacement: "a: \"C:\\\\Users\""),
        Case(code: .badBlockHeader, text: "a: | text\n", marks: "text", replacement: "a: '| text'"),
        Case(code: .unclosedBracket, text: "a: [b\n", marks: "["),
        Case(code: .textAfterBracket, text: "a: [b] c\n", marks: "c", replacement: "a: '[b] c'"),
        Case(code: .nestedBracket, text: "a: [b, [c]]\n", marks: "["),
        Case(code: .emptyItem, text: "a: [b,, c]\n", marks: ","),
        Case(code: .byteOrderMark, text: "\u{FEFF}a: b\n", marks: "\u{FEFF}", replacement: "a: b"),
        Case(code: .blankFirstLine, text: " \n---\na: b\n---\n", form: .markdown, marks: " "),
        Case(code: .crlf, text: "a: b\r\n", marks: "\r"),
        Case(code: .noBreakSpace, text: "a:\u{A0}b\n", marks: "\u{A0}", replacement: "a: b"),
        Case(code: .noBreakSpace, text: "a: {b:\u{A0}c}\n", marks: "\u{A0}", replacement: "a: {b: c}"),
        Case(code: .noBreakSpace, text: "a: b\u{A0}\n", marks: "\u{A0}", replacement: "a: b"),
        Case(code: .noBreakSpace, text: "a: b\n\u{A0}\n", marks: "\u{A0}", replacement: ""),
        Case(code: .trailingSpace, text: "a: b  \n", marks: "  ", replacement: "a: b"),
        Case(code: .trailingSpace, text: "a: \n- b\n", marks: " ", replacement: "a:"),
        Case(code: .tabSeparator, text: "a:\tb\n", marks: "\t", replacement: "a: b"),
        Case(code: .missingFinalNewline, text: "a: b", marks: "b"),
        Case(code: .documentStart, text: "---\na: b\n", marks: "---"),
        Case(code: .multiLinePlain, text: "a: b\n  c\n", marks: "b"),
        Case(code: .multiLineQuoted, text: "a: 'b\n  c'\n", marks: "'b"),
        Case(code: .valueOnNextLine, text: "a:\n  b\n", marks: "b"),
        Case(code: .loneDash, text: "a: -\n", marks: "-", replacement: "a:"),
        Case(code: .retypedValue, text: "a: ~\n", marks: "~", replacement: "a:"),
        Case(code: .retypedValue, text: "a: no\n", marks: "no", replacement: "a: 'no'"),
        Case(code: .retypedValue, text: "a: 007\n", marks: "007", replacement: "a: '007'"),
        Case(code: .cutByComment, text: "a: Unit #4\n", marks: "#4"),
        Case(code: .curlyQuotes, text: "a: “Bo”\n", marks: "“Bo”", replacement: "a: Bo"),
    ]

    @Test(arguments: ["a: b\n\tc: d\n", "a:\n\tb: c\n", "a: b\n\u{A0}c: d\n"])
    func `a line with odd spaces before it is wrong once`(text: String) throws {
        let document = Document(parsing: text, form: .yaml)
        #expect(document.problems.count == 1, "\(document.problems)")
        // What is put instead is right.
        let line = try #require(document.problems.first?.replacement)
        let mended = text.split(separator: "\n")[0] + "\n\(line)\n"
        #expect(Document(parsing: String(mended), form: .yaml).problems.isEmpty)
    }

    @Test(arguments: ["a: b\u{202E}c\u{2069}d\u{1B}e\r\n", "a: \u{7F}b\u{2028}c\u{202A} \n"])
    func `a line with several characters that can be in no record has one line to put instead`(text: String) throws {
        let document = Document(parsing: text, form: .yaml)
        let errors = document.problems.filter { $0.severity == .error }
        #expect(errors.count > 1 && Set(errors.map(\.replacement)).count == 1, "\(errors)")
        let line = try #require(errors.first?.replacement)
        #expect(Document(parsing: line + "\n", form: .yaml).problems.isEmpty, "\(line)")
    }

    @Test(arguments: ["a:\n    b: 1\n  c: 2\n", "a:\n  - b: 1\n   c: 2\n", "a:\n    - b\n  c: 2\n"])
    func `a line between two levels has no line to put instead`(text: String) {
        let problems = read(text).problems
        #expect(problems.map(\.code) == ["inconsistent-indentation"] && problems.first?.replacement == nil)
    }

    @Test(arguments: [
        ("a: B: c # d\n", "a: 'B: c' # d"), ("a: @b  # c\n", "a: '@b'  # c"), ("a: 'b # c\n", "a: 'b' # c"),
        ("a: 'Bob's' # c\n", "a: \"Bob's\" # c"), ("a: '01' 2 # c\n", "a: '01 2' # c"),
        ("a: [b] c # d\n", "a: '[b] c' # d"), ("a: | b # c\n", "a: '| b' # c"),
    ])
    func `a comment is no part of what is put in quotes`(text: String, line: String) {
        #expect(read(text).problems.compactMap(\.replacement) == [line])
    }

    @Test(arguments: [
        ("\tname: A: B\n", "name: 'A: B'"), ("a:\n\tb:\tC: D\n", "  b: 'C: D'"), ("a:\t-\n", "a:"),
        ("a: [no,  007]\n", "a: ['no',  '007']"), ("a:b\u{202E}\n", "a: b"),
        ("tools:\n\t-git: no\n", "  - git: no"),
    ])
    func `several problems of one line have one line to put instead`(text: String, line: String) {
        #expect(Set(read(text).problems.map(\.replacement)) == [line])
    }

    @Test(arguments: ["‘Foo’ and ‘Bar’", "“Foo” and ‘Bar’"])
    func `curly quotes of several have no line to put instead`(value: String) {
        #expect(read("a: \(value)\n").problems.map(\.replacement) == [nil])
    }

    @Test func `a list with other signs than dashes is wrong on every line, and one such line is text`() {
        let problems = read("a:\n  • b\n\n  • c # d\n  • e\nf: g\n").problems
        #expect(problems.map(\.replacement) == ["  - b", "  - c # d", "  - e"])
        #expect(read("a:\n  – b: 1\n  – c: 2\n").problems.map(\.replacement) == ["  - b: 1", "  - c: 2"])
        for text in ["a:\n  – b\n  and c\n", "a: b\n  – c\n  – d\n", "a: |\n  – b\n  – c\n", "a: – b\n"] {
            #expect(read(text).isReadable)
        }
        #expect(read("---\na: b\n---\n– c\n– d\n", .markdown).problems == [])
    }

    @Test func `an item on the line of its key is not put in quotes where others are below it`() {
        #expect(read("a: - b\n  - c\n").problems.first?.replacement == nil)
    }

    @Test("names the place and the line to put instead", arguments: cases)
    func isNamed(_ example: Case) throws {
        let document = read(example.text, example.form)
        let problem = try #require(
            document.problems.first { $0.id == example.code }, "\(document.problems.map(\.code))")
        if let marks = example.marks { #expect(string(Array(document.bytes[problem.range])) == marks) }
        if let replacement = example.replacement { #expect(problem.replacement == replacement) }
        if problem.severity == .error { #expect(problem.replacement != nil || problem.help != nil) }
        #expect(document.isReadable == (problem.severity == .warning))
        if problem.severity == .warning { #expect(document.problems.map(\.code) == [problem.code]) }
    }

    @Test func everyCodeIsProvoked() {
        let provoked = Set(Self.cases.map(\.code)).union([.invalidUTF8])
        #expect(Set(TextProblem.Code.allCases).subtracting(provoked) == [])
        for code in TextProblem.Code.allCases { #expect(code.explanation.hasSuffix(".")) }
    }

    @Test func bytesThatAreNotUTF8() {
        let document = Document(parsing: Array("a: Caf".utf8) + [0xE9, 0x0A], form: .yaml)
        #expect(document.problems.map(\.code) == ["invalid-utf8"])
        #expect(document.problems.first?.replacement == "a: Café")
        for (byte, character): (UInt8, String?) in [(0x95, "•"), (0x99, "™"), (0x9F, "Ÿ"), (0x80, "€"), (0x9D, nil)] {
            let problems = Document(parsing: Array("a: b ".utf8) + [byte, 0x0A], form: .yaml).problems
            #expect(problems.first?.replacement == character.map { "a: b \($0)" })
        }
        for bytes: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
            #expect(!Document(parsing: Array("a: ".utf8) + bytes + [0x0A], form: .yaml).isReadable)
        }
    }

    @Test func allProblemsAreListedAtOnce() {
        let text = "a: 'b\nc: @d\ne:f\n\ng: h: i\na: j\nk:\n-l\n- m\n"
        #expect(
            codes(text) == [
                "unclosed-quote", "reserved-character", "missing-space-after-colon", "ambiguous-colon", "duplicate-key",
                "missing-space-after-dash",
            ])
    }

    @Test func manyKeysAreComparedQuickly() {
        var text = ""
        for number in 0..<20000 { text += "k\(number):\n" }
        #expect(codes(text) == [])
        #expect(codes(text + "k7:\nk19999:\n") == ["duplicate-key", "duplicate-key"])
    }

    @Test(arguments: [
        "12", "-1.5", "51.7483161", "2026-11-27", "true", "1-2", "3d", "+44 20", "a", "0", "0.5", "1.2.3", "0.0001",
        "<", "<<<",
    ])
    func staysPlain(_ text: String) { #expect(codes("a: \(text)\n") == []) }

    @Test(arguments: [
        "no", "Yes", "ON", "off", "y", "True", "007", "0x1F", "0o17", "1_000", "12:30", "12:30:45", "1e3", ".5", "1.",
        "+1",
        "1.10", ".inf", "-.inf", ".nan", "2026-11-27T10:00:00Z", "12345678901234567890", "<<", "0.00001", "-0.000012",
    ])
    func isRetyped(_ text: String) { #expect(codes("a: \(text)\n") == ["retyped-value"]) }
}
