// Keys: where they end, whether they are plain enough, and whether they are new.
extension Parser {
    /// Finds the key at `start` and puts it in `key`; or reports why there is none, and leaves the line.
    mutating func scanKey(at start: Int, column: Int) -> Bool {
        let first = bytes[start]
        if first == .doubleQuote || first == .singleQuote { return scanQuotedKey(at: start, column: column) }
        if !first.isLetter, ConflictMark(rawValue: first) != nil, refuseConflict(at: start) { return false }
        var offset = start
        var hash: UInt32 = 0
        while offset < end {
            let byte = bytes[offset]
            if byte == .colon, isFollowedByBlank(offset) { break }
            if byte == .newline || byte == .hash && offset > start && bytes[offset - 1].isBlank { break }
            hash = hash &* 31 &+ UInt32(byte)
            offset += 1
        }
        guard offset < end, bytes[offset] == .colon, first.isLetter || isPlainStart(start) && !isDocumentMark(at: start)
        else {
            refuseKey(at: start, column: column)
            return false
        }
        key.afterColon = offset + 1
        var keyEnd = offset
        if bytes[keyEnd - 1].isBlank {
            while bytes[keyEnd - 1].isBlank { keyEnd -= 1 }
            hash = hashOfKey(start..<keyEnd)
        }
        key.range = start..<keyEnd
        key.isQuoted = false
        key.hash = hash ^ (hash >> 6)
        if keyEnd - start > 1000 || first == UInt8(character: "<") && string(key.range) == "<<" {
            refuseKey(at: start, column: column)
            return false
        }
        return true
    }

    private mutating func scanQuotedKey(at start: Int, column: Int) -> Bool {
        let quote = bytes[start]
        var offset = start + 1
        while offset < end, bytes[offset] != quote, bytes[offset] != .newline,
            bytes[offset] != .backslash || quote == .singleQuote
        {
            offset += 1
        }
        guard offset < end, bytes[offset] == quote,
            !(quote == .singleQuote && offset + 1 < end && bytes[offset + 1] == quote),
            offset > start + 1
        else {
            report(.complexKey, start..<endOfText(from: start), "a quoted key that is not simple text on one line")
            skipLine(at: start, deeperThan: column)
            return false
        }
        var colon = offset + 1
        while colon < end, bytes[colon].isBlank { colon += 1 }
        guard colon < end, bytes[colon] == .colon, isFollowedByBlank(colon) else {
            if colon < end, bytes[colon] == .colon {
                refuseMissingSpace(colon)
            } else {
                report(.missingColon, start..<endOfText(from: start), "this line has no 'key: value'")
            }
            skipLine(at: start, deeperThan: column)
            return false
        }
        key = ScannedKey(range: (start + 1)..<offset, isQuoted: true, afterColon: colon + 1)
        let hash = hashOfKey(key.range)
        key.hash = hash ^ (hash >> 6)
        return true
    }

    func hashOfKey(_ range: Range<Int>) -> UInt32 {
        var hash: UInt32 = 0
        for byte in bytes[range] { hash = hash &* 31 &+ UInt32(byte) }
        return hash
    }

    /// Whether a blank, the end of the line or a no-break space follows.
    @inline(__always)
    func isFollowedByBlank(_ offset: Int) -> Bool {
        let next = offset + 1
        if next >= end { return true }
        let byte = bytes[next]
        return byte.isBlankOrBreak || byte == 0xC2 && noBreakSpaceLength(at: next, in: bytes, limit: end) == 2
    }

    /// Whether plain text may begin with what stands here.
    func isPlainStart(_ offset: Int) -> Bool {
        switch Unicode.Scalar(bytes[offset]) {
        case "-", "?", ":": !isFollowedByBlank(offset)
        case ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": false
        default: true
        }
    }

    /// Whether `---` or `...` stands at the start of the line, by itself or before something else.
    private func isDocumentMark(at start: Int) -> Bool {
        let first = bytes[start]
        guard start == lineStart, first == .dash || first == UInt8(character: "."), start + 3 <= end,
            bytes[start + 1] == first, bytes[start + 2] == first
        else { return false }
        return isFollowedByBlank(start + 2)
    }

    /// Whether the line at `start` has a key: a colon that a blank follows.
    func looksLikeEntry(at start: Int) -> Bool {
        guard start < end else { return false }
        var offset = start
        let first = bytes[start]
        if first == .openBracket || first == .openBrace { return false }
        if first == .doubleQuote || first == .singleQuote {
            offset += 1
            while offset < end, bytes[offset] != first, bytes[offset] != .newline { offset += 1 }
            guard offset < end, bytes[offset] == first else { return false }
            offset += 1
            while offset < end, bytes[offset].isBlank { offset += 1 }
            return offset < end && bytes[offset] == .colon && isFollowedByBlank(offset)
        }
        return scanPlain(from: start).stop == .colon
    }

    /// The colon of `word:more`, which was meant as a key; nil for addresses such as `https://...` and for times.
    func wordColon(at start: Int) -> Int? {
        var offset = start
        while offset < end, bytes[offset].isLetter || bytes[offset] == .dash || bytes[offset] == UInt8(character: "_") {
            offset += 1
        }
        guard offset > start, offset + 1 < end, bytes[offset] == .colon else { return nil }
        let next = bytes[offset + 1]
        return next == UInt8(character: "/") || next.isBlankOrBreak ? nil : offset
    }

