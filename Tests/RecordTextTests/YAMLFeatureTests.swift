import Testing

import RecordText

/// YAML feature by feature, in the order of its specification. Each text is either read, and then says what libyaml says
/// that it says, or refused: nothing is read otherwise than others read it.
@Suite("Features of YAML")
struct YAMLFeatureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let feature: String
        let text: String
        let isRead: Bool

        var testDescription: String { "\(feature): \(text.replacing("\n", with: "⏎"))" }
    }

    private static func read(_ feature: String, _ texts: String...) -> [Case] {
        texts.map { Case(feature: feature, text: $0, isRead: true) }
    }

    private static func refused(_ feature: String, _ texts: String...) -> [Case] {
        texts.map { Case(feature: feature, text: $0, isRead: false) }
    }

    static let cases: [Case] =
        read(
            "plain scalars", "a: b\n", "a: two words\n", "a:   much space   \n", "a: -5\n", "a: :b\n", "a: b:c\n",
            "a: b#c\n", "a: (x)\n", "a: 1.0e3\n", "a: http://x.example/?y=z&w\n", "a: it's\n", "a: \"b\" \n",
            "a: =\n", "a: <<\n", "a: ~b\n", "a: y\n", "a: 0o17\n", "ключ: значение\n", "a: b\n\n\n")
        + read(
            "plain scalars of several lines", "a: one\n  two\n", "a: one\n\n  two\n", "a: one\n  two\n\n\n  three\n",
            "a:\n  one\n  two\n", "a:\n - one\n   two\n")
        + refused(
            "plain scalars that begin with a sign", "a: @b\n", "a: `b\n", "a: %b\n", "a: *b\n", "a: &b\n", "a: !b\n",
            "a: |b\n", "a: >b\n", "a: ,b\n", "a: ]b\n", "a: }b\n", "a: ? b\n", "a: - b\n")
        + refused("keys within plain scalars", "a: b: c\n", "a: one\n  two: three\n", "a: b:\n")
        + read(
            "single quotes", "a: 'b'\n", "a: ''\n", "a: 'it''s'\n", "a: 'b: c # d'\n", "a: '\\n'\n", "a: 'b' # c\n",
            "'a b': c\n", "a: 'one\n  two'\n", "a: 'one\n\n  two'\n", "a: '  x  '\n", "a: ''''\n")
        + read(
            "double quotes", "a: \"b\"\n", "a: \"\"\n", "a: \"say \\\"b\\\"\"\n", "a: \"b\\\\c\"\n", "a: \"b\\tc\"\n",
            "a: \"\\x41\\u00e9\\U0001F41D\"\n", "a: \"b\\/c\"\n", "a: \"b: c # d\"\n", "\"a\": b\n",
            "a: \"one\n  two\"\n",
            "a: \"one\\\n  two\"\n", "a: \"one\n\n  two\"\n", "a: \"b\\_c\"\n")
        + refused(
            "quotes that do not end or go on", "a: 'b\n", "a: \"b\n", "a: 'b' c\n", "a: \"b\"c\n", "a: \"\\q\"\n",
            "a: \"\\x4\"\n", "a: 'one\ntwo'\n", "a: \"\\uD800\"\n")
        + read(
            "literal blocks", "a: |\n  b\n", "a: |\n  b\n  c\n", "a: |\n  b\n\n  c\n", "a: |-\n  b\n", "a: |+\n  b\n\n",
            "a: |\n  b\n    c\n  d\n", "a: |\n  # no comment\n  b\n", "a: | # comment\n  b\n", "a: |\n\n  b\n",
            "a: |\n  b: c\n  - d\nb: x\n", "a: |-\n  b\n\n\nc: d\n", "a: |+\n  b\n\nc: d\n")
        + read(
            "folded blocks", "a: >\n  b\n  c\n", "a: >\n  b\n\n  c\n", "a: >-\n  b\n  c\n", "a: >+\n  b\n\n",
            "a: >\n  b\n    c\n  d\n", "a: >\n  b\n  - c\n", "a: >\n\n  b\n  c\n")
        + read("indentation marks", "a: |2\n   b\n  c\n", "a: >1\n  b\n c\n", "a: |2-\n   b\n", "a: |-2\n   b\n")
        + refused("block headers that are none", "a: |0\n  b\n", "a: |x\n  b\n", "a: |--\n  b\n", "a: |12\n  b\n")
        + read(
            "block sequences", "a:\n- b\n- c\n", "a:\n  - b\n  - c\n", "a:\n    - b\n", "a:\n  - b\nc: d\n")
        + read(
            "block mappings", "a: b\nc: d\n", "a:\n  b: c\n", "a:\n  b:\n    c: d\n", "a:\n    b: c\n    d: e\n",
            "a : b\n", "a b: c\n", "a-b.c/d: e\n", "a:\n  - b: c\n    d: e\n", "a:\nb:\n")
        + refused(
            "indentation that leads nowhere", "a: b\n c: d\n", "a:\n  b: c\n d: e\n", "  a: b\nc: d\n",
            "- a\n b\n- c: d\n  - e\n",
            "a:\n\tb: c\n", "\ta: b\n", "a:\n  - b\n - c\n", "a: b\n- c\n", "- a\nb: c\n")
        + read(
            "flow sequences", "a: []\n", "a: [b]\n", "a: [b, c]\n", "a: [ b , c ]\n", "a: [b, c,]\n",
            "a: ['b, c', \"d\"]\n",
            "a: [b c, d]\n", "a: [b] # c\n")
        + read("flow mappings", "a: {}\n", "a: {b: c}\n", "a: {b: c, d: e}\n", "a: { 'b': \"c\" }\n")
        + refused(
            "flow collections that are not plain", "a: [b\n", "a: {b: c\n", "a: [b, [c]]\n", "a: {b: [c]}\n",
            "a: [b: c]\n",
            "a: {b}\n", "a: [,]\n", "a: [b,, c]\n", "a: [b] c\n", "a: [b\n  , c]\n", "a: {? b : c}\n", "a: [*b]\n")
        + read(
            "comments", "# a\nb: c\n", "a: b # c\n", "a: # b\n  c: d\n", "a: b\n# c\n", "a:\n  # b\n  c: d\n",
            "#\na: b\n", "a: 'b' #c\n", "a: b #\n", "a:\n- b\n  # c\n- d\n")
        + read(
            "what is absent", "a:\n", "a: ''\n", "a: ~\n", "a: null\n", "a: N/A\n", "a: -\n", "", "# only\n", "\n\n")
        + read(
            "line ends and marks", "a: b\r\nc: d\r\n", "\u{FEFF}a: b\n", "a: b", "a: |\r\n  b\r\n  c\r\n", "a: b  \n")
        + refused(
            "anchors, aliases, tags, merges", "a: &x b\n", "a: *x\n", "a: !t b\n", "a: !!str b\n", "<<: {a: b}\n",
            "&x a: b\n", "- !t a\n", "!t\na: b\n", "a: &x\n  b: c\n")
        + refused(
            "documents and directives", "--- a: b\n", "a: b\n---\nc: d\n", "a: b\n...\nc: d\n",
            "%YAML 1.2\n---\na: b\n",
            "%TAG ! x\n---\na: b\n", "--- |\n  a\n")
        + refused("complex keys", "? a\n: b\n", "? - a\n: b\n", "[a]: b\n", "{a: b}: c\n", "- ? a\n", ": a\n")
        + refused("keys twice", "a: b\na: c\n", "a:\n  b: c\n  b: d\n", "a: {b: c, b: d}\n", "'a': b\na: c\n")
        + refused(
            "characters that nobody sees", "a: b\u{0}c\n", "a: b\u{7}c\n", "a: b\u{202E}c\n", "a: b\u{2066}c\n",
            "a: \u{1B}[31m\n",
            "a: b\rc: d\n")
        + refused("lists of lists", "a:\n- - b\n  - c\n")
        + refused(
            "no record at all", "a\n", "'a'\n", "|\n a\n", "- a\n- b\n", "- |\n  b\n", "- a: b\n  c: d\n", "[a, b]\n",
            "{a: b}\n", "- \n- b\n")

    @Test("A text is read as every other reader reads it, or refused", arguments: cases)
    func each(_ example: Case) throws {
        let document = Document(parsing: Array(example.text.utf8), form: .yaml)
        #expect(document.isReadable == example.isRead, "\(document.problems.map(\.code))")
        guard document.isReadable else { return }
        let ours = leaves(document)
        guard let theirs = leavesByYams(example.text) else {
            #expect(!document.problems.isEmpty, "libyaml refuses it, and nobody is told")
            return
        }
        // What says nothing is a scalar without a text to one, and no node to the other.
        #expect(ours.filter { !$0.hasSuffix(" = ") } == theirs.filter { !$0.hasSuffix(" = ") })
    }

    @Test("What the formatter makes of a text means the same, and is read without a warning by both", arguments: cases)
    func format(_ example: Case) throws {
        let document = Document(parsing: Array(example.text.utf8), form: .yaml)
        guard document.isReadable else { return }
        let text = string(try #require(formatted(document)))
        let again = Document(parsing: Array(text.utf8), form: .yaml)
        #expect(again.isReadable && leaves(again) == leaves(document), "\(text)")
        let theirs = try #require(leavesByYams(text), "libyaml refuses \(text)")
        #expect(theirs.filter { !$0.hasSuffix(" = ") } == leaves(document).filter { !$0.hasSuffix(" = ") }, "\(text)")
    }
}
