extension Safe {
    /// The message of a GitHub workflow command: what stands after its second `::`.
    public static func workflowData(_ text: String) -> String {
        percentEncoded(terminal(text, keepingLines: true), "%\r\n")
    }

    /// A property of a GitHub workflow command, such as `file=` or `title=`.
    public static func workflowProperty(_ text: String) -> String {
        percentEncoded(terminal(text, keepingLines: true), "%\r\n:,")
    }

    /// Text for a build's log, none of whose lines is taken for a command: `::error` at the start of a line and
    /// `##[` anywhere in it get a backslash.
    ///
    /// A runner skips white space before `::`, and it looks for `##[` in the whole line.
    public static func workflowLog(_ text: String) -> String {
        terminal(text, keepingLines: true).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                let start = line.firstIndex { !$0.isWhitespace } ?? line.endIndex
                let guarded = line[start...].hasPrefix("::") ? line[..<start] + "\\" + line[start...] : line
                return guarded.replacing("##[", with: "#\\#[")
            }.joined(separator: "\n")
    }

    /// By scalars: CR LF is one character to Swift, and two to encode.
    private static func percentEncoded(_ text: String, _ encoded: String) -> String {
        let encoded = Set(encoded.unicodeScalars)
        return text.unicodeScalars.map { scalar in
            guard encoded.contains(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
