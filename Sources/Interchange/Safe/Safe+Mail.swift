import Foundation

extension Safe {
    /// A whole header of a mail, folded: `Subject: Profiles: 1 new to check`.
    ///
    /// Line breaks in the value become spaces, so that nobody's name can add a header (RFC 5322 §2.2). What ASCII
    /// cannot say becomes encoded words of at most 75 characters (RFC 2047). Lines end in a bare newline, as
    /// `sendmail` takes them; pass `"\r\n"` for SMTP. For `From`, `To` and `Cc` there is `mailHeader(_:addresses:)`.
    public static func mailHeader(_ name: String, _ value: String, newline: String = "\n") -> String {
        "\(name): " + folded(headerWords(tidied(value)), indent: name.utf8.count + 2, newline: newline)
    }

    /// A text for the body of a mail, in which no line is longer than mail allows, 998 octets (RFC 5322 §2.1.1): longer
    /// ones go on, at a space where there is one, in lines that stand as far in.
    public static func mailText(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.utf8.count > 998 else { return String(line) }
            let margin = String(line.prefix { $0 == " " }.prefix(40))
            let words = line.split(separator: " ").flatMap { chunks(of: String($0), first: 900, others: 900) }
            return margin + folded(words, indent: margin.utf8.count, newline: "\n" + margin, separator: "")
        }.joined(separator: "\n")
    }

    /// A person's address for `To`, `Cc` and `From`: `Zoe <zoe@clockwork.example>`, the name quoted or encoded as it
    /// needs. Nil where the address holds anything that could end it.
    public static func mailAddress(name: String, address: String) -> String? {
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty,
            address.unicodeScalars.allSatisfy({ !$0.isTreacherous && !" <>,;:\"()[]\\".unicodeScalars.contains($0) })
        else { return nil }
        let name = tidied(name)
        if name.isEmpty { return address }
        if needsEncoding(name) { return "\(encodedWords(name).joined(separator: " ")) <\(address)>" }
        let isAtoms = name.utf8.allSatisfy { $0 == 0x20 || isAtomText($0) }
        if isAtoms { return "\(name) <\(address)>" }
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(quoted)\" <\(address)>"
    }

    /// A whole header of addresses, folded: `To: Zoe <zoe@clockwork.example>, post@tidy-bees.example`.
    ///
    /// Only the names in it are encoded (RFC 2047 §5): an address that is part of an encoded word is no address.
    /// - Parameter addresses: each as `mailAddress(name:address:)` gives it.
    public static func mailHeader(_ name: String, addresses: [String], newline: String = "\n") -> String {
        let words = addresses.joined(separator: ", ").split(separator: " ").map(String.init)
        return "\(name): " + folded(words, indent: name.utf8.count + 2, newline: newline)
    }

    private static func tidied(_ value: String) -> String {
        let spaced = value.unicodeScalars.map { $0.isTreacherous ? " " : String($0) }.joined()
        return spaced.split(separator: " ").joined(separator: " ")
    }

    private static func headerWords(_ value: String) -> [String] {
        needsEncoding(value) ? encodedWords(value) : value.split(separator: " ").map(String.init)
    }

    /// An ASCII text is encoded too where a reader would decode it, or where it could not be folded.
    private static func needsEncoding(_ value: String) -> Bool {
        !value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } || value.contains("=?")
            || value.split(separator: " ").contains { $0.utf8.count > 900 }
    }

    /// Forty-five octets are sixty characters of base 64, and no letter is cut in two (RFC 2047 §5).
    private static func encodedWords(_ value: String) -> [String] {
        chunks(of: value, first: 45, others: 45).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
    }

    private static func folded(_ words: [String], indent: Int, newline: String, separator: String = " ") -> String {
        let margin = newline.utf8.drop { $0 == 0x0D || $0 == 0x0A }.count + separator.utf8.count
        var result = ""
        var column = indent
        for (index, word) in words.enumerated() {
            if index > 0 {
                let fits = column + 1 + word.utf8.count <= 78
                result += fits ? " " : newline + separator
                column = fits ? column + 1 : margin
            }
            result += word
            column += word.utf8.count
        }
        return result
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    /// The text in pieces of at most `first` and then `others` octets, cut between scalars.
    static func chunks(of text: String, first: Int, others: Int) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if size + width > (pieces.isEmpty ? first : others) {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                size = 0
            }
            piece.append(scalar)
            size += width
        }
        if size > 0 || pieces.isEmpty { pieces.append(String(piece)) }
        return pieces
    }
}
