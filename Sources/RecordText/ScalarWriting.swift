// How a text is written so that every reader of YAML reads the same text.

/// Whether another program would read the plain text as something else and write it back differently.
///
/// `true`, `false`, whole numbers, decimal fractions and days print as they were written and may stay plain. A zero
/// in front (a telephone number), an exponent, a fraction that is given one, a sign, a zero at the end (version 1.10),
/// a time (which YAML 1.1 counts in sixtieths) and the other words for yes and no do not.
func isRetyped(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return true }
    switch first {
    case 0x30...0x39, UInt8(character: "+"), UInt8(character: "-"), UInt8(character: "."): return isRetypedNumber(text)
    default: break
    }
    // Few texts get past their first letter.
    guard text.count <= 5 else { return false }
    switch first | 0x20 {
    case UInt8(character: "y"), UInt8(character: "n"), UInt8(character: "o"), UInt8(character: "t"),
        UInt8(character: "f"), UInt8(character: "~") | 0x20, UInt8(character: "="), UInt8(character: "<"):
        break
    default: return false
    }
    switch String(decoding: text, as: UTF8.self) {
    case "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "True",
        "TRUE", "False", "FALSE", "~", "null", "Null", "NULL", "=", "<<":
        return true
    default: return false
    }
}

private func isRetypedNumber(_ text: ArraySlice<UInt8>) -> Bool {
    // Letters that occur in no number settle most texts: "3d websites", "1st", "+44 (0)".
    var digits = 0
    var dots = 0
    var colons = 0
    var underscores = 0
    var letters = 0
    var dashes = 0
    for byte in text {
        switch byte {
        case 0x30...0x39: digits += 1
        case UInt8(character: "."): dots += 1
        case .colon: colons += 1
        case UInt8(character: "_"): underscores += 1
        case .dash, UInt8(character: "+"): dashes += 1
        case UInt8(character: "a")...UInt8(character: "z"), UInt8(character: "A")...UInt8(character: "Z"): letters += 1
        case .space: return isTimestamp(text)
        default: return false
        }
    }
    guard digits > 0 else { return isInfinityOrNaN(text) }
    if letters > 0 { return isTimestamp(text) || isRadixOrExponent(text) }
    if colons > 0 { return isSexagesimal(text) || isTimestamp(text) }
    let hasSign = text.first == .dash || text.first == UInt8(character: "+")
    // Days, and runs such as 0161-283-2675 or 1-2.
    if dashes > (hasSign ? 1 : 0) { return false }
    if dots > 1 { return false }
    if underscores > 0 || text.first == UInt8(character: "+") { return true }
    let number = hasSign ? text.dropFirst() : text
    guard let leading = number.first else { return false }
    if dots == 0 {
        return leading == 0x30 && (number.count > 1 || hasSign) || number.count > 15
    }
    if leading == UInt8(character: ".") || number.last == UInt8(character: ".") { return true }
    let isZeroFirst = leading == 0x30 && number.dropFirst().first != UInt8(character: ".")
    // Below a ten-thousandth others write an exponent.
    if number.starts(with: "0.0000".utf8) { return true }
    return isZeroFirst || number.last == 0x30 || digits > 17 + (leading == 0x30 ? 1 : 0)
}

/// `.inf`, `-.Inf`, `.NAN`.
private func isInfinityOrNaN(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count <= 5 else { return false }
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case ".inf", "+.inf", "-.inf", ".nan": return true
    default: return false
    }
}

/// `0x1F`, `0o17`, `0b1`, `1e3`, `1.5E-3`.
private func isRadixOrExponent(_ text: ArraySlice<UInt8>) -> Bool {
    var number = text
    if number.first == .dash || number.first == UInt8(character: "+") { number = number.dropFirst() }
    if number.first == 0x30, let mark = number.dropFirst().first.map({ $0 | 0x20 }),
        mark == UInt8(character: "x") || mark == UInt8(character: "o") || mark == UInt8(character: "b")
    {
        return number.dropFirst(2).allSatisfy {
            $0.isDigit || $0 == UInt8(character: "_")
                || mark == UInt8(character: "x") && (UInt8(character: "a")...UInt8(character: "f")).contains($0 | 0x20)
        }
    }
    var sawExponent = false
    var previous: UInt8 = 0
    for byte in number {
        switch byte {
        case UInt8(character: "e"), UInt8(character: "E"):
            if sawExponent { return false }
            sawExponent = true
        case .dash, UInt8(character: "+"): if previous | 0x20 != UInt8(character: "e") { return false }
        case 0x30...0x39, UInt8(character: "."), UInt8(character: "_"): break
        default: return false
        }
        previous = byte
    }
    return sawExponent
}

/// `12:30`, `12:30:45`, `190:20:30.15`: YAML 1.1 counts these in sixtieths.
private func isSexagesimal(_ text: ArraySlice<UInt8>) -> Bool {
    let number = text.first == .dash || text.first == UInt8(character: "+") ? text.dropFirst() : text
    let parts = number.split(separator: .colon, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return false }
    for (position, part) in parts.enumerated() {
        var part = part
        if position == parts.count - 1, let dot = part.firstIndex(of: UInt8(character: ".")) { part = part[..<dot] }
        guard !part.isEmpty, part.allSatisfy({ $0.isDigit || $0 == UInt8(character: "_") && position == 0 }) else {
            return false
        }
        if position > 0, part.count > 2 || part.count == 2 && part[part.startIndex] > 0x35 { return false }
    }
    return true
}

