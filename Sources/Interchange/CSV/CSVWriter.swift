/// Writes CSV as RFC 4180 describes it, with two choices of its own.
///
/// Lines end in LF rather than CRLF: every spreadsheet reads both, and `git`, `diff` and `grep` expect LF. And no cell
/// is run as a formula (`Safe.spreadsheetCell`).
public enum CSVWriter {
    /// One row with the newline that ends it.
    public static func line(_ cells: some Collection<String>, delimiter: Character = ",") -> String {
        // A row of one empty cell would read as a blank line.
        if cells.count == 1, cells.first == "" { return "\"\"\n" }
        return cells.map { field(Safe.spreadsheetCell($0), delimiter: delimiter) }
            .joined(separator: String(delimiter)) + "\n"
    }

    /// A whole file: headings, then rows.
    public static func document(headings: [String], rows: [[String]]) -> String {
        ([headings] + rows).map { line($0) }.joined()
    }

    /// Quoted where a reader could see more than one cell, or trim it: every usual delimiter counts, whichever is used.
    /// So is what a build's log would take for a command at the start of a line.
    private static func field(_ text: String, delimiter: Character) -> String {
        let needsQuotes =
            text.unicodeScalars.contains { scalar in
                switch scalar {
                case "\"", ",", ";", "\t", "\n", "\r": true
                default: delimiter.unicodeScalars.contains(scalar)
                }
            } || text.first?.isWhitespace == true || text.last?.isWhitespace == true
            || text.hasPrefix("::")
        guard needsQuotes else { return text }
        var result = "\""
        for scalar in text.unicodeScalars { result += scalar == "\"" ? "\"\"" : String(scalar) }
        return result + "\""
    }
}
