/// What stands at a backslash in double quotes.
enum Escape {
    /// A character, and how many bytes stand for it.
    case scalar(Unicode.Scalar, length: Int)
    /// The line goes on without a space.
    case lineBreak
    case invalid
}

/// Reads the escape at a backslash.
func decodeEscape(at backslash: Int, in bytes: [UInt8], limit: Int) -> Escape {
    guard backslash + 1 < limit else { return .invalid }
    func hexadecimal(_ count: Int) -> Escape {
        guard backslash + 2 + count <= limit else { return .invalid }
        var value: UInt32 = 0
        for byte in bytes[(backslash + 2)..<(backslash + 2 + count)] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return .invalid
            }
            value = value << 4 | UInt32(digit)
        }
        return Unicode.Scalar(value).map { .scalar($0, length: 2 + count) } ?? .invalid
    }
    func one(_ scalar: Unicode.Scalar) -> Escape { .scalar(scalar, length: 2) }
    switch Unicode.Scalar(bytes[backslash + 1]) {
    case "0": return one("\0")
    case "a": return one("\u{07}")
    case "b": return one("\u{08}")
    case "t", "\t": return one("\t")
    case "n": return one("\n")
    case "v": return one("\u{0B}")
    case "f": return one("\u{0C}")
    case "r": return one("\r")
    case "e": return one("\u{1B}")
    case " ": return one(" ")
    case "\"": return one("\"")
    case "/": return one("/")
    case "\\": return one("\\")
    case "N": return one("\u{85}")
    case "_": return one("\u{A0}")
    case "L": return one("\u{2028}")
    case "P": return one("\u{2029}")
    case "x": return hexadecimal(2)
    case "u": return hexadecimal(4)
    case "U": return hexadecimal(8)
    case "\n", "\r": return .lineBreak
    default: return .invalid
    }
}

extension Document {
    /// The bytes of a scalar without its quotes.
    func innerRange(_ record: NodeRecord) -> Range<Int> {
        let range = record.valueRange
        switch record.style {
        case .singleQuoted, .doubleQuoted: return (range.lowerBound + 1)..<(range.upperBound - 1)
        default: return range
        }
    }

    @inline(__always)
    func decodedText(_ record: NodeRecord) -> String {
        if record.flags.contains(.encoded) { return decodeEncoded(record) }
        return String(decoding: bytes[innerRange(record)], as: UTF8.self)
    }