/// A day with a time, `2026-11-27T10:00:00Z` or `2026-11-27 10:00:00`.
private func isTimestamp(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 14, text.prefix(4).allSatisfy(\.isDigit), text[text.startIndex + 4] == .dash else {
        return false
    }
    guard let separator = text.firstIndex(where: { $0 == .space || $0 | 0x20 == UInt8(character: "t") }) else {
        return false
    }
    let day = text[..<separator]
    let time = text[separator...].drop { $0 == .space || $0 | 0x20 == UInt8(character: "t") }
    return day.allSatisfy { $0.isDigit || $0 == .dash } && time.first?.isDigit == true
        && time.filter { $0 == .colon }.count >= 2
        && time.allSatisfy {
            $0.isDigit || $0 == .colon || $0 == UInt8(character: ".") || $0 == .dash || $0 == UInt8(character: "+")
                || $0 | 0x20 == UInt8(character: "z") || $0.isBlank
        }
}

/// Whether a text can be written without quotes and be read as itself by everyone.
func canBePlain(_ text: String, inFlow: Bool = false) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, !first.isBlank, !last.isBlank else { return false }
    switch Unicode.Scalar(first) {
    case "-", "?", ":":
        guard bytes.count > 1, !bytes[1].isBlank, !inFlow else { return false }
    case ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": return false
    default: break
    }
    if bytes.starts(with: [.dash, .dash, .dash]) || text.hasPrefix("...") { return false }
    for (offset, byte) in bytes.enumerated() {
        switch byte {
        case 0..<0x20, 0x7F: return false
        case .colon: if offset + 1 == bytes.count || bytes[offset + 1].isBlank || inFlow { return false }
        case .hash: if offset > 0, bytes[offset - 1].isBlank { return false }
        case .comma, .openBracket, .closeBracket, .openBrace, .closeBrace: if inFlow { return false }
        // A no-break space at an edge would be trimmed, and others after a colon end a key.
        case 0xC2 where offset + 1 < bytes.count && bytes[offset + 1] == 0xA0:
            if offset == 0 || offset + 2 == bytes.count || bytes[offset - 1] == .colon { return false }
        default: break
        }
    }
    if text.unicodeScalars.contains(where: { needsEscape($0.value) }) { return false }
    return !isRetyped(bytes[...]) && !["N/A", "n/a", "-"].contains(text)
}

/// Whether a character can stand in text only as an escape.
func needsEscape(_ value: UInt32) -> Bool {
    value != 0x20 && (value < 0x20 || isControl(value) || value == 0x2028 || value == 0x2029 || isBidiControl(value))
}

/// A text in the quotes that need the fewest escapes.
func quoted(_ text: String, preferring preferred: NodeStyle = .singleQuoted) -> String {
    let needsDouble = text.unicodeScalars.contains { needsEscape($0.value) }
    let hasSingle = text.contains("'")
    let hasDouble = text.contains("\"") || text.contains("\\")
    let isDouble = needsDouble || preferred == .doubleQuoted && !hasDouble || hasSingle && !hasDouble
    guard isDouble else {
        var written = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { written.unicodeScalars.append(scalar) }
            written.unicodeScalars.append(scalar)
        }
        return written + "'"
    }
    var written = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": written += "\\\""
        case "\\": written += "\\\\"
        case "\n": written += "\\n"
        case "\t": written += "\\t"
        case let other where needsEscape(other.value):
            let digits = String(other.value, radix: 16, uppercase: true)
            written += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        default: written.unicodeScalars.append(scalar)
        }
    }
    return written + "\""
}

/// A text on one line: plain where that is safe, otherwise quoted.
func plainOrQuoted(_ text: String, inFlow: Bool = false, preferring style: NodeStyle = .plain) -> String {
    if style == .singleQuoted || style == .doubleQuoted { return quoted(text, preferring: style) }
    return canBePlain(text, inFlow: inFlow) ? text : quoted(text)
}

/// A key as it is written, or nil where no writing of it is read by everyone.
func writtenKey(_ key: String, inFlow: Bool = false) -> String? {
    let utf8 = Array(key.utf8)
    guard !utf8.isEmpty, utf8.count <= 1000,
        !key.unicodeScalars.contains(where: { $0 != "\t" && needsEscape($0.value) })
    else {
        return nil
    }
    if key == "<<" { return nil }
    // A dash first would read as an item that lost its space.
    if canBePlain(key, inFlow: inFlow), utf8[0] != .dash || utf8[1].isDigit, !(inFlow && utf8.contains(.hash)) {
        return key
    }
    if !utf8.contains(.singleQuote), !utf8.contains(.newline) { return "'\(key)'" }
    if !utf8.contains(.doubleQuote), !utf8.contains(.backslash) { return "\"\(key)\"" }
    return nil
}

/// A text as the value of a key or item that stands at `column`: on one line, or as a block where it has several.
func writtenScalar(_ text: String, style: NodeStyle, column: Int, newline: String, inFlow: Bool = false) -> String {
    if !inFlow, text.utf8.contains(.newline), let block = writtenBlock(text, column: column, newline: newline) {
        return block
    }
    return plainOrQuoted(text, inFlow: inFlow, preferring: style)
}

/// The text after `|`, or nil where a block would need more than lines: then quotes are clearer.
private func writtenBlock(_ text: String, column: Int, newline: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let start = first.unicodeScalars.first, start != " ", start != "\t" else {
        return nil
    }
    for line in lines {
        guard !line.unicodeScalars.contains(where: { $0 != "\t" && needsEscape($0.value) }),
            line.utf8.last.map({ !$0.isBlank }) ?? true
        else { return nil }
    }
    var header = "|-"
    if lines.last?.isEmpty == true {
        lines.removeLast()
        header = lines.last?.isEmpty == true ? "|+" : "|"
    }
    // Lines kept at the end would take in the blank line that stands there.
    guard header != "|+" else { return nil }
    let indent = String(repeating: " ", count: column + 2)
    return header + lines.map { $0.isEmpty ? newline : newline + indent + $0 }.joined()
}
