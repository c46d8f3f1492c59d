// Lists and mappings in brackets on one line.
extension Parser {
    mutating func parseFlow(_ index: Int, at start: Int, parentIndent: Int, depth: Int) {
        let isMapping = bytes[start] == .openBrace
        guard depth <= Document.maximumDepth else {
            report(
                .tooDeep, start..<(start + 1),
                "more than \(Document.maximumDepth) levels of lists and mappings inside each other")
            nodes[index].flags.insert(.damaged)
            return skipLine(at: start, deeperThan: parentIndent)
        }
        nodes[index].kind = isMapping ? .mapping : .sequence
        nodes[index].style = .flow
        let closing = isMapping ? UInt8.closeBrace : .closeBracket
        let firstChild = nodes.count
        var count = 0
        var offset = skipBlanks(start + 1)
        while true {
            guard !isLineEnd(offset), bytes[offset] != .hash || !bytes[offset - 1].isBlank else {
                return refuseFlow(
                    index, firstChild, start, .unclosedBracket, start..<(start + 1),
                    "this bracket is not closed on its line", parentIndent)
            }
            if bytes[offset] == closing { break }
            if bytes[offset] == .comma {
                return refuseFlow(
                    index, firstChild, start, .emptyItem, offset..<(offset + 1),
                    "a comma with nothing before it", parentIndent)
            }
            let child = nodes.count
            nodes.append(NodeRecord(flags: isMapping ? .keyed : []))
            guard let next = isMapping ? parseFlowEntry(child, at: offset) : parseFlowScalar(child, at: offset)
            else {
                return refuseFlow(index, firstChild, start, nil, offset..<offset, "", parentIndent)
            }
            nodes[child].subtreeEnd = Int32(truncatingIfNeeded: nodes.count)
            count += 1
            if isMapping, count <= Self.smallMapping { checkDuplicate(child, among: firstChild) }
            offset = skipBlanks(next)
            if offset < end, bytes[offset] == .comma {
                offset = skipBlanks(offset + 1)
            } else if !isLineEnd(offset), bytes[offset] != closing, bytes[offset] != .hash {
                let range = offset..<endOfText(from: offset)
                return refuseFlow(
                    index, firstChild, start, .textAfterQuote, range, "text after the closing quote",
                    parentIndent)
            }
        }
        if isMapping, count > Self.smallMapping { checkDuplicates(from: firstChild) }
        nodes[index].setValue(start..<(offset + 1))
        let valueEnd = offset + 1
        if endLine(valueEnd, valueEnd: valueEnd) {
            guard !atEnd, indent > parentIndent else { return }
            reportInconsistentIndent(expected: parentIndent)
            return skipLine(at: content, deeperThan: parentIndent)
        }
        refuseFlow(
            index, firstChild, start, .textAfterBracket, skipBlanks(valueEnd)..<endOfText(from: valueEnd),
            "text after the closing bracket", parentIndent)
    }

    private func skipBlanks(_ start: Int) -> Int {
        var offset = start
        while offset < end, bytes[offset].isBlank { offset += 1 }
        return offset
    }

    private mutating func refuseFlow(
        _ index: Int, _ firstChild: Int, _ start: Int, _ code: TextProblem.Code?, _ mark: Range<Int>,
        _ message: String, _ parentIndent: Int
    ) {
        nodes.removeSubrange(firstChild...)
        if let code {
            let rest = start..<endOfRest(from: start)
            let replacement: Replacement? =
                code == .textAfterBracket ? .line(replacing: rest, with: quoted(string(rest))) : nil
            let help: String? =
                switch code {
                case .textAfterBracket: "put it inside, after a comma"
                default: nil
                }
            report(code, mark, message, replacement: replacement, help: help)
        }
        nodes[index].kind = .scalar
        nodes[index].style = .plain
        nodes[index].flags.insert(.damaged)
        nodes[index].setValue(start..<max(endOfText(from: start), start + 1))
        skipLine(at: start, deeperThan: parentIndent)
    }

