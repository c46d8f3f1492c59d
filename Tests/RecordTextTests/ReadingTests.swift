import Testing

import RecordText

/// Texts by the topics of YAML's own test suite: each is read as YAML reads it, or refused with a code.
@Suite struct ReadingTests {
    enum Outcome: Sendable {
        case says([String])
        case refused(String)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let topic: String
        let text: String
        let outcome: Outcome
        var testDescription: String { topic }

        init(_ topic: String, _ text: String, says: [String]) {
            (self.topic, self.text, outcome) = (topic, text, .says(says))
        }

        init(_ topic: String, _ text: String, refused code: String) {
            (self.topic, self.text, outcome) = (topic, text, .refused(code))
        }
    }

    static let cases: [Case] = [
        Case("an empty file", "", says: []),
        Case("only comments", "# one\n\n# two\n", says: []),
        Case(
            "plain text", "name: Tŷ Gwydr\ntown: Pen-y-bont ar Ogwr\n",
            says: ["/name = Tŷ Gwydr", "/town = Pen-y-bont ar Ogwr"]),
        Case("space before a colon", "name : a\n", says: ["/name = a"]),
        Case("keys of several words", "office space: two desks\n", says: ["/office space = two desks"]),
        Case("quoted keys", "\"a b\": 1\n'c': 2\n", says: ["/a b = 1", "/c = 2"]),
        Case("a colon in an address", "website: https://a.coop:8080/x\n", says: ["/website = https://a.coop:8080/x"]),
        Case(
            "marks inside text", "a: x-y, [z] {w} & *v* !u %t @s#r|q>p?\n",
            says: ["/a = x-y, [z] {w} & *v* !u %t @s#r|q>p?"]),
        Case("text that begins with a dash", "a: -5\nb: -x\n", says: ["/a = -5", "/b = -x"]),
        Case("undecided", "a: ???\n", says: ["/a = ???"]),
        Case("comments after values", "a: 1 # one\nb: # none\nc:\n  - x # y\n", says: ["/a = 1", "/b = ", "/c/0 = x"]),
        Case("comments between", "a: 1\n  # in\n# out\nb: 2\n", says: ["/a = 1", "/b = 2"]),
        Case(
            "blank values", "a:\nb: ~\nc: null\nd: N/A\ne: ''\nf: \"\"\ng: 'N/A'\n",
            says: ["/a = ", "/b = ", "/c = ", "/d = ", "/e = ", "/f = ", "/g = "]),
        Case("quoted words are text", "a: 'null'\nb: '~'\n", says: ["/a = null", "/b = ~"]),
        Case("single quotes", "a: 'it''s: # no'\n", says: ["/a = it's: # no"]),
        Case(
            "double quotes", "a: \"tab\\tquote\\\" slash\\/ \\x41\\u00e9\\U0001F600\"\n",
            says: ["/a = tab\tquote\" slash/ Aé😀"]),
        Case("a list", "a:\n  - x\n  - y z\n", says: ["/a/0 = x", "/a/1 = y z"]),
        Case("a list no further in than its key", "a:\n- x\n- y\nb: 1\n", says: ["/a/0 = x", "/a/1 = y", "/b = 1"]),
        Case("a list with blanks", "a:\n-\n- x\n-\n", says: ["/a/0 = ", "/a/1 = x", "/a/2 = "]),
        Case("items with one key", "s:\n- swift: expert\n- go\n", says: ["/s/0/swift = expert", "/s/1 = go"]),
        Case(
            "items with several keys", "c:\n  - name: Zoë\n    email: z@x.coop\n  - name: Bo\n",
            says: ["/c/0/name = Zoë", "/c/0/email = z@x.coop", "/c/1/name = Bo"]),
        Case(
            "an item that begins on the next line", "c:\n-\n  name: a\n  b: c\n", says: ["/c/0/name = a", "/c/0/b = c"]),
        Case("wide dashes", "c:\n-   name: a\n    b: c\n", says: ["/c/0/name = a", "/c/0/b = c"]),
        Case("a mapping inside", "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n", says: ["/a/b/c = 1", "/a/d = 2", "/e = 3"]),
        Case("a list inside an item", "a:\n- b:\n  - c\n  d: e\n", says: ["/a/0/b/0 = c", "/a/0/d = e"]),
        Case(
            "brackets", "a: [x, 'y, z', \"w\", 12]\nb: []\nc: [ p ]\n",
            says: ["/a/0 = x", "/a/1 = y, z", "/a/2 = w", "/a/3 = 12", "/c/0 = p"]),
        Case("brackets with a comma last", "a: [x, y, ]\n", says: ["/a/0 = x", "/a/1 = y"]),
        Case("braces", "a: {b: c, d: 'e, f', g: }\nh: {}\n", says: ["/a/b = c", "/a/d = e, f", "/a/g = "]),
        Case("addresses in brackets", "a: [https://x.coop, b@c]\n", says: ["/a/0 = https://x.coop", "/a/1 = b@c"]),
        Case("braces as items", "a:\n- {b: c}\n- [d]\n", says: ["/a/0/b = c", "/a/1/0 = d"]),
        Case(
            "a literal block", "a: |\n  one\n   two\n\n  three\nb: 1\n", says: ["/a = one\n two\n\nthree\n", "/b = 1"]),
        Case("a literal block without its end", "a: |-\n  one\n\n", says: ["/a = one"]),
        Case("a literal block with its end", "a: |+\n  one\n\nb: 1\n", says: ["/a = one\n\n", "/b = 1"]),
        Case("a literal block with a digit", "a: |2\n    one\n  two\n", says: ["/a =   one\ntwo\n"]),
        Case("a literal block with a comment", "a: | # why\n  # text\n", says: ["/a = # text\n"]),
        Case(
            "a folded block", "a: >\n  one\n  two\n\n  three\n    four\n  five\n",
            says: ["/a = one two\nthree\n  four\nfive\n"]),
        Case("a folded block without its end", "a: >-\n  one\n  two\n", says: ["/a = one two"]),
        Case("a block in an item", "a:\n- |\n  one\n- b: |\n    two\n", says: ["/a/0 = one\n", "/a/1/b = two\n"]),
        Case("a block with blank lines first", "a: |\n\n  one\n", says: ["/a = \none\n"]),
        Case("an empty block", "a: |\nb: 1\n", says: ["/a = ", "/b = 1"]),
        Case("plain text over lines", "a: one\n  two\n\n  three\nb: 1\n", says: ["/a = one two\nthree", "/b = 1"]),
        Case(
            "quoted text over lines", "a: 'one\n  two'\nb: \"three\n\n  four \\\n  five\"\n",
            says: ["/a = one two", "/b = three\nfour five"]),
        Case("a value on the next line", "a:\n  one\nb:\n  'two'\n", says: ["/a = one", "/b = two"]),
        Case("right-to-left text with its marks", "a: שלום\u{200F} x\n", says: ["/a = שלום\u{200F} x"]),
        Case("tabs inside text", "a: b\tc\n", says: ["/a = b\tc"]),
        Case("anchors", "a: &x 1\n", refused: "anchor"),
        Case("aliases", "a: *x\n", refused: "alias"),
        Case("tags", "a: !!str 1\n", refused: "tag"),
        Case("merge keys", "a: 1\n<<: 2\n", refused: "merge-key"),
        Case("directives", "%YAML 1.2\n---\na: 1\n", refused: "directive"),
        Case("several documents", "a: 1\n---\nb: 2\n", refused: "several-documents"),
        Case("an end of document", "a: 1\n...\n", refused: "several-documents"),
        Case("complex keys", "? a\n: b\n", refused: "complex-key"),
        Case("brackets over lines", "a: [b,\n  c]\n", refused: "unclosed-bracket"),
        Case("brackets in brackets", "a: [[b]]\n", refused: "nested-bracket"),
        Case("a mapping in brackets", "a: [b: c]\n", refused: "ambiguous-colon"),
        Case("lists in lists", "a:\n- - b\n", refused: "list-in-list"),
        Case("the top in brackets", "{a: b}\n", refused: "reserved-character"),
        Case("a list at the top", "- a\n- b\n", refused: "misplaced-item"),
        Case("text at the top", "just text\n", refused: "missing-colon"),
        Case("an item after a value", "a: b\n  - c\n", refused: "misplaced-item"),
        Case("a key below a value", "a: b\n  c: d\n", refused: "inconsistent-indentation"),
        Case("between two levels", "a:\n    b: 1\n  c: 2\n", refused: "inconsistent-indentation"),
        Case("a comment inside plain text", "a: one # x\n  two\n", refused: "inconsistent-indentation"),
    ]

