/// The key of an entry, and where its value begins.
struct ScannedKey {
    var range = 0..<0
    var isQuoted = false
    var afterColon = 0
    var hash: UInt32 = 0
}

/// How far in the blocks that are being read stand, and the lines on which they begin, each further in than the one
/// before.
struct Levels {
    private var columns = SIMD8<Int>()
    private var starts = SIMD8<Int>()
    private var count = 0

    /// Enters a block, and says how many there were, to leave it again.
    @inline(__always)
    mutating func enter(_ column: Int, from lineStart: Int) -> Int {
        let outer = count
        // The items of a list may stand as far in as its key.
        guard outer == 0 || column > columns[outer - 1], outer < SIMD8<Int>.scalarCount else { return outer }
        columns[outer] = column
        starts[outer] = lineStart
        count = outer + 1
        return outer
    }

    @inline(__always)
    mutating func leave(to outer: Int) { count = outer }

    /// How far in a level stands, counted from none; two further in for each that is not there yet.
    func column(ofLevel level: Int) -> Int {
        level < count ? columns[level] : (count == 0 ? 0 : columns[count - 1]) + 2 * (level + 1 - max(count, 1))
    }

    /// The line on which a level begins.
    func start(ofLevel level: Int) -> Int? { level < count ? starts[level] : nil }
}

// Mappings and sequences on lines of their own.
extension Parser {
    /// Leaves out a `---` above the record's first line.
    mutating func skipDocumentStart(form isWholeFile: Bool) {
        guard isWholeFile, !atEnd, indent == 0, isMarker(at: content, .dash) else { return }
        report(.documentStart, content..<(content + 3), "'---' at the top of a file that needs none")
        loadLine(after: content)
    }

    /// Reads the entries that stand at `column`; `first` is where the first stands when it follows a dash.
    mutating func parseMapping(_ index: Int, indent column: Int, depth: Int, first: Int?) {
        nodes[index].kind = .mapping
        nodes[index].style = .block
        guard depth <= Document.maximumDepth else { return refuseDepth(index, column) }
        let outer = levels.enter(column, from: lineStart)
        defer { levels.leave(to: outer) }
        let firstChild = nodes.count
        var lastChild = firstChild
        var seen: UInt64 = 0
        var count = 0
        var pending = first
        while !atEnd {
            var at = content
            var entryColumn = column
            if let start = pending {
                at = start
                pending = nil
            } else if indent != column {
                if indent < column { break }
                reportInconsistentIndent(expected: column, after: count == 0 ? nil : lastChild)
                entryColumn = indent
            } else {
                lastOddIndent = -1
            }
            guard scanKey(at: at, column: entryColumn) else { continue }
            let child = nodes.count
            lastChild = child
            var entry = NodeRecord(flags: key.isQuoted ? [.keyed, .quotedKey] : .keyed)
            entry.setKey(key.range)
            nodes.append(entry)
            count += 1
            if count <= Self.smallMapping {
                // One bit of the hash tells nearly always that a key is new.
                let bit = UInt64(1) << UInt64(key.hash & 63)
                if seen & bit != 0 { checkDuplicate(child, among: firstChild) }
                seen |= bit
            }
            parseEntryValue(child, column: entryColumn, depth: depth)
            nodes[child].subtreeEnd = Int32(truncatingIfNeeded: nodes.count)
        }
        if count > Self.smallMapping { checkDuplicates(from: firstChild) }
        closeBlock(index, firstChild, lastChild)
    }

    /// Up to this many keys are compared one by one as they are read.
    static var smallMapping: Int { 48 }

