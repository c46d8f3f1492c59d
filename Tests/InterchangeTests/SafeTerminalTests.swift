import Interchange
import Testing

@Suite("Text for a terminal")
struct SafeTerminalTests {
    @Test(
        "leaves what people write as it is",
        arguments: [
            "Tŷ Gwydr", "O’Hara's", "שלום עולם", "مرحبا", "人民网", "e\u{301}", "👩‍💻", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru", "❤️", "1️⃣",
            "می‌خواهم", "क्‍ष", "שלום\u{200F}!", "葛\u{E0100}",
        ])
    func keeps(text: String) {
        #expect(Safe.terminal(text) == text)
    }

    @Test(
        "shows what would be obeyed",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m", "\\u{1B}[31mred\\u{1B}[0m"),
            ("\u{1B}]0;title\u{7}", "\\u{1B}]0;title\\u{7}"),
            ("a\u{9B}2J", "a\\u{9B}2J"),
            ("a\u{202E}txt.exe", "a\\u{202E}txt.exe"),
            ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"),
            ("pay\u{200B}pal", "pay\\u{200B}pal"),
            ("pay\u{200D}pal", "pay\\u{200D}pal"),
            ("a\u{FE01}b", "a\\u{FE01}b"),
            ("a\u{E0041}b", "a\\u{E0041}b"),
            ("abc\u{200F}", "abc\\u{200F}"),
            ("\u{FEFF}a", "\\u{FEFF}a"),
            ("a\u{AD}b", "a\\u{AD}b"),
            ("a\u{3164}b", "a\\u{3164}b"),
            ("a\u{2028}b", "a\\u{2028}b"),
            ("a\u{85}b", "a\\u{85}b"),
            ("a\u{0}b\u{7F}", "a\\u{0}b\\u{7F}"),
            ("a\rb", "a\\u{D}b"),
        ])
    func shows(text: String, expected: String) {
        #expect(Safe.terminal(text) == expected)
    }

    @Test("keeps lines only when asked")
    func lines() {
        #expect(Safe.terminal("a\tb\nc") == "a\\u{9}b\\u{A}c")
        #expect(Safe.terminal("a\tb\nc\r\nd", keepingLines: true) == "a\tb\nc\r\nd")
        #expect(Safe.terminal("safe\rEVIL", keepingLines: true) == "safe\\u{D}EVIL")
    }

    @Test("leaves no control character of any kind")
    func exhaustive() {
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = Safe.terminal("a\(scalar)b").unicodeScalars
            #expect(
                !shown.contains { $0.properties.generalCategory == .control || (0x202A...0x202E).contains($0.value) })
        }
    }
}
