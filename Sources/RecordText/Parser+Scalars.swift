/// Where plain text stops, and at what.
struct PlainScan {
    enum Stop { case lineEnd, comment, colon }
    var stop: Stop
    var offset: Int
}

// Single values: plain and quoted text, blocks, brackets.
extension Parser {
    /// Finds the end of the plain text on this line.
    @inline(__always)
    func scanPlain(from start: Int) -> PlainScan {
        var offset = start
        while offset < end {
            let byte = bytes[offset]
            if byte > .colon {
                offset += 1
                continue
            }
            if byte == .newline { break }
            if byte == .colon {
                if isFollowedByBlank(offset) { return PlainScan(stop: .colon, offset: offset) }
            } else if byte == .hash, offset > start, bytes[offset - 1].isBlank {
                return PlainScan(stop: .comment, offset: offset)
            }
            offset += 1
        }
        return PlainScan(stop: .lineEnd, offset: offset)
    }

    /// Reads the value at `start` into a node and leaves its last line.
    mutating func parseScalar(_ index: Int, at start: Int, parentIndent: Int, depth: Int) {
        let first = bytes[start]
        if first.isLetter || first.isDigit {
            return parsePlain(index, at: start, scan: scanPlain(from: start), parentIndent: parentIndent)
        }
        switch Unicode.Scalar(first) {
        case "'", "\"": parseQuoted(index, at: start, parentIndent: parentIndent)
        case "|", ">": parseBlockScalar(index, at: start, parentIndent: parentIndent)
        case "[", "{": parseFlow(index, at: start, parentIndent: parentIndent, depth: depth + 1)
        case "-" where isFollowedByBlank(start), "?" where isFollowedByBlank(start),
            ":" where isFollowedByBlank(start), ",", "]", "}", "#", "&", "*", "!", "%", "@", "`":
            parseOddStart(index, at: start, parentIndent: parentIndent)
        default:
            parsePlain(index, at: start, scan: scanPlain(from: start), parentIndent: parentIndent)
        }
    }

    @inline(__always)
    mutating func parsePlain(_ index: Int, at start: Int, scan: PlainScan, parentIndent: Int) {
        var textEnd = scan.offset
        if bytes[textEnd - 1].isBlankOrBreak || bytes[textEnd - 1] == 0xA0 {
            textEnd = trimPlain(start..<textEnd, stop: scan.stop)
        }
        nodes[index].setValue(start..<textEnd)
        nodes[index].kind = isBlankWord(start..<textEnd) ? .blank : .scalar
        switch scan.stop {
        case .lineEnd:
            commentBefore = false
            loadLine(at: scan.offset + 1)
        case .comment:
            checkComment(at: scan.offset)
            loadLine(after: scan.offset)
            commentBefore = true
        case .colon:
            refuseRest(
                index, start, .ambiguousColon, "a colon and a space inside an unquoted value",
                mark: scan.offset..<(scan.offset + 1), help: "quote the value")
            return skipLine(at: start, deeperThan: parentIndent)
        }
        if !atEnd, indent > parentIndent { return continuePlain(index, parentIndent: parentIndent) }
        let first = bytes[start]
        if !first.isLetter || textEnd - start <= 5, mayBeRetyped(first) { checkRetyped(index, start..<textEnd) }
    }

    /// Leaves out white space at the end of plain text, and says so where nothing follows.
    @inline(never)
    private mutating func trimPlain(_ text: Range<Int>, stop: PlainScan.Stop) -> Int {
        var textEnd = text.upperBound
        var sawNoBreakSpace = false
        if stop == .lineEnd, bytes[textEnd - 1] == .carriageReturn { textEnd -= 1 }
        let lineEnd = textEnd
        while textEnd > text.lowerBound + 1 {
            if bytes[textEnd - 1].isBlank {
                textEnd -= 1
            } else if bytes[textEnd - 1] == 0xA0, bytes[textEnd - 2] == 0xC2, textEnd - 2 > text.lowerBound {
                sawNoBreakSpace = true
                textEnd -= 2
            } else {
                break
            }
        }
        if textEnd < lineEnd, stop == .lineEnd || sawNoBreakSpace {
            let range = textEnd..<lineEnd
            report(
                sawNoBreakSpace ? .noBreakSpace : .trailingSpace, range, "spaces at the end of the value",
                replacement: .line(replacing: range, with: stop == .comment ? " " : ""))
        }
        return textEnd
    }