    @Test("reads as YAML does, or refuses", arguments: cases)
    func readsAlikeOrRefuses(_ example: Case) {
        let document = read(example.text)
        switch example.outcome {
        case .says(let lines):
            #expect(leaves(document) == lines)
            #expect(document.isReadable, "\(document.problems)")
            #expect(leavesByYams(example.text) == lines)
        case .refused(let code):
            #expect(!document.isReadable)
            #expect(document.problems.filter { $0.severity == .error }.map(\.code).first == code)
        }
    }

    @Test func frontMatterAndBody() {
        let document = read("---\nname: a\n---\n\nHello\n\n---\nWorld  \n\n\n", .markdown)
        #expect(document.isReadable)
        #expect(document.bodyText == "Hello\n\n---\nWorld  ")
        #expect(leaves(document) == ["/name = a"])
        #expect(read("---\n---", .markdown).isReadable)
    }

    @Test func carriageReturnsAreLineBreaks() {
        let document = read("---\r\nname: a\r\ntext: |\r\n  x\r\n  y\r\n---\r\nOne\r\nTwo\r\n", .markdown)
        #expect(document.problems.map(\.code) == ["crlf"])
        #expect(leaves(document) == ["/name = a", "/text = x\ny\n"])
        #expect(document.bodyText == "One\nTwo")
    }

    @Test func nodesTellTheirPlaces() throws {
        let text = "name: 'Tŷ'\nskills:\n- swift: expert\n"
        let document = read(text)
        let name = try #require(document.child(of: document.root, named: "name"))
        #expect(document.source(of: name) == "'Tŷ'")
        #expect(document.style(of: name) == .singleQuoted)
        #expect(document.hasText(name, equalTo: "Tŷ"))
        let skills = try #require(document.node(at: ["skills"]))
        #expect(document.kind(of: skills) == .sequence)
        let item = try #require(Array(document.children(of: skills)).first)
        #expect(document.line(at: document.entryRange(of: item).lowerBound) == 3)
        #expect(document.node(at: ["skills", "swift"]) == nil)
    }
}