    /// Reads the items that stand at `column`, further in than the key they belong to, which stands at `parentIndent`, or
    /// as far.
    mutating func parseSequence(_ index: Int, indent column: Int, depth: Int, parentIndent: Int) {
        nodes[index].kind = .sequence
        nodes[index].style = .block
        guard depth <= Document.maximumDepth else { return refuseDepth(index, column) }
        let outer = levels.enter(column, from: lineStart)
        defer { levels.leave(to: outer) }
        let firstChild = nodes.count
        var lastChild = firstChild
        let isIndented = column > parentIndent
        while !atEnd, indent >= column || indent > parentIndent && isDash(at: content) {
            if indent == column {
                lastOddIndent = -1
            } else {
                // An item is one wherever it stands; what else is odd is left.
                let isItem = isDash(at: content)
                reportInconsistentIndent(expected: column, after: isItem || lastChild == nodes.count ? nil : lastChild)
                guard isItem else {
                    skipLine(at: content, deeperThan: column)
                    continue
                }
            }
            if isDash(at: content) {
                let child = nodes.count
                lastChild = child
                var item = NodeRecord(flags: .dashed)
                item.setKey(content..<(content + 1))
                nodes.append(item)
                parseItem(child, column: indent, depth: depth)
                nodes[child].subtreeEnd = Int32(truncatingIfNeeded: nodes.count)
            } else if isDashWithoutSpace(at: content) {
                // Kept as the item that was meant, for those who take over old files.
                lastChild = nodes.count
                var item = NodeRecord(kind: .scalar, flags: [.dashed, .damaged])
                item.setKey(content..<(content + 1))
                item.setValue((content + 1)..<max(endOfText(from: content), content + 1))
                item.subtreeEnd = Int32(truncatingIfNeeded: nodes.count + 1)
                nodes.append(item)
                refuseDashWithoutSpace(column: column)
            } else if isIndented, bytes[content] == UInt8(ascii: "*"), isFollowedByBlank(content) {
                refuseStar(at: content)
                skipLine(at: content, deeperThan: column)
            } else if isIndented, let mark = listMark(at: content) {
                refuseMark(mark)
                skipLine(at: content, deeperThan: column)
            } else if isIndented {
                let line = content..<endOfText(from: content)
                report(
                    .missingDash, line, "this line stands in a list but is not an item",
                    replacement: .line(replacing: content..<content, with: "- "))
                skipLine(at: content, deeperThan: column)
            } else {
                break
            }
        }
        closeBlock(index, firstChild, lastChild)
    }

    mutating func refuseDashWithoutSpace(column: Int) {
        report(
            .missingSpaceAfterDash, content..<(content + 1), "a dash without a space after it is not an item",
            replacement: .line(replacing: content..<(content + 1), with: "- "))
        skipLine(at: content, deeperThan: column)
    }

    /// The value of an entry whose key was just scanned.
    private mutating func parseEntryValue(_ index: Int, column: Int, depth: Int) {
        let afterColon = key.afterColon
        let start = skipSeparation(from: afterColon)
        if !isLineEnd(start), bytes[start] != .hash || start == afterColon {
            if isDash(at: start), !isLoneDash(at: start) {
                refuseRest(
                    index, start, .misplacedItem, "an item on the line of its key",
                    help: "put the item on a line of its own, below the key, or quote the value if it is none")
                return skipLine(at: start, deeperThan: column)
            }
            return parseScalar(index, at: start, parentIndent: column, depth: depth)
        }
        nodes[index].setValue(afterColon..<afterColon)
        endLine(start, valueEnd: afterColon)
        guard !atEnd, indent >= column else { return }
        if indent > column {
            parseNested(index, parentIndent: column, depth: depth)
        } else if isDash(at: content) || isDashWithoutSpace(at: content) {
            parseSequence(index, indent: column, depth: depth + 1, parentIndent: column)
        }
    }

    private func isLoneDash(at offset: Int) -> Bool {
        var next = offset + 1
        while next < end, bytes[next].isBlank { next += 1 }
        return isLineEnd(next) || bytes[next] == .hash
    }

    private mutating func parseItem(_ index: Int, column: Int, depth: Int) {
        let afterDash = content + 1
        let start = skipSeparation(from: afterDash)
        if isLineEnd(start) || bytes[start] == .hash && start > afterDash {
            nodes[index].setValue(afterDash..<afterDash)
            endLine(start, valueEnd: afterDash)
            if !atEnd, indent > column { parseNested(index, parentIndent: column, depth: depth) }
            return
        }
        let first = bytes[start]
        if first.isLetter {
            // The usual item: one scan tells a text from a mapping.
            let scan = scanPlain(from: start)
            if scan.stop != .colon { return parsePlain(index, at: start, scan: scan, parentIndent: column) }
        } else if isDash(at: start) {
            refuseRest(
                index, start, .listInList, "a list directly inside a list",
                help: "give each list a key of its own")
            return skipLine(at: start, deeperThan: column)
        }
        if looksLikeEntry(at: start) || first == .questionMark && isFollowedByBlank(start) {
            return parseMapping(index, indent: start - lineStart, depth: depth + 1, first: start)
        }
        parseScalar(index, at: start, parentIndent: column, depth: depth)
    }