    /// Whether plain text is one of the ways to say that there is nothing.
    @inline(__always)
    private func isBlankWord(_ text: Range<Int>) -> Bool {
        text.count <= 4 && isBlankWordSlow(text)
    }

    @inline(never)
    private func isBlankWordSlow(_ text: Range<Int>) -> Bool {
        switch bytes[text.lowerBound] {
        case UInt8(character: "~"), .dash: return text.count == 1
        case UInt8(character: "N"), UInt8(character: "n"):
            if text.count == 3, bytes[text.lowerBound + 1] != UInt8(character: "/") { return false }
            switch string(text) {
            case "N/A", "n/a", "null", "Null", "NULL": return true
            default: return false
            }
        default: return false
        }
    }

    /// Whether a text with this first byte can be one that other programs change.
    @inline(__always)
    private func mayBeRetyped(_ first: UInt8) -> Bool {
        guard first.isLetter else { return true }
        let letter = first | 0x20
        return letter == UInt8(character: "n") || letter == UInt8(character: "o") || letter == UInt8(character: "y")
            || letter == UInt8(character: "t") || letter == UInt8(character: "f")
    }

    private mutating func checkRetyped(_ index: Int, _ text: Range<Int>) {
        if bytes[text.lowerBound] == 0xE2 { return checkCurlyQuotes(text) }
        guard bytes[text.lowerBound] < 0x80, isRetyped(bytes[text]) else { return }
        let value = string(text)
        if nodes[index].kind == .blank {
            return report(
                .retypedValue, text, "\(value) is read as blank", replacement: withoutValue(text),
                help: "leave the value out")
        }
        report(
            .retypedValue, text, "other programs read \(value) as something else than this text",
            replacement: .line(replacing: text, with: quoted(value)), help: "quote it")
    }

    /// The line without its value.
    private func withoutValue(_ value: Range<Int>) -> Replacement {
        var start = value.lowerBound
        while bytes[start - 1].isBlank { start -= 1 }
        return .line(replacing: start..<value.upperBound, with: "")
    }

    private mutating func checkCurlyQuotes(_ text: Range<Int>) {
        guard text.count > 6, bytes[text.lowerBound + 1] == 0x80, bytes[text.upperBound - 3] == 0xE2,
            bytes[text.upperBound - 2] == 0x80, (0x98...0x9F).contains(bytes[text.lowerBound + 2]),
            (0x98...0x9F).contains(bytes[text.upperBound - 1])
        else { return }
        let inner = string((text.lowerBound + 3)..<(text.upperBound - 3))
        // Of several in one line each has its own.
        let isOne = !inner.contains { "“„‘‚".contains($0) }
        report(
            .curlyQuotes, text, "curly quotes round a value are part of its text",
            replacement: isOne ? .line(replacing: text, with: plainOrQuoted(inner)) : nil,
            help: "leave them out, or use straight quotes")
    }

    /// Warns where ` #` seems to have been meant as text.
    mutating func checkComment(at hash: Int) {
        guard hash + 1 < end, !bytes[hash + 1].isBlankOrBreak, bytes[hash + 1] != .hash else { return }
        let lineEnd = endOfText(from: hash)
        report(
            .cutByComment, hash..<lineEnd, "' #' begins a comment, so the value ends before it",
            help: "quote the value if '\(string(hash..<lineEnd))' belongs to it; otherwise put a space after '#'")
    }

