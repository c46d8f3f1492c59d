extension Safe {
    /// A cell that no spreadsheet runs as a formula: an apostrophe goes before `= + - @`, a tab and a newline.
    ///
    /// Negative numbers (`-5`, `-2.50`) stay numbers. A telephone number (`+44 …`) gets the apostrophe, which also
    /// keeps its plus. Apostrophes that already stand there are doubled, so that `readingSpreadsheetCell` gives back
    /// exactly what was written.
    public static func spreadsheetCell(_ text: String) -> String {
        let rest = text.drop { $0 == "'" }
        guard let first = rest.unicodeScalars.first, startsFormula(first) else { return text }
        if rest.startIndex == text.startIndex, isNegativeNumber(rest) { return text }
        return "'" + text
    }

    /// What a cell said before `spreadsheetCell` made it safe.
    public static func readingSpreadsheetCell(_ text: String) -> String {
        guard text.hasPrefix("'"), let first = text.drop(while: { $0 == "'" }).unicodeScalars.first,
            startsFormula(first)
        else { return text }
        return String(text.dropFirst())
    }

    /// The wide forms count as well: Japanese spreadsheets read them as the plain signs.
    private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
        default: false
        }
    }

    private static func isNegativeNumber(_ text: Substring) -> Bool {
        let halves = text.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.hasPrefix("-") && (1...2).contains(halves.count)
            && halves.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
