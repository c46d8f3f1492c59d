/// Whether a character can be in no record: the C0 and C1 controls but tab and line breaks, DEL, and what YAML forbids.
func isControl(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
}

/// Whether a character embeds, overrides or isolates the direction of text. The marks U+200E, U+200F and U+061C only
/// hint at it, are needed in right-to-left names, and are allowed.
func isBidiControl(_ value: UInt32) -> Bool {
    (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
}

/// A character as people name it: `U+202E`.
func escapeName(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}

/// The name of the first character of a text that can be in no record, such as `U+0001`; nil where it has none.
public func firstControlCharacter(in text: String) -> String? {
    text.unicodeScalars.first { isControl($0.value) }.map { escapeName($0.value) }
}

extension Parser {
    /// Reports what is not UTF-8, control characters, characters that reverse text, and CRLF.
    mutating func checkCharacters(in range: Range<Int>, isRecord: Bool) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            offset = firstUnusualByte(in: bytes, from: offset, limit: range.upperBound)
            guard offset < range.upperBound else { return }
            offset = checkUnusual(at: offset, limit: range.upperBound, isRecord: isRecord)
        }
    }

    /// Looks closely at one character and says where the next begins.
    private mutating func checkUnusual(at offset: Int, limit: Int, isRecord: Bool) -> Int {
        let byte = bytes[offset]
        if byte == .carriageReturn, offset + 1 < limit, bytes[offset + 1] == .newline || offset + 1 == limit {
            if !sawCRLF, isRecord {
                sawCRLF = true
                report(
                    .crlf, offset..<(offset + 1), "lines that end as on Windows",
                    help: "cotech fmt ends all lines alike")
            }
            return offset + 2
        }
        if byte < 0x80 {
            guard isControl(UInt32(byte)) || byte == .carriageReturn else { return offset + 1 }
            let name = escapeName(UInt32(byte))
            report(
                .controlCharacter, offset..<(offset + 1), "a control character (\(name))",
                replacement: .cleanLine(at: offset, isRecord: isRecord), help: "delete it")
            return offset + 1
        }
        guard let (value, length) = decodeUTF8(at: offset, limit: limit) else {
            reportInvalidUTF8(at: offset, limit: limit)
            return endOfLine(from: offset, in: bytes, limit: limit)
        }
        let isByteOrderMark = value == 0xFEFF && offset == 0
        let isLineSeparator = isRecord && (value == 0x2028 || value == 0x2029)
        if value >= 0xFEFF || value < 0xA0 || (0x2028...0x2069).contains(value) {
            let next = offset + length
            if isBidiControl(value) {
                report(
                    .bidiControl, offset..<next,
                    "a character that reverses the direction of text (\(escapeName(value)))",
                    replacement: .cleanLine(at: offset, isRecord: isRecord), help: "delete it")
            } else if isControl(value) && !isByteOrderMark || isLineSeparator {
                report(
                    .controlCharacter, offset..<next, "a control character (\(escapeName(value)))",
                    replacement: .cleanLine(at: offset, isRecord: isRecord), help: "delete it")
            }
        }
        return offset + length
    }

    /// A line without the characters that can be in no record.
    func cleanLine(_ line: String, isFirst: Bool, isRecord: Bool) -> String {
        var clean = String.UnicodeScalarView()
        for (place, scalar) in line.unicodeScalars.enumerated() {
            switch scalar.value {
            case 0x2028, 0x2029: clean.append(isRecord ? " " : scalar)
            case 0xFEFF where place == 0 && isFirst: clean.append(scalar)
            case 0x0D: break
            case let value where isControl(value) || isBidiControl(value): break
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }

    /// The character at an offset, or nil where the bytes are not one in its shortest form.
    private func decodeUTF8(at offset: Int, limit: Int) -> (value: UInt32, length: Int)? {
        let first = bytes[offset]
        let length: Int
        var value: UInt32
        let least: UInt32
        switch first {
        case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
        case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
        case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x10000)
        default: return nil
        }
        guard offset + length <= limit else { return nil }
        for next in (offset + 1)..<(offset + length) {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[next] & 0x3F)
        }
        guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return nil }
        return (value, length)
    }

    private mutating func reportInvalidUTF8(at offset: Int, limit: Int) {
        let start = startOfLine(at: offset, in: bytes)
        var lineEnd = endOfLine(from: offset, in: bytes, limit: limit)
        if lineEnd > offset, bytes[lineEnd - 1] == .carriageReturn { lineEnd -= 1 }
        // Where the rest is ASCII, the line is nearly always Windows-1252.
        let decoded = bytes[start..<lineEnd].map { windows1252($0) }
        let otherBytes = bytes[start..<offset] + bytes[(offset + 1)..<lineEnd]
        report(
            .invalidUTF8, offset..<(offset + 1), "this is not UTF-8",
            replacement: otherBytes.allSatisfy { $0 < 0x80 } && !decoded.contains(nil)
                ? .whole(String(String.UnicodeScalarView(decoded.compactMap(\.self)))) : nil,
            help: "save the file with the encoding UTF-8")
    }

    /// The character of a byte in Windows-1252; nil for the five that have none.
    private func windows1252(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
        let scalar = Self.windows1252[Int(byte) - 0x80]
        return scalar == "?" ? nil : scalar
    }

    /// What Windows-1252 has from 0x80 to 0x9F.
    private static let windows1252 = Array("€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ".unicodeScalars)
}

/// The first byte that is neither printable ASCII, nor a line break `\n`; tabs count as unusual, which costs little.
func firstUnusualByte(in bytes: [UInt8], from start: Int, limit: Int) -> Int {
    var offset = start
    unsafe bytes.withUnsafeBytes { raw in
        let (low, high): (UInt64, UInt64) = (0x7F7F_7F7F_7F7F_7F7F, 0x8080_8080_8080_8080)
        while offset + 8 <= limit {
            let word = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // In each byte, the high bit of: below 0x20; equal to 0x0A; equal to 0x7F.
            let below = ~((word | high) &- 0x2020_2020_2020_2020) & ~word & high
            let notNewline = ((word ^ 0x0A0A_0A0A_0A0A_0A0A) & low) &+ low
            let notDelete = ((word ^ low) & low) &+ low
            if (word & high) | (below & notNewline) | (~notDelete & high) != 0 { break }
            offset += 8
        }
    }
    while offset < limit {
        let byte = bytes[offset]
        if byte >= 0x7F || byte < 0x20 && byte != .newline { break }
        offset += 1
    }
    return offset
}
