// Quoted text and blocks.
extension Parser {
    mutating func parseQuoted(_ index: Int, at start: Int, parentIndent: Int) {
        let quote = bytes[start]
        nodes[index].style = quote == .singleQuote ? .singleQuoted : .doubleQuoted
        let (closing, lines, encoded) = scanQuoted(from: start, parentIndent: parentIndent)
        guard let closing else {
            refuseUnclosed(index, start)
            return skipLine(at: start, deeperThan: parentIndent)
        }
        let valueEnd = closing + 1
        nodes[index].setValue(start..<valueEnd)
        if encoded { nodes[index].flags.insert(.encoded) }
        if lines > 1 {
            nodes[index].flags.formUnion([.multiLine, .encoded])
            report(.multiLineQuoted, start..<endOfText(from: start), "this value goes on over the next line")
        }
        nodes[index].kind = encoded || lines > 1 || !isBlankText((start + 1)..<closing) ? .scalar : .blank
        if endLine(valueEnd, valueEnd: valueEnd) {
            guard !atEnd, indent > parentIndent else { return }
            if isDash(at: content) {
                // Below an item it is the list's next one, however far in it stands.
                if nodes[index].flags.contains(.dashed) { return }
                report(
                    .misplacedItem, content..<endOfText(from: content), "an item below a value that is not a list",
                    help: "a key has either a value or a list")
            } else {
                reportInconsistentIndent(expected: parentIndent)
            }
            return skipLine(at: content, deeperThan: parentIndent)
        }
        refuseTextAfterQuote(index, start, closing)
        skipLine(at: closing, deeperThan: parentIndent)
    }

    /// Finds the closing quote. A quote does not reach past a line that stands no further in than its key, which
    /// keeps a forgotten one from swallowing the rest of the record.
    private mutating func scanQuoted(
        from start: Int, parentIndent: Int
    ) -> (closing: Int?, lines: Int, encoded: Bool) {
        let quote = bytes[start]
        var offset = start + 1
        var lines = 1
        var encoded = false
        while offset < end {
            let byte = bytes[offset]
            if byte == quote {
                guard quote == .singleQuote, offset + 1 < end, bytes[offset + 1] == quote else {
                    return (offset, lines, encoded)
                }
                encoded = true
                offset += 2
            } else if byte == .backslash, quote == .doubleQuote {
                encoded = true
                offset += escapeLength(at: offset)
            } else if byte == .newline {
                guard let next = nextQuotedLine(from: offset + 1, parentIndent: parentIndent) else { break }
                lines += 1
                offset = next
            } else {
                offset += 1
            }
        }
        return (nil, lines, encoded)
    }

    /// Finds the closing quote on the same line, as inside brackets.
    mutating func scanQuotedOnLine(from start: Int) -> (closing: Int?, encoded: Bool) {
        // Nothing stands further in than this, so the quote cannot go on.
        let (closing, _, encoded) = scanQuoted(from: start, parentIndent: .max)
        return (closing, encoded)
    }