    /// Reads the further lines of plain text.
    @inline(never)
    private mutating func continuePlain(_ index: Int, parentIndent: Int) {
        while !atEnd, indent > parentIndent {
            let scan = scanPlain(from: content)
            if isDash(at: content) {
                // Below an item it is the list's next one, however far in it stands.
                if nodes[index].flags.contains(.dashed) { return }
                report(
                    .misplacedItem, content..<endOfText(from: content), "an item below a value that is not a list",
                    help: "a key has either a value or a list")
                return skipLine(at: content, deeperThan: parentIndent)
            }
            if isDashWithoutSpace(at: content) { return refuseDashWithoutSpace(column: parentIndent) }
            // A tab is wrong in any case, and `word:more` behind it was meant as a key rather than as more of the text.
            if bytes[lineStart] == .tab, let colon = wordColon(at: content) {
                reportInconsistentIndent(expected: max(parentIndent, 0))
                refuseMissingSpace(colon)
                return skipLine(at: content, deeperThan: parentIndent)
            }
            if scan.stop == .colon || commentBefore {
                reportInconsistentIndent(expected: max(parentIndent, 0))
                return skipLine(at: content, deeperThan: parentIndent)
            }
            var textEnd = scan.offset
            if bytes[textEnd - 1].isBlankOrBreak || bytes[textEnd - 1] == 0xA0 {
                textEnd = trimPlain(content..<textEnd, stop: scan.stop)
            }
            if !nodes[index].flags.contains(.multiLine) {
                report(
                    .multiLinePlain, Int(nodes[index].valueStart)..<Int(nodes[index].valueEnd),
                    "this value goes on over the next line")
                nodes[index].flags.formUnion([.multiLine, .encoded])
                nodes[index].kind = .scalar
            }
            nodes[index].valueEnd = Int32(truncatingIfNeeded: textEnd)
            if scan.stop == .comment {
                checkComment(at: scan.offset)
                loadLine(after: scan.offset)
                commentBefore = true
            } else {
                commentBefore = false
                loadLine(at: scan.offset + 1)
            }
        }
    }

    /// Ends a line after a key, a dash or a closing quote: only blanks and a comment may follow. Says whether that
    /// is so, and leaves the line.
    @discardableResult
    mutating func endLine(_ start: Int, valueEnd: Int) -> Bool {
        var offset = start
        while offset < end, bytes[offset].isBlank { offset += 1 }
        if isLineEnd(offset) {
            if offset > valueEnd,
                !problems.contains(where: {
                    $0.range.upperBound == offset && $0.id == .trailingSpace
                        || $0.range.upperBound == offset && $0.id == .noBreakSpace
                })
            {
                report(
                    .trailingSpace, valueEnd..<offset, "spaces at the end of the line",
                    replacement: .line(replacing: valueEnd..<offset, with: ""))
            }
            loadLine(after: offset)
            return true
        }
        guard bytes[offset] == .hash, offset > valueEnd else { return false }
        checkComment(at: offset)
        loadLine(after: offset)
        commentBefore = true
        return true
    }

    /// Reports a value that cannot be read and keeps the rest of its line as what it says.
    mutating func refuseRest(
        _ index: Int, _ start: Int, _ code: TextProblem.Code, _ message: String, mark: Range<Int>? = nil,
        help: String? = nil
    ) {
        let rest = start..<endOfRest(from: start)
        // An item that others follow on lines of their own is one.
        let canQuote = code != .listInList && (code != .misplacedItem || !isItemBelow(start))
        report(
            code, mark ?? rest, message,
            replacement: canQuote ? .line(replacing: rest, with: quoted(string(rest))) : nil, help: help)
        keepRest(index, rest)
    }

    /// Whether the next line with text begins with a dash.
    private func isItemBelow(_ start: Int) -> Bool {
        var next = endOfLine(from: start, in: bytes, limit: end)
        while next < end, bytes[next].isBlankOrBreak { next += 1 }
        return next < end && isDash(at: next)
    }

    /// Where the rest of a line ends that is not read, before its comment and the blanks in front of that.
    func endOfRest(from start: Int) -> Int {
        let lineEnd = endOfText(from: start)
        var textEnd = start
        while textEnd < lineEnd, bytes[textEnd] != .hash || textEnd == start || !bytes[textEnd - 1].isBlank {
            textEnd += 1
        }
        while textEnd > start + 1, bytes[textEnd - 1].isBlank { textEnd -= 1 }
        return textEnd
    }

