/// Several values in one cell of a spreadsheet.
///
/// Our own export puts a backslash before a separator, a colon or a backslash that belongs to a value, so that what is
/// exported can be imported; other people's cells are taken as they stand.
enum ListCell {
    /// The elements of a cell, trimmed; blank ones are left out.
    static func elements(_ cell: String, separator: Character, escapes: Bool) -> [String] {
        parts(cell, at: separator, escapes: escapes).map(trimmed).filter { !$0.isEmpty }
    }

    /// An element's key and what follows its first colon; nil where it has none.
    static func pair(_ element: String, escapes: Bool) -> (key: String, value: String)? {
        let parts = parts(element, at: ":", escapes: escapes, atMost: 2)
        guard parts.count == 2 else { return nil }
        return (plain(trimmed(parts[0]), escapes: escapes), plain(trimmed(parts[1]), escapes: escapes))
    }

    /// An element without the backslashes that our export put in.
    static func plain(_ element: String, escapes: Bool) -> String {
        guard escapes, element.contains("\\") else { return element }
        var result = ""
        var isEscaped = false
        for character in element {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }

    /// A value as our export writes it.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(":", with: "\\:")
    }

    private static func parts(
        _ text: String, at separator: Character, escapes: Bool, atMost limit: Int = .max
    ) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            if character == separator || (character.isNewline && separator != ":"), !isEscaped, parts.count < limit {
                parts.append("")
                continue
            }
            isEscaped = escapes && character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        return parts
    }

    static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