    private func decodeEncoded(_ record: NodeRecord) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(Int(record.valueEnd - record.valueStart))
        switch record.style {
        case .literal, .folded: decodeBlock(record, into: &decoded)
        default: decodeLines(record, into: &decoded)
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Plain and quoted text: white space round a line break is left out, one break is a space, and each blank line
    /// is a break.
    private func decodeLines(_ record: NodeRecord, into decoded: inout [UInt8]) {
        let range = innerRange(record)
        let end = range.upperBound
        let isQuoted = record.style != .plain
        var offset = range.lowerBound
        // What white space may not be trimmed: that which an escape wrote.
        var kept = 0
        while offset < end {
            let byte = bytes[offset]
            if byte == .singleQuote, record.style == .singleQuoted {
                decoded.append(.singleQuote)
                offset += 2
            } else if byte == .backslash, record.style == .doubleQuoted {
                switch decodeEscape(at: offset, in: bytes, limit: end) {
                case .scalar(let scalar, let length):
                    decoded.append(contentsOf: Array(String(Character(scalar)).utf8))
                    kept = decoded.count
                    offset += length
                case .lineBreak:
                    kept = decoded.count
                    offset = endOfLine(from: offset, in: bytes, limit: end) + 1
                    let breaks = skipBlankLines(&offset, end)
                    decoded.append(contentsOf: repeatElement(.newline, count: breaks))
                    kept = decoded.count
                case .invalid:
                    decoded.append(byte)
                    offset += 1
                }
            } else if byte == .newline {
                trimEnd(&decoded, kept: kept, noBreakSpaces: !isQuoted)
                offset += 1
                let breaks = skipBlankLines(&offset, end)
                if breaks == 0 {
                    decoded.append(.space)
                } else {
                    decoded.append(contentsOf: repeatElement(.newline, count: breaks))
                }
                kept = decoded.count
            } else if byte == .hash, !isQuoted, offset > range.lowerBound, bytes[offset - 1].isBlank {
                // A comment ends a line of plain text only when it is the last, which the range leaves out.
                decoded.append(byte)
                offset += 1
            } else {
                decoded.append(byte)
                offset += 1
            }
        }
    }

    /// Passes blank lines and the indentation of the next, and says how many lines were blank.
    private func skipBlankLines(_ offset: inout Int, _ end: Int) -> Int {
        var breaks = 0
        while offset < end {
            while offset < end, bytes[offset].isBlank { offset += 1 }
            if offset < end, bytes[offset] == .carriageReturn, offset + 1 < end, bytes[offset + 1] == .newline {
                offset += 1
            }
            guard offset < end, bytes[offset] == .newline else { break }
            breaks += 1
            offset += 1
        }
        return breaks
    }

    private func trimEnd(_ decoded: inout [UInt8], kept: Int, noBreakSpaces: Bool) {
        if decoded.count > kept, decoded.last == .carriageReturn { decoded.removeLast() }
        while decoded.count > kept, let last = decoded.last {
            if last.isBlank {
                decoded.removeLast()
            } else if noBreakSpaces, last == 0xA0, decoded.count > kept + 1, decoded[decoded.count - 2] == 0xC2 {
                decoded.removeLast(2)
            } else {
                break
            }
        }
    }

    /// The lines after `|` or `>`.
    private func decodeBlock(_ record: NodeRecord, into decoded: inout [UInt8]) {
        let range = record.valueRange
        let headerEnd = endOfLine(from: range.lowerBound, in: bytes, limit: range.upperBound)
        let chomping = bytes[range.lowerBound..<headerEnd].first { $0 == .dash || $0 == 0x2B || $0.isBlank } ?? 0
        var lineStart = headerEnd + 1
        let end = range.upperBound
        let column = blockColumn(record)
        let folds = record.style == .folded
        var pendingBreaks = 0
        var isFirst = true
        // A line that begins with white space is not folded, nor are the breaks beside it.
        var previousIsMore = false
        while lineStart < end {
            let lineEnd = endOfLine(from: lineStart, in: bytes, limit: end)
            var textEnd = lineEnd
            if textEnd > lineStart, bytes[textEnd - 1] == .carriageReturn { textEnd -= 1 }
            var textStart = lineStart
            while textStart < textEnd, textStart - lineStart < column, bytes[textStart] == .space { textStart += 1 }
            if textStart == textEnd {
                pendingBreaks += 1
            } else {
                let isMore = bytes[textStart].isBlank
                if isFirst {
                    decoded.append(contentsOf: repeatElement(.newline, count: pendingBreaks))
                } else if !folds || isMore || previousIsMore {
                    decoded.append(contentsOf: repeatElement(.newline, count: pendingBreaks + 1))
                } else if pendingBreaks == 0 {
                    decoded.append(.space)
                } else {
                    decoded.append(contentsOf: repeatElement(.newline, count: pendingBreaks))
                }
                decoded.append(contentsOf: bytes[textStart..<textEnd])
                pendingBreaks = 0
                isFirst = false
                previousIsMore = isMore
            }
            lineStart = lineEnd + 1
        }
        switch chomping {
        case .dash: break
        case 0x2B: decoded.append(contentsOf: repeatElement(.newline, count: pendingBreaks + (isFirst ? 0 : 1)))
        default: if !isFirst { decoded.append(.newline) }
        }
    }

    /// How far in the lines of a block stand.
    func blockColumn(of node: Node) -> Int { blockColumn(nodes[node.offset]) }

    private func blockColumn(_ record: NodeRecord) -> Int {
        let range = record.valueRange
        let headerEnd = endOfLine(from: range.lowerBound, in: bytes, limit: range.upperBound)
        let header = bytes[range.lowerBound..<headerEnd].prefix { !$0.isBlank }
        if let digit = header.first(where: \.isDigit) { return parentColumn(record) + Int(digit - 0x30) }
        return firstColumn(from: headerEnd + 1, range.upperBound)
    }

    private func firstColumn(from start: Int, _ end: Int) -> Int {
        var lineStart = start
        while lineStart < end {
            var offset = lineStart
            while offset < end, bytes[offset] == .space { offset += 1 }
            if offset < end, bytes[offset] != .newline, bytes[offset] != .carriageReturn { return offset - lineStart }
            lineStart = endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        return 0
    }

    /// How far in the entry or item of a value stands.
    func parentColumn(_ record: NodeRecord) -> Int {
        let start = Int(record.keyStart) - (record.flags.contains(.quotedKey) ? 1 : 0)
        return start - startOfLine(at: start)
    }

    /// The first byte of the line that holds an offset, after a byte order mark.
    func startOfLine(at offset: Int) -> Int {
        let start = RecordText.startOfLine(at: offset, in: bytes)
        return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) && offset >= 3 ? 3 : start
    }
}
