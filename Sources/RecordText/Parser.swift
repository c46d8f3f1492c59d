/// Reads the lines of a record into nodes and problems, in one pass over the bytes.
///
/// The parser stands on the *current line*: the first line not yet read that is neither blank nor a comment. Each
/// function reads from it and leaves the parser on the next. After a problem, reading goes on with a later line, so
/// that one look shows all that is wrong.
struct Parser {
    let bytes: [UInt8]
    var nodes: [NodeRecord] = []
    var problems: [TextProblem] = []
    var hasErrors = false
    var body: Range<Int>?
    var record = 0..<0
    /// Where the part being read ends.
    var end = 0

    /// The current line: where it starts, how far in its text stands, and where that is.
    var lineStart = 0
    var indent = 0
    var content = 0
    var atEnd = false
    /// Whether a comment stands between the last value and the current line; a value cannot go on after one.
    var commentBefore = false
    /// Lines that end as on Windows are mentioned once.
    var sawCRLF = false

    /// The key that `scanKey` found last.
    var key = ScannedKey()
    /// The indentation of the last line that was reported as inconsistent, to report a run of them once.
    var lastOddIndent = -1
    /// The blocks that are being read, the outermost first: what a tab before a line is measured by.
    var levels = Levels()
    /// What stands further in than this is passed unread after a problem; nil where lines are read.
    private var passingBelow: Int?

    var warningCount = 0
    var errorCount = 0
    static let mostProblemsListed = 200

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parse(form: RecordForm) {
        // Lists take some 12 bytes a line; a long Markdown body must not make this large.
        nodes.reserveCapacity(min(bytes.count / 12, 400) + 8)
        guard bytes.count <= Document.maximumSize else {
            nodes.append(NodeRecord(kind: .mapping, style: .block, subtreeEnd: 1))
            let size = "\(bytes.count / 1024) KiB"
            let limit = Document.maximumSize / 1024
            report(.tooLarge, 0..<0, "this file has \(size); a record may have at most \(limit)")
            return
        }
        locateRecord(form: form)
        checkCharacters(in: 0..<(body?.lowerBound ?? bytes.count), isRecord: true)
        if let body {
            checkCharacters(in: body, isRecord: false)
            refuseConflicts(in: body)
        }
        parse(range: record)
    }

    /// Reads a range of whole lines as the entries of one top mapping.
    mutating func parse(range: Range<Int>) {
        end = range.upperBound
        nodes.append(NodeRecord(kind: .mapping, style: .block))
        loadLine(at: range.lowerBound)
        skipDocumentStart(form: body == nil)
        parseMapping(0, indent: 0, depth: 1, first: nil)
        nodes[0].subtreeEnd = Int32(truncatingIfNeeded: nodes.count)
        if nodes.count == 1 { nodes[0].setValue(range.lowerBound..<range.lowerBound) }
    }
}

// MARK: - Lines

extension Parser {
    /// Makes the first line with content at or after `start` the current one.
    @inline(__always)
    mutating func loadLine(at start: Int) {
        var offset = start
        while offset < end {
            let byte = bytes[offset]
            // The usual line, whose text begins at its start.
            if byte > .hash && byte < 0x80 {
                (lineStart, content, indent) = (offset, offset, 0)
                return
            }
            let lineStart = offset
            while offset < end, bytes[offset] == .space { offset += 1 }
            if offset < end, !isOddLineStart(bytes[offset]) {
                (self.lineStart, content, indent) = (lineStart, offset, offset - lineStart)
                return
            }
            guard let next = skipOddLine(from: lineStart, at: offset) else { return }
            offset = next
        }
        atEnd = true
        lineStart = end
        content = end
        indent = -1
    }

    @inline(__always)
    private func isOddLineStart(_ byte: UInt8) -> Bool {
        byte == .newline || byte == .hash || byte == .tab || byte == .carriageReturn || byte == 0xC2
    }

