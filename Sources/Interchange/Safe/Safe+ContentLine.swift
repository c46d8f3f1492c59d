extension Safe {
    /// A text value of iCalendar or vCard (RFC 5545 §3.3.11, RFC 6350 §3.4): `\`, `;`, `,` and newlines escaped,
    /// control characters left out, since neither format has a way to write them.
    public static func contentText(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": result += "\\n"
            case "\t": result += "\t"
            case _ where scalar.isTreacherous && !isJoining(scalar): break
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// The value of a parameter such as `CN`, quoted, with newlines, carets and quotation marks as RFC 6868 writes
    /// them.
    public static func contentParameter(_ text: String) -> String {
        var result = "\""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "^": result += "^^"
            case "\"": result += "^'"
            case "\n", "\r": result += "^n"
            case _ where scalar.isTreacherous && !isJoining(scalar): break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A content line, folded at 75 octets without cutting a letter's UTF-8, and ended with CRLF.
    ///
    /// - Parameter line: name, parameters and value, already escaped.
    public static func contentLine(_ line: String) -> String {
        // The space that begins a continuation counts towards its 75 octets.
        chunks(of: line, first: 75, others: 74).joined(separator: "\r\n ") + "\r\n"
    }

    /// Letters of some scripts and emoji are spelt with these; calendars keep them.
    private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C...0x200F, 0xFE00...0xFE0F, 0xE0020...0xE007F, 0xE0100...0xE01EF: true
        default: false
        }
    }
}
