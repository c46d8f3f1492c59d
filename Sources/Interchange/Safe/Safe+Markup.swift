extension Safe {
    /// One line of Markdown that reads as the text itself: no markup, no HTML, no table cell ended early.
    ///
    /// Newlines become spaces. An `@name` gets an empty comment after its sign, since hosts notify people by it and
    /// ignore backslashes there; addresses such as `zoe@clockwork.example` are left alone.
    public static func markdown(_ text: some StringProtocol) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var before: Unicode.Scalar?
        var isLeading = true
        var isNumber = true
        for scalar in terminal(oneLine(text)).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": result += "\\\(scalar)"
            case "+", "-", "=", ":":
                result += isLeading ? "\\\(scalar)" : "\(scalar)"
            case ".", ")":
                // `1.` and `1)` begin a list.
                result += isNumber && before != nil && !isLeading ? "\\\(scalar)" : "\(scalar)"
            case "@":
                let follows = before.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) } ?? false
                result += follows ? "@" : "@<!-- -->"
            default: result.unicodeScalars.append(scalar)
            }
            isNumber = isNumber && ("0"..."9").contains(scalar)
            isLeading = isLeading && scalar == " "
            before = scalar
        }
        return result
    }

    /// The text with each run of newlines and tabs turned into one space, for places that have one line.
    public static func oneLine(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: \.breaksLine) else { return String(text) }
        return text.unicodeScalars.split(whereSeparator: \.breaksLine).map { String(String.UnicodeScalarView($0)) }
            .joined(separator: " ")
    }
}

extension Unicode.Scalar {
    /// Tabs, and whatever some reader takes for the end of a line.
    var breaksLine: Bool {
        switch value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