    /// Passes a blank line or a comment and says where the next line starts; or makes a line with odd indentation the
    /// current one.
    @inline(never)
    private mutating func skipOddLine(from start: Int, at first: Int) -> Int? {
        var offset = first
        var tabs: Range<Int>?
        var noBreakSpaces: Range<Int>?
        while offset < end {
            if bytes[offset] == .tab {
                tabs = (tabs?.lowerBound ?? offset)..<(offset + 1)
                offset += 1
            } else if noBreakSpaceLength(at: offset, in: bytes, limit: end) == 2 {
                noBreakSpaces = (noBreakSpaces?.lowerBound ?? offset)..<(offset + 2)
                offset += 2
            } else if bytes[offset] == .space {
                offset += 1
            } else {
                break
            }
        }
        if isLineEnd(offset) {
            if let noBreakSpaces {
                report(.noBreakSpace, noBreakSpaces, "no-break spaces on a blank line", replacement: .whole(""))
            } else if offset > start {
                report(.trailingSpace, start..<offset, "spaces on a blank line", replacement: .whole(""))
            }
            return endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        if tabs == nil, noBreakSpaces == nil, bytes[offset] == .hash {
            commentBefore = true
            return endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        let column = columnMeant(start..<offset)
        let mended = Replacement.line(replacing: start..<offset, with: String(repeating: " ", count: column))
        let isComment = bytes[offset] == .hash
        // How far in a line stands is only known once the line that it stands below can be read.
        let isBelowProblem = passingBelow.map { column > $0 } ?? false
        if let tabs {
            let isGuess = !isDash(at: offset) && mayStandFurtherIn(start..<offset) || isBelowProblem
            report(
                .tabIndentation, tabs, "a tab before the text of the line",
                replacement: isGuess && !isComment ? nil : mended, help: "indent with spaces")
        } else if let noBreakSpaces {
            report(
                .oddIndentation, noBreakSpaces, "a no-break space before the text of the line",
                replacement: isBelowProblem && !isComment ? nil : mended, help: "indent with ordinary spaces")
        }
        if isComment {
            commentBefore = true
            return endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        lineStart = start
        content = offset
        indent = column
        return nil
    }

    /// How far in a line with odd white space before it was to stand. Tabs alone are one for each level, however wide
    /// the levels are; beside spaces a tab counts two, and a no-break space one.
    private func columnMeant(_ range: Range<Int>) -> Int {
        if bytes[range].allSatisfy({ $0 == .tab }) { return levels.column(ofLevel: range.count) }
        var count = 0
        for byte in bytes[range] {
            switch byte {
            case .tab: count += 2
            case 0xC2: break
            default: count += 1
            }
        }
        return count
    }

    /// Whether the tabs before a line can also be as wide as a level further in, which spaces began.
    private func mayStandFurtherIn(_ range: Range<Int>) -> Bool {
        guard bytes[range].allSatisfy({ $0 == .tab }), let start = levels.start(ofLevel: range.count + 1) else {
            return false
        }
        return bytes[start] != .tab
    }

    /// Leaves the current line for the one after the line that holds `offset`.
    @inline(__always)
    mutating func loadLine(after offset: Int) {
        commentBefore = false
        loadLine(at: endOfLine(from: offset, in: bytes, limit: end) + 1)
    }

    /// Leaves the current line, and the lines that stand further in than `column`, after a problem there.
    mutating func skipLine(at offset: Int, deeperThan column: Int) {
        passingBelow = column
        defer { passingBelow = nil }
        loadLine(after: offset)
        while !atEnd, indent > column { loadLine(after: content) }
    }

    /// Whether the line ends at this offset.
    @inline(__always)
    func isLineEnd(_ offset: Int) -> Bool {
        if offset >= end { return true }
        let byte = bytes[offset]
        return byte == .newline
            || byte == .carriageReturn && (offset + 1 == end || bytes[offset + 1] == .newline)
    }

    /// The offset of the end of the line's text, before `\n` or `\r\n`.
    func endOfText(from offset: Int) -> Int {
        let lineEnd = endOfLine(from: offset, in: bytes, limit: end)
        return lineEnd > offset && bytes[lineEnd - 1] == .carriageReturn ? lineEnd - 1 : lineEnd
    }

    /// Whether the text at this offset is `- ` or a lone dash.
    @inline(__always)
    func isDash(at offset: Int) -> Bool {
        bytes[offset] == .dash
            && (offset + 1 >= end || bytes[offset + 1].isBlankOrBreak
                || noBreakSpaceLength(at: offset + 1, in: bytes, limit: end) == 2)
    }

    /// Whether the text at this offset is `-item`, which was meant as an item.
    func isDashWithoutSpace(at offset: Int) -> Bool {
        guard offset + 1 < end, bytes[offset] == .dash else { return false }
        let next = bytes[offset + 1]
        return next != .dash && !next.isDigit && !next.isBlankOrBreak
            && noBreakSpaceLength(at: offset + 1, in: bytes, limit: end) == 0
    }

    /// Passes the white space between a colon or dash and its value.
    @inline(__always)
    mutating func skipSeparation(from start: Int) -> Int {
        var offset = start
        while offset < end, bytes[offset] == .space { offset += 1 }
        if offset < end, bytes[offset] == .tab || bytes[offset] == 0xC2 { return skipOddSeparation(from: offset) }
        return offset
    }

    @inline(never)
    private mutating func skipOddSeparation(from start: Int) -> Int {
        var offset = start
        var sawTab = false
        var sawNoBreakSpace = false
        while offset < end {
            if bytes[offset] == .space {
                offset += 1
            } else if bytes[offset] == .tab {
                sawTab = true
                offset += 1
            } else if noBreakSpaceLength(at: offset, in: bytes, limit: end) == 2 {
                sawNoBreakSpace = true
                offset += 2
            } else {
                break
            }
        }
        guard sawTab || sawNoBreakSpace else { return offset }
        if sawNoBreakSpace {
            report(
                .noBreakSpace, start..<offset, "a no-break space where an ordinary one belongs",
                replacement: .line(replacing: start..<offset, with: isLineEnd(offset) ? "" : " "))
        } else if !isLineEnd(offset) {
            report(
                .tabSeparator, start..<offset, "a tab where a space belongs",
                replacement: .line(replacing: start..<offset, with: " "))
        } else {
            report(
                .trailingSpace, start..<offset, "spaces at the end of the line",
                replacement: .line(replacing: start..<offset, with: ""))
        }
        return offset
    }
}
