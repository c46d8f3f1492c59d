extension JSONValue {
    /// The document with two spaces a level, for people and files; empty arrays and objects stay on one line.
    public var pretty: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    /// The document on one line, as JSON Lines needs.
    public var compact: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .number(let digits) where JSONValue.isNumber(digits): text += digits
        case .number(let other), .string(let other): JSONValue.write(string: other, to: &text)
        case .array(let elements):
            JSONValue.write(elements, between: ("[", "]"), to: &text, indent: indent) { element, text, indent in
                element.write(to: &text, indent: indent)
            }
        case .object(let members):
            JSONValue.write(members, between: ("{", "}"), to: &text, indent: indent) { member, text, indent in
                JSONValue.write(string: member.key, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part], between ends: (String, String), to text: inout String, indent: Int?,
        each: (Part, inout String, Int?) -> Void
    ) {
        text += ends.0
        let inner = indent.map { $0 + 2 }
        for (index, part) in parts.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            each(part, &text, inner)
        }
        if let indent, !parts.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += ends.1
    }

    /// Letters stay as they are. Control, bidirectional and invisible characters are escaped, which loses nothing and
    /// keeps a terminal that shows the document safe; so are U+2028 and U+2029, which end a line in JavaScript, and what
    /// a build's log would obey (`Safe.workflowLog`).
    private static func write(string: String, to text: inout String) {
        text += "\""
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x23 }) {
            text += string
        } else {
            var escaped = ""
            for scalar in string.unicodeScalars { write(scalar, to: &escaped) }
            text += Safe.markedCommands(in: escaped, "#\\u0023")
        }
        text += "\""
    }

    private static func write(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case _ where scalar.isTreacherous && !isEmojiPart(scalar):
            for unit in UTF16.encode(scalar) ?? .init() {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        default: text.unicodeScalars.append(scalar)
        }
    }

    private static func isEmojiPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200D || scalar.value == 0xFE0F
    }

    /// The grammar of RFC 8259 §6: `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`.
    private static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let run = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[run.endIndex...]
            return run.count
        }
        func take(_ bytes: String) -> Bool {
            guard let first = rest.first, bytes.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take("-")
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !(startsWithZero && whole > 1) else { return false }
        if take("."), digits() == 0 { return false }
        if take("eE") {
            _ = take("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}
