import Interchange
import Testing

@Suite("Text for Markdown")
struct SafeMarkupTests {
    @Test(
        "Markdown reads as the text itself",
        arguments: [
            ("a|b", "a\\|b"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("*bold* _it_ `code`", "\\*bold\\* \\_it\\_ \\`code\\`"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            ("# Heading", "\\# Heading"),
            ("- item", "\\- item"),
            ("two - three", "two - three"),
            ("  - item", "  \\- item"),
            ("12. item", "12\\. item"),
            ("v1.2", "v1.2"),
            ("one\n\ntwo", "one two"),
            ("$x$", "\\$x\\$"),
            ("&amp;", "&amp;amp;"),
            ("back\\slash", "back\\\\slash"),
        ])
    func markdown(text: String, expected: String) {
        #expect(Safe.markdown(text) == expected)
    }

    @Test("Markdown notifies nobody, and leaves addresses alone")
    func mentions() {
        #expect(Safe.markdown("@everyone") == "@<!-- -->everyone")
        #expect(Safe.markdown("(@team)") == "(@<!-- -->team)")
        #expect(Safe.markdown("zoe@clockwork.example") == "zoe@clockwork.example")
    }

    @Test("one line has no line ends of any kind")
    func oneLine() {
        #expect(Safe.oneLine("a\r\nb\u{2028}c\u{B}d\te\n") == "a b c d e")
        #expect(Safe.oneLine("plain  text") == "plain  text")
    }
}