    /// The first colon of a text that has no key, where it was meant to end one; nil where it is an address's or a
    /// time's.
    private func colonMeant(in text: Range<Int>) -> Int? {
        guard let colon = bytes[text].firstIndex(of: .colon), colon + 1 < text.upperBound else { return nil }
        let next = bytes[colon + 1]
        let isTime = next.isDigit && colon > text.lowerBound && bytes[colon - 1].isDigit
        return next == UInt8(character: "/") || next.isBlankOrBreak || isTime ? nil : colon
    }

    mutating func refuseMissingSpace(_ colon: Int) {
        report(
            .missingSpaceAfterColon, colon..<(colon + 1), "a colon without a space after it does not end a key",
            replacement: .line(replacing: colon..<(colon + 1), with: ": "))
    }

    mutating func refuseLineWithoutColon(_ text: Range<Int>) {
        report(.missingColon, text, "this line is neither 'key: value' nor '- item'")
    }

    /// Says why a line is not an entry, and leaves it.
    @inline(never)
    private mutating func refuseKey(at start: Int, column: Int) {
        let text = start..<endOfText(from: start)
        let mark = start..<min(start + 1, end)
        switch Unicode.Scalar(bytes[start]) {
        case "-" where isDocumentMark(at: start), "." where isDocumentMark(at: start):
            report(
                .severalDocuments, start..<(start + 3),
                "a file holds one record; '\(string(start..<(start + 3)))' ends it",
                help: "leave the line out, or put what follows into a file of its own")
        case "-" where isDash(at: start):
            report(
                .misplacedItem, text, "an item where a key is expected",
                help: "put the key of the list on the line before its items")
        case "-" where isDashWithoutSpace(at: start): return refuseDashWithoutSpace(column: column)
        case "?" where isFollowedByBlank(start):
            report(.complexKey, mark, "'? ' begins a key that is not simple text")
        case ":" where isFollowedByBlank(start): report(.missingKey, mark, "a colon with no key before it")
        case "%" where start == lineStart: report(.directive, text, "directives are not part of records")
        case "&": report(.anchor, text, "anchors are not part of records")
        case "*" where isFollowedByBlank(start): refuseStar(at: start)
        case "*": report(.alias, text, "aliases are not part of records")
        case "!": report(.tag, text, "tags are not part of records")
        case "[", "]", "{", "}", ",", "|", ">", "%", "@", "`":
            report(.reservedCharacter, mark, "a key cannot begin with '\(string(mark))'")
        case "<" where bytes[start...].starts(with: [0x3C, 0x3C, .colon]) || string(key.range) == "<<":
            report(.mergeKey, start..<(start + 2), "merge keys are not part of records")
        default:
            if key.range.lowerBound == start, key.range.count > 1000 {
                report(.complexKey, mark, "a key of \(key.range.count) bytes")
            } else if let mark = listMark(at: start) {
                refuseMark(mark)
            } else if let colon = colonMeant(in: start..<endOfRest(from: start)) {
                refuseMissingSpace(colon)
            } else {
                refuseLineWithoutColon(text)
            }
        }
        skipLine(at: start, deeperThan: column)
    }

    /// Compares a new key with those before it in a small mapping.
    @inline(never)
    mutating func checkDuplicate(_ child: Int, among firstChild: Int) {
        let range = nodes[child].keyRange
        var earlier = firstChild
        while earlier < child {
            if equalBytes(nodes[earlier].keyRange, range) { return reportDuplicate(child, of: earlier) }
            earlier = Int(nodes[earlier].subtreeEnd)
        }
    }

    /// Compares all keys of a large mapping by sorting them, so that many keys take hardly longer than many lines.
    mutating func checkDuplicates(from firstChild: Int) {
        var hashed: [(hash: UInt32, node: Int, position: Int)] = []
        var next = firstChild
        while next < nodes.count {
            hashed.append((hashOfKey(nodes[next].keyRange), next, hashed.count))
            next = Int(nodes[next].subtreeEnd)
        }
        hashed.sort { left, right in
            if left.hash != right.hash { return left.hash < right.hash }
            let (leftKey, rightKey) = (bytes[nodes[left.node].keyRange], bytes[nodes[right.node].keyRange])
            if leftKey.elementsEqual(rightKey) { return left.node < right.node }
            return leftKey.lexicographicallyPrecedes(rightKey)
        }
        // The first few were compared as they were read.
        for (earlier, later) in zip(hashed, hashed.dropFirst())
        where later.position >= Self.smallMapping && earlier.hash == later.hash {
            if equalBytes(nodes[earlier.node].keyRange, nodes[later.node].keyRange) {
                reportDuplicate(later.node, of: earlier.node)
            }
        }
    }

    private mutating func reportDuplicate(_ child: Int, of earlier: Int) {
        let range = nodes[child].keyRange
        let start = Int(nodes[earlier].keyStart)
        let line = isListing ? lineNumber(at: start) : 0
        report(
            .duplicateKey, range, "the key '\(string(range))' stands above already",
            help: "keep this line or line \(line)")
    }

    private func lineNumber(at offset: Int) -> Int {
        bytes[..<offset].reduce(1) { $1 == .newline ? $0 + 1 : $0 }
    }

    func equalBytes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count && bytes[left].elementsEqual(bytes[right])
    }
}
