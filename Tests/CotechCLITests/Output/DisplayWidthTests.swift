import CotechCLI
import Testing

extension OutputTests {
    @Suite("Width")
    struct DisplayWidthTests {
        @Test(
            "letters take the columns that terminals give them",
            arguments: [
                ("", 0), ("abc", 3), ("Tŷ Gwydr", 8), ("Tŷ Gwydr", 8), ("O’Hara", 6), ("e\u{301}\u{323}", 1),
                ("שלום", 4), ("مرحبا", 5), ("שָׁלוֹם", 4), ("人民网", 6), ("ﾊﾝｶｸ", 4), ("ＡＢ", 4), ("한국어", 6),
                ("\u{1112}\u{1161}\u{11AB}", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2), ("🇬🇧", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2),
                ("👍🏽", 2), ("€", 1), ("…", 1), ("\u{200B}", 0), ("क्ष", 2), ("ไทย", 3), ("☰", 2), ("𠀀", 2), ("〰️", 2),
            ])
        func widths(text: String, expected: Int) {
            #expect(Text.width(text) == expected)
        }

        @Test(
            "what is too wide is cut between letters and ends with an ellipsis",
            arguments: [
                ("Fieldmouse Works", 10, "Fieldmous…"), ("short", 5, "short"), ("short", 4, "sho…"), ("人民网络", 5, "人民…"),
                ("人民网络", 4, "人…"), ("👩‍💻👩‍💻👩‍💻", 5, "👩‍💻👩‍💻…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("ab cd", 4, "ab…"),
                ("abc", 1, "…"), ("abc", 0, ""),
            ])
        func truncation(text: String, width: Int, expected: String) {
            #expect(Text.truncated(text, to: width) == expected)
            #expect(Text.width(Text.truncated(text, to: width)) <= width)
        }
    }
}