    /// What stands below a key or dash that has nothing on its own line.
    private mutating func parseNested(_ index: Int, parentIndent: Int, depth: Int) {
        if isDash(at: content) || isDashWithoutSpace(at: content) {
            guard !nodes[index].flags.contains(.dashed) else {
                refuseRest(
                    index, content, .listInList, "a list directly inside a list",
                    help: "give each list a key of its own")
                return skipLine(at: content, deeperThan: parentIndent)
            }
            return parseSequence(index, indent: indent, depth: depth + 1, parentIndent: parentIndent)
        }
        if beginsListOfMarks(at: content) {
            keepRest(index, content..<endOfText(from: content))
            return refuseStars(at: content, parentIndent: parentIndent)
        }
        if looksLikeEntry(at: content) || bytes[content] == .questionMark && isFollowedByBlank(content) {
            return parseMapping(index, indent: indent, depth: depth + 1, first: nil)
        }
        if let colon = wordColon(at: content) {
            refuseMissingSpace(colon)
            return skipLine(at: content, deeperThan: parentIndent)
        }
        let start = content
        if lacksColon(at: start) {
            let column = indent
            refuseLineWithoutColon(start..<endOfText(from: start))
            skipLine(at: start, deeperThan: column)
            guard !atEnd, indent == column else { return nodes[index].flags.formUnion(.damaged) }
            return parseMapping(index, indent: column, depth: depth + 1, first: nil)
        }
        let problemCount = problems.count
        parseScalar(index, at: start, parentIndent: parentIndent, depth: depth)
        let lineEnd = endOfText(from: start)
        if problems.count == problemCount || !nodes[index].flags.contains(.damaged) {
            report(
                .valueOnNextLine, start..<lineEnd, "a value on the line after its key",
                help: "put it on the line of the key")
        }
    }

    /// Whether a text below a key has an entry right below it, as far in or further: then it was to be one too.
    private func lacksColon(at start: Int) -> Bool {
        guard !"'\"|>[{-?:,]}#&*!%@`".utf8.contains(bytes[start]), case let scan = scanPlain(from: start),
            scan.stop == .lineEnd
        else { return false }
        var next = scan.offset + 1
        while next < end, bytes[next] == .space { next += 1 }
        return next - scan.offset > indent && looksLikeEntry(at: next)
    }

    /// Gives a block the range from its first key or dash to the end of its last value.
    private mutating func closeBlock(_ index: Int, _ firstChild: Int, _ lastChild: Int) {
        guard nodes.count > firstChild else { return }
        let first = nodes[firstChild]
        let start = Int(first.keyStart) - (first.flags.contains(.quotedKey) ? 1 : 0)
        nodes[index].setValue(start..<max(Int(nodes[lastChild].valueEnd), Int(nodes[lastChild].keyEnd)))
    }

    private mutating func refuseDepth(_ index: Int, _ column: Int) {
        report(
            .tooDeep, content..<endOfText(from: content),
            "more than \(Document.maximumDepth) levels of lists and mappings inside each other")
        nodes[index].flags.insert(.damaged)
        let parent = column - 1
        skipLine(at: content, deeperThan: parent)
    }

    /// - Parameter last: the entry or item before the line. What stands below that may be what the line belongs to, and
    ///   then nobody but its author knows where it was to stand.
    mutating func reportInconsistentIndent(expected column: Int, after last: Int? = nil) {
        guard lastOddIndent != indent else { return }
        lastOddIndent = indent
        let inner = last.flatMap { columnBelow($0) }.flatMap { $0 > indent ? $0 : nil }
        let replacement: Replacement? =
            inner == nil
            ? .line(replacing: lineStart..<content, with: String(repeating: " ", count: column)) : nil
        // A line that begins with a tab is wrong once, and has one line to put instead.
        let line = lineStart..<content
        if let last = problems.last, [.tabIndentation, .oddIndentation].contains(last.id),
            line.contains(last.range.lowerBound)
        {
            problems[problems.count - 1] = problem(
                last.id, last.range, last.message, replacement: replacement, help: last.help)
            return
        }
        let spaces = "\(indent) space\(indent == 1 ? "" : "s")"
        report(
            .inconsistentIndentation, lineStart..<content,
            inner.map { "this line stands \(spaces) in, between levels of \(column) and \($0)" }
                ?? "this line stands \(spaces) in, its neighbours \(column)",
            replacement: replacement, help: inner == nil ? nil : "put it as far in as the lines it belongs to")
    }

    /// How far in stands what is on lines of its own below an entry or item.
    private func columnBelow(_ index: Int) -> Int? {
        guard nodes[index].style == .block, Int(nodes[index].subtreeEnd) > index + 1 else { return nil }
        let child = nodes[index + 1]
        let start = Int(child.keyStart) - (child.flags.contains(.quotedKey) ? 1 : 0)
        return start - startOfLine(at: start, in: bytes)
    }
}
