extension Safe {
    /// The message of a GitHub workflow command: what stands after its second `::`.
    public static func workflowData(_ text: String) -> String {
        percentEncoded(terminal(text, keepingLines: true), "%\r\n")
    }

    /// A property of a GitHub workflow command, such as `file=` or `title=`.
    public static func workflowProperty(_ text: String) -> String {
        percentEncoded(terminal(text, keepingLines: true), "%\r\n:,")
    }

    /// Text for a terminal that may as well be a build's log, none of whose lines is taken for a command: `::error` at
    /// the start of a line, and `##[group]` or `##vso[task]` anywhere in it, get a backslash.
    ///
    /// GitHub's and Azure's runners skip white space before `::`, and look for `##` in the whole line. GitLab's obeys only
    /// what has control characters in it, which are shown here as everywhere.
    public static func workflowLog(_ text: String) -> String {
        let text = terminal(text, keepingLines: true)
        guard hasPair(text.utf8, of: UInt8(ascii: ":")) || hasPair(text.utf8, of: UInt8(ascii: "#")) else {
            return text
        }
        // By scalars, as a runner reads: letters that join a colon, a bracket or a line's end must not hide it.
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var isAtStart = true
        for (index, scalar) in scalars.enumerated() {
            if isAtStart, scalar == ":", index + 1 < scalars.count, scalars[index + 1] == ":" { result.append("\\") }
            isAtStart = scalar == "\n" || (isAtStart && scalar.properties.isWhitespace)
            result.append(scalar)
        }
        return markedCommands(in: String(result), "#\\#")
    }

    /// The text with something else for each `##` that a runner would obey wherever it stands.
    static func markedCommands(in text: String, _ mark: String) -> String {
        guard hasPair(text.utf8, of: UInt8(ascii: "#")) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if scalars[index...].starts(with: ["#", "#"]) {
                let rest = scalars[(index + 2)...]
                let end = rest.firstIndex { !$0.isASCII || !$0.properties.isAlphabetic } ?? rest.endIndex
                if end < scalars.count, scalars[end] == "[" {
                    result.append(contentsOf: mark.unicodeScalars)
                    index += 2
                    continue
                }
            }
            result.append(scalars[index])
            index += 1
        }
        return String(result)
    }

    private static func hasPair(_ bytes: String.UTF8View, of wanted: UInt8) -> Bool {
        var last: UInt8 = 0
        for byte in bytes {
            if byte == wanted, last == wanted { return true }
            last = byte
        }
        return false
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