    mutating func keepRest(_ index: Int, _ rest: Range<Int>) {
        nodes[index].kind = .scalar
        nodes[index].style = .plain
        nodes[index].flags.insert(.damaged)
        nodes[index].setValue(rest)
    }

    /// Values that begin with a character that plain text cannot begin with.
    @inline(never)
    private mutating func parseOddStart(_ index: Int, at start: Int, parentIndent: Int) {
        let mark = start..<(start + 1)
        switch Unicode.Scalar(bytes[start]) {
        case "-":
            report(
                .loneDash, mark, "a lone dash is read as blank",
                replacement: withoutValue(mark), help: "leave the value out")
            nodes[index].setValue(mark)
            nodes[index].kind = .blank
            if endLine(start + 1, valueEnd: start + 1) { return }
            refuseRest(index, start, .misplacedItem, "an item on the line of its key")
        case "?": refuseRest(index, start, .complexKey, "'? ' begins a key that is not simple text", mark: mark)
        case ":":
            refuseRest(
                index, start, .ambiguousColon, "a value that begins with a colon", mark: mark, help: "quote the value")
        case "&":
            refuseRest(
                index, start, .anchor, "anchors are not part of records", mark: mark,
                help: "quote the value if '&' belongs to it")
        case "*" where isFollowedByBlank(start):
            keepRest(index, start..<endOfText(from: start))
            return refuseStars(at: start, parentIndent: parentIndent)
        case "*":
            refuseRest(
                index, start, .alias, "aliases are not part of records", mark: mark,
                help: "quote the value if '*' belongs to it")
        case "!":
            refuseRest(
                index, start, .tag, "tags are not part of records", mark: mark,
                help: "quote the value if '!' belongs to it")
        default:
            refuseRest(
                index, start, .reservedCharacter, "an unquoted value cannot begin with '\(string(mark))'",
                mark: mark, help: "quote the value")
        }
        skipLine(at: start, deeperThan: parentIndent)
    }

    /// `* php`: items as some mail programs and wikis write them, one a line.
    mutating func refuseStars(at start: Int, parentIndent: Int) {
        var start = start
        repeat {
            if bytes[start] == UInt8(ascii: "*"), isFollowedByBlank(start) {
                refuseStar(at: start)
            } else if let mark = listMark(at: start) {
                refuseMark(mark)
            }
            loadLine(after: start)
            start = content
        } while !atEnd && indent > parentIndent
    }

    mutating func refuseStar(at start: Int) {
        report(
            .alias, start..<(start + 1), "an item of a list begins with '-', not with '*'",
            replacement: .line(replacing: start..<(start + 1), with: "-"),
            help: "quote the value if '*' belongs to it")
    }

    /// The dash of a text or the bullet that a telephone or a word processor makes of `-`, with the blanks after it.
    func listMark(at start: Int) -> Range<Int>? {
        guard start + 3 < end, bytes[start] == 0xE2, bytes[start + 1] == 0x80,
            // An en dash, an em dash, a bullet.
            [0x93, 0x94, 0xA2].contains(bytes[start + 2]), isFollowedByBlank(start + 2), !isLineEnd(start + 3)
        else { return nil }
        var offset = start + 3
        while offset < end, bytes[offset].isBlank { offset += 1 }
        return start..<offset
    }

    /// Whether the line at `start` and the next with text both begin so: one alone can be a text's.
    func beginsListOfMarks(at start: Int) -> Bool {
        guard listMark(at: start) != nil else { return false }
        var next = endOfLine(from: start, in: bytes, limit: end)
        while next < end, bytes[next].isBlankOrBreak { next += 1 }
        // Some of them may have been mended.
        return listMark(at: next) != nil || next < end && isDash(at: next)
    }

    mutating func refuseMark(_ mark: Range<Int>) {
        let sign = mark.lowerBound..<(mark.lowerBound + 3)
        report(
            .missingDash, sign, "an item of a list begins with '-', not with '\(string(sign))'",
            replacement: .line(replacing: mark, with: "- "), help: "quote the value if '\(string(sign))' belongs to it")
    }
}