    /// Reads `key: value` inside braces.
    private mutating func parseFlowEntry(_ index: Int, at start: Int) -> Int? {
        var offset = start
        let first = bytes[start]
        if first == .doubleQuote || first == .singleQuote {
            offset += 1
            while offset < end, bytes[offset] != first, bytes[offset] != .newline,
                bytes[offset] != .backslash || first == .singleQuote
            {
                offset += 1
            }
            guard offset < end, bytes[offset] == first, offset > start + 1 else {
                report(.complexKey, start..<endOfText(from: start), "a quoted key that is not simple text")
                return nil
            }
            nodes[index].setKey((start + 1)..<offset)
            nodes[index].flags.insert(.quotedKey)
            offset = skipBlanks(offset + 1)
        } else {
            while offset < end, !isLineEnd(offset), bytes[offset] != .colon || !endsFlowKey(offset),
                !isFlowMark(bytes[offset])
            {
                offset += 1
            }
            var keyEnd = offset
            while keyEnd > start, bytes[keyEnd - 1].isBlank { keyEnd -= 1 }
            guard keyEnd > start else {
                if bytes[start] == .openBrace || bytes[start] == .openBracket {
                    report(
                        .nestedBracket, start..<(start + 1), "a bracket inside brackets",
                        help: "put each entry on a line of its own")
                } else {
                    report(.missingKey, start..<(start + 1), "a colon with no key before it")
                }
                return nil
            }
            guard isPlainStart(start), !bytes[start..<keyEnd].contains(.hash) else {
                report(.reservedCharacter, start..<(start + 1), "a key cannot begin with this character")
                return nil
            }
            if string(start..<keyEnd) == "<<" {
                report(.mergeKey, start..<keyEnd, "merge keys are not part of records")
                return nil
            }
            nodes[index].setKey(start..<keyEnd)
        }
        guard offset < end, bytes[offset] == .colon, isFollowedByBlank(offset) || endsFlowKey(offset) else {
            let keyRange = nodes[index].keyRange
            if let colon = bytes[start..<min(offset + 1, end)].firstIndex(of: .colon) {
                refuseMissingSpace(colon)
            } else {
                report(.missingColon, keyRange, "'\(string(keyRange))' has no value: inside braces stand 'key: value'")
            }
            return nil
        }
        let afterColon = offset + 1
        offset = skipBlanks(afterColon)
        // Other readers take a no-break space for a part of the key.
        if offset < end, bytes[offset] == 0xC2 { offset = skipSeparation(from: afterColon) }
        if offset < end, bytes[offset] == .comma || bytes[offset] == .closeBrace {
            nodes[index].setValue(afterColon..<afterColon)
            return offset
        }
        guard !isLineEnd(offset) else {
            report(.unclosedBracket, start..<offset, "these braces are not closed on their line")
            return nil
        }
        return parseFlowScalar(index, at: offset)
    }

    /// Whether the colon ends a key in braces: a blank or a bracket follows.
    private func endsFlowKey(_ colon: Int) -> Bool {
        isFollowedByBlank(colon) || bytes[colon + 1] == .comma || bytes[colon + 1] == .closeBrace
    }

    private func isFlowMark(_ byte: UInt8) -> Bool {
        byte == .comma || byte == .openBracket || byte == .closeBracket || byte == .openBrace || byte == .closeBrace
    }

    /// Reads one text inside brackets and says where it ends.
    private mutating func parseFlowScalar(_ index: Int, at start: Int) -> Int? {
        let first = bytes[start]
        if first == .doubleQuote || first == .singleQuote { return parseFlowQuoted(index, at: start) }
        if first == .openBracket || first == .openBrace {
            report(
                .nestedBracket, start..<(start + 1), "a bracket inside brackets",
                help: "put each item on a line of its own: '- item'")
            return nil
        }
        guard
            first.isLetter || isPlainStart(start) && first != .questionMark && first != .colon
                || first == .dash && start + 1 < end
                    && (bytes[start + 1] == .comma || bytes[start + 1] == .closeBracket)
        else {
            let code: TextProblem.Code =
                switch Unicode.Scalar(first) {
                case "&": .anchor
                case "*": .alias
                case "!": .tag
                default: .reservedCharacter
                }
            report(
                code, start..<(start + 1), "an unquoted value cannot begin with '\(string(start..<(start + 1)))'",
                help: "quote the value")
            return nil
        }
        var offset = start
        while offset < end, !isLineEnd(offset), !isFlowMark(bytes[offset]) {
            if bytes[offset] == .colon, endsFlowKey(offset) || bytes[offset + 1] == .closeBracket {
                report(
                    .ambiguousColon, offset..<(offset + 1), "a colon and a space inside an unquoted value",
                    help: nodes[index].flags.contains(.keyed)
                        ? "quote the value"
                        : "where a level follows, put each item on a line of its own: '- item: level'; else quote the value"
                )
                return nil
            }
            if bytes[offset] == .hash, offset > start, bytes[offset - 1].isBlank { break }
            offset += 1
        }
        var textEnd = offset
        while textEnd > start, bytes[textEnd - 1].isBlank { textEnd -= 1 }
        if offset < end, bytes[offset] == .openBracket || bytes[offset] == .openBrace {
            report(.nestedBracket, offset..<(offset + 1), "a bracket inside brackets", help: "quote the value")
            return nil
        }
        nodes[index].setValue(start..<textEnd)
        nodes[index].kind = isBlankFlow(start..<textEnd) ? .blank : .scalar
        if nodes[index].kind == .scalar, isRetyped(bytes[start..<textEnd]) {
            let value = string(start..<textEnd)
            report(
                .retypedValue, start..<textEnd, "other programs read \(value) as something else than this text",
                replacement: .line(replacing: start..<textEnd, with: quoted(value)), help: "quote it")
        }
        return offset
    }

    private func isBlankFlow(_ text: Range<Int>) -> Bool {
        text.count <= 4 && ["~", "-", "N/A", "n/a", "null", "Null", "NULL"].contains(string(text))
    }

    private mutating func parseFlowQuoted(_ index: Int, at start: Int) -> Int? {
        let quote = bytes[start]
        let problemCount = problems.count
        let (closing, encoded) = scanQuotedOnLine(from: start)
        guard let closing else {
            report(.unclosedQuote, start..<(start + 1), "this quote is not closed")
            return nil
        }
        if problems.count > problemCount, hasErrors { return nil }
        nodes[index].style = quote == .singleQuote ? .singleQuoted : .doubleQuoted
        if encoded { nodes[index].flags.insert(.encoded) }
        nodes[index].setValue(start..<(closing + 1))
        nodes[index].kind = !encoded && isBlankText((start + 1)..<closing) ? .blank : .scalar
        return closing + 1
    }
}
