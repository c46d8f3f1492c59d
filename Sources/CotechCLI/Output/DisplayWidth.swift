import Interchange

/// How wide text is on a terminal, and how to fit it, by grapheme cluster: what a person sees as one letter.
///
/// There is no `wcwidth` in Foundation. The C library's depends on the locale (in `C`, which cron has, every letter
/// beyond ASCII is -1 wide) and on the system's age, and knows no clusters; no maintained Swift package does this one
/// thing. Swift's own Unicode properties tell emoji and marks; only East Asian width is missing, and is a short table. Over every assigned scalar up to U+3FFFF the widths
/// agree with Python's wcwidth 0.7, but for a few invisible characters that are shown escaped (`Safe.terminal`).
public enum Text {
    /// The columns that a text takes.
    public static func width(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + width($1) }
    }

    /// The columns that one grapheme cluster takes: 0, 1 or 2.
    public static func width(_ character: Character) -> Int {
        if character.isASCII { return character.isNewline || character.asciiValue.map { $0 < 0x20 } == true ? 0 : 1 }
        var total = 0
        var isEmoji = false
        for scalar in character.unicodeScalars {
            // U+FE0F asks for the picture, which is as wide as any emoji; so is what a joiner has joined.
            if scalar.value == 0xFE0F || (scalar.value == 0x200D && isEmoji) { return total == 0 ? 0 : 2 }
            let width = scalar.columns
            isEmoji = isEmoji || (width > 0 && scalar.properties.isEmoji)
            total += width
        }
        return min(2, total)
    }

    /// The text, cut between clusters and ended with `…` where it is wider than `width` columns.
    public static func truncated(_ text: String, to width: Int) -> String {
        guard Text.width(text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            used += Text.width(character)
            if used > width - 1 { break }
            result.append(character)
        }
        while result.last == " " { result.removeLast() }
        return result + "…"
    }

    /// The text in lines of at most `width` columns, parted at spaces; only a word that is wider is cut in two.
    public static func wrapped(_ text: String, to width: Int) -> [String] {
        guard Text.width(text) > width, width > 0 else { return [text] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = word
            if !line.isEmpty, Text.width(line) + 1 + Text.width(word) <= width {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while Text.width(word) > width {
                var piece = Substring(word.prefix(1))
                for character in word.dropFirst() {
                    guard Text.width(piece) + Text.width(character) <= width else { break }
                    piece.append(character)
                }
                lines.append(String(piece))
                word = word.dropFirst(piece.count)
            }
            line = String(word)
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Whether any letter is written from right to left.
    static func isRightToLeft(_ text: String) -> Bool {
        !text.utf8.allSatisfy { $0 < 0x80 } && text.unicodeScalars.contains(where: \.isRightToLeft)
    }
}

extension Unicode.Scalar {
    /// The columns of one scalar: marks, joiners and controls take none.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .control, .lineSeparator, .paragraphSeparator: return 0
        case .format: return properties.isDefaultIgnorableCodePoint ? 0 : 1
        default: break
        }
        if properties.isDefaultIgnorableCodePoint { return 0 }
        switch value {
        // The vowels and finals of Hangul stand inside the syllable that their first letter has opened.
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: return 0
        default: return properties.isEmojiPresentation || isWide ? 2 : 1
        }
    }

    /// East Asian Width W or F (UAX #11, Unicode 17), leaving out emoji, which Swift knows. Gaps of unassigned
    /// characters are closed, as UAX #11 asks for the blocks of ideographs.
    private var isWide: Bool {
        switch value {
        case ..<0x1100: false
        case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
            0x3250...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