    /// Where the next line of quoted text that is not blank begins, if it stands far enough in.
    private func nextQuotedLine(from lineStart: Int, parentIndent: Int) -> Int? {
        var offset = lineStart
        while offset < end {
            let start = offset
            while offset < end, bytes[offset] == .space { offset += 1 }
            let column = offset - start
            while offset < end, bytes[offset].isBlank { offset += 1 }
            guard isLineEnd(offset) else { return column > parentIndent ? offset : nil }
            offset = endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        return nil
    }

    /// The length of the escape at a backslash; a wrong one is reported. A line break is left to the caller.
    private mutating func escapeLength(at backslash: Int) -> Int {
        guard backslash + 1 < end else { return 1 }
        switch decodeEscape(at: backslash, in: bytes, limit: end) {
        case .scalar(let scalar, let length):
            let range = backslash..<(backslash + length)
            if isControl(scalar.value) {
                // "C:\bin" has one of these as well.
                report(
                    .controlCharacter, range, "an escape for a control character (\(escapeName(scalar.value)))",
                    replacement: .line(replacing: range, with: ""),
                    help: "delete it, or write '\\\\' for a backslash")
            } else if isBidiControl(scalar.value) {
                report(
                    .bidiControl, range,
                    "an escape for a character that reverses the direction of text (\(escapeName(scalar.value)))",
                    replacement: .line(replacing: range, with: ""), help: "delete it")
            }
            return length
        case .lineBreak: return 1
        case .invalid:
            let mark = backslash..<(backslash + (bytes[backslash + 1] < 0x80 && !isLineEnd(backslash + 1) ? 2 : 1))
            report(
                .badEscape, mark, "'\(string(mark))' means nothing in double quotes",
                replacement: .line(replacing: backslash..<(backslash + 1), with: "\\\\"),
                help: "write '\\\\' for a backslash, or use single quotes")
            return 1
        }
    }

    /// Whether text between quotes is one of the ways to say that there is nothing.
    func isBlankText(_ text: Range<Int>) -> Bool {
        if bytes[text].allSatisfy(\.isBlank) { return true }
        return text.count <= 3 && ["-", "N/A", "n/a"].contains(string(text))
    }

    private mutating func refuseUnclosed(_ index: Int, _ start: Int) {
        let textEnd = endOfRest(from: start)
        let text = string((start + 1)..<textEnd)
        report(
            .unclosedQuote, start..<(start + 1), "this quote is not closed",
            replacement: .line(replacing: start..<textEnd, with: quoted(text)))
        nodes[index].kind = .scalar
        nodes[index].style = .plain
        nodes[index].flags = nodes[index].flags.subtracting([.encoded, .multiLine]).union(.damaged)
        nodes[index].setValue(start..<textEnd)
    }

    private mutating func refuseTextAfterQuote(_ index: Int, _ start: Int, _ closing: Int) {
        let textEnd = endOfRest(from: closing)
        var after = closing + 1
        while bytes[after].isBlank { after += 1 }
        let quote = bytes[start]
        let lineOfStart = endOfLine(from: start, in: bytes, limit: end)
        var replacement: Replacement?
        if lineOfStart >= closing {
            let inner = (start + 1)..<closing
            let value: String
            if bytes[textEnd - 1] == quote {
                // name: 'Bob's': the outer quotes were meant, the inner one is text.
                value = string((start + 1)..<max(textEnd - 1, closing))
            } else if bytes[inner].allSatisfy({ !$0.isLetter && $0 < 0x80 }) {
                // telephone: '01206' 574147: the quotes were meant for the whole number.
                value = string(inner) + string((closing + 1)..<textEnd)
            } else {
                value = string(start..<textEnd)
            }
            replacement = .line(replacing: start..<textEnd, with: quoted(value))
        }
        report(
            .textAfterQuote, after..<textEnd, "text after the closing quote", replacement: replacement,
            help: "put the quotes round the whole value")
        nodes[index].kind = .scalar
        nodes[index].style = .plain
        nodes[index].flags = nodes[index].flags.subtracting([.encoded, .multiLine]).union(.damaged)
        nodes[index].setValue(start..<textEnd)
    }

    /// Reads the lines after `|` or `>`.
    mutating func parseBlockScalar(_ index: Int, at start: Int, parentIndent: Int) {
        nodes[index].kind = .scalar
        nodes[index].style = bytes[start] == .pipe ? .literal : .folded
        nodes[index].flags.formUnion([.multiLine, .encoded])
        var offset = start + 1
        var explicit = 0
        var sawChomping = false
        while offset < end {
            let byte = bytes[offset]
            if byte.isDigit, byte != UInt8(character: "0"), explicit == 0 {
                explicit = Int(byte - UInt8(character: "0"))
            } else if byte == .dash || byte == UInt8(character: "+"), !sawChomping {
                sawChomping = true
            } else {
                break
            }
            offset += 1
        }
        let headerEnd = offset
        while offset < end, bytes[offset].isBlank { offset += 1 }
        let isComment = offset < end && bytes[offset] == .hash && offset > headerEnd
        guard isLineEnd(offset) || isComment else {
            refuseRest(
                index, start, .badBlockHeader,
                "'\(string(start..<(start + 1)))' begins lines of text; something else follows it",
                mark: offset..<endOfText(from: offset), help: "put the text on the next line, or quote the value")
            nodes[index].flags = nodes[index].flags.subtracting([.encoded, .multiLine])
            return skipLine(at: start, deeperThan: parentIndent)
        }
        if offset > headerEnd, !isComment {
            report(
                .trailingSpace, headerEnd..<offset, "spaces at the end of the line",
                replacement: .line(replacing: headerEnd..<offset, with: ""))
        }
        let first = endOfLine(from: offset, in: bytes, limit: end) + 1
        let keepsEnd = bytes[start..<headerEnd].contains(UInt8(character: "+"))
        let block = scanBlock(
            from: min(first, end), column: explicit == 0 ? nil : parentIndent + explicit,
            parentIndent: parentIndent)
        let valueEnd = keepsEnd ? max(block.end, headerEnd) : max(block.textEnd, headerEnd)
        nodes[index].setValue(start..<valueEnd)
        if block.textEnd == 0, !keepsEnd { nodes[index].kind = .blank }
        commentBefore = false
        loadLine(at: block.end)
        if !atEnd, indent > parentIndent {
            reportInconsistentIndent(expected: block.column ?? parentIndent)
            skipLine(at: content, deeperThan: parentIndent)
        }
    }

    /// Finds the lines of a block: `end` is where the next line starts, `textEnd` the end of its last text.
    private mutating func scanBlock(
        from first: Int, column given: Int?, parentIndent: Int
    ) -> (end: Int, textEnd: Int, column: Int?) {
        var column = given
        var lineStart = first
        var textEnd = 0
        var widestBlank = 0
        while lineStart < end {
            var offset = lineStart
            while offset < end, bytes[offset] == .space, column.map({ offset - lineStart < $0 }) ?? true { offset += 1 }
            let lineEnd = endOfLine(from: lineStart, in: bytes, limit: end)
            if isLineEnd(offset) {
                widestBlank = max(widestBlank, offset - lineStart)
            } else {
                let width = offset - lineStart
                if column == nil, width > parentIndent {
                    column = width
                    if widestBlank > width {
                        report(
                            .inconsistentIndentation, lineStart..<offset,
                            "the first line of a block stands less far in than the blank line before it")
                    }
                }
                guard let column, width >= column else { break }
                if bytes[offset] == .tab, given == nil, textEnd == 0 {
                    report(
                        .tabIndentation, offset..<(offset + 1), "a tab before the text of the line",
                        replacement: .line(replacing: offset..<(offset + 1), with: "  "),
                        help: "indent with spaces")
                }
                textEnd = lineEnd > offset && bytes[lineEnd - 1] == .carriageReturn ? lineEnd - 1 : lineEnd
            }
            lineStart = lineEnd + 1
        }
        return (min(lineStart, end), textEnd, column)
    }
}
