/// The record in its normal form, or nil when it cannot be read.
///
/// `key: value` with one space; two spaces further in for each level, lists too (`  - item`); at most one blank line in
/// a row; no byte order mark, CRLF or spaces at line ends; values on the line of their key; quotes round what other
/// programs would change, and otherwise as they stand. Keys, items and comments keep their order, and the text of a
/// Markdown record is left alone but for CRLF.
public func formatted(_ document: Document) -> [UInt8]? {
    guard document.isReadable else { return nil }
    var formatter = Formatter(document: document)
    let bytes = formatter.format()
    let result = Document(parsing: bytes, form: document.form)
    // The last word is the reader's: what does not say the same is not given out.
    guard result.isReadable, result.tree(of: result.root) == document.tree(of: document.root),
        result.comments().map(\.text).sorted() == document.comments().map(\.text).sorted()
    else { return nil }
    return bytes
}

/// Writes a document line by line: before each entry the comments that stand above it, then the entry.
private struct Formatter {
    let document: Document
    var output: [UInt8] = []
    /// What of the source is written: the start of the next line to look at.
    var position = 0
    var isStart = true

    init(document: Document) {
        self.document = document
        output.reserveCapacity(document.bytes.count + 64)
        position = document.record.lowerBound
    }

    mutating func format() -> [UInt8] {
        if document.form == .markdown { write("---\n") }
        writeEntries(of: document.root, column: 0)
        writeGap(to: document.record.upperBound, column: 0, atEnd: true)
        if document.form == .markdown {
            write("---\n")
            if let body = document.body { writeBody(body) }
        }
        return output
    }

    private mutating func writeBody(_ body: Range<Int>) {
        let hasCRLF = document.problems.contains { $0.id == .crlf }
        guard hasCRLF else { return output.append(contentsOf: document.bytes[body]) }
        for offset in body {
            let byte = document.bytes[offset]
            if byte == .carriageReturn, offset + 1 < body.upperBound, document.bytes[offset + 1] == .newline {
                continue
            }
            output.append(byte)
        }
    }

    private mutating func write(_ text: some StringProtocol) { output.append(contentsOf: text.utf8) }
    private mutating func indent(_ column: Int) { output.append(contentsOf: repeatElement(.space, count: column)) }

    /// Writes the comments and blank lines from `position` up to an offset; inside an entry only the comments.
    private mutating func writeGap(to limit: Int, column: Int, atEnd: Bool = false, commentsOnly: Bool = false) {
        let bytes = document.bytes
        var isBlankPending = false
        while position < limit {
            let lineEnd = endOfLine(from: position, in: bytes, limit: limit)
            var start = position
            while start < lineEnd, bytes[start] == .space || bytes[start] == .tab { start += 1 }
            if start < lineEnd, bytes[start] == .hash {
                if isBlankPending, !isStart { write("\n") }
                isBlankPending = false
                isStart = false
                indent(column)
                output.append(contentsOf: trimmed(start..<lineEnd))
                write("\n")
            } else if start >= lineEnd || bytes[start] == .carriageReturn || bytes[start] == 0xC2 {
                isBlankPending = !commentsOnly
            }
            position = lineEnd + 1
        }
        if isBlankPending, !isStart, !atEnd { write("\n") }
        if !commentsOnly { isStart = false }
    }

    private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
        var end = range.upperBound
        while end > range.lowerBound, document.bytes[end - 1].isBlankOrBreak { end -= 1 }
        return document.bytes[range.lowerBound..<end]
    }

    private mutating func writeEntries(of mapping: Node, column: Int) {
        for entry in document.children(of: mapping) {
            writeGap(to: document.startOfLine(at: document.entryRange(of: entry).lowerBound), column: column)
            writeEntry(entry, column: column)
        }
    }

    private mutating func writeItems(of sequence: Node, column: Int) {
        for item in document.children(of: sequence) {
            writeGap(to: document.startOfLine(at: document.entryRange(of: item).lowerBound), column: column)
            if document.kind(of: item) == .mapping, document.style(of: item) == .block {
                writeCompactMapping(item, column: column)
            } else {
                writeLine("-", of: item, column: column)
            }
        }
    }

    private mutating func writeEntry(_ entry: Node, column: Int, isIndented: Bool = true) {
        let key = writtenKey(of: entry)
        let isContainer = document.style(of: entry) == .block
        guard isContainer else { return writeLine(key + ":", of: entry, column: column, isIndented: isIndented) }
        if isIndented { indent(column) }
        write(key + ":")
        writeComment(after: keyEnd(of: entry))
        if document.kind(of: entry) == .mapping {
            writeEntries(of: entry, column: column + 2)
        } else {
            writeItems(of: entry, column: column + 2)
        }
    }

    /// `- key: value` and the further entries below it.
    private mutating func writeCompactMapping(_ item: Node, column: Int) {
        let dash = document.entryRange(of: item).lowerBound
        for (index, entry) in document.children(of: item).enumerated() {
            let start = document.startOfLine(at: document.entryRange(of: entry).lowerBound)
            guard index == 0 else {
                writeGap(to: start, column: column + 2)
                writeEntry(entry, column: column + 2)
                continue
            }
            if start > dash {
                // What stands beside the dash or below it goes above the item.
                writeCommentLine(after: dash + 1, column: column)
                writeGap(to: start, column: column, commentsOnly: true)
            }
            if document.style(of: entry) != .block { writeAbove(entry, column: column) }
            indent(column)
            write("- ")
            writeEntry(entry, column: column + 2, isIndented: false)
        }
    }

    /// A key or dash with a value that is not on lines of its own.
    private mutating func writeLine(_ lead: String, of node: Node, column: Int, isIndented: Bool = true) {
        let range = document.valueRange(of: node)
        let leadEnd = keyEnd(of: node)
        if isIndented {
            writeAbove(node, column: column)
            indent(column)
        }
        write(lead)
        let style = document.style(of: node)
        if document.kind(of: node) == .scalar, style == .literal || style == .folded {
            return writeBlock(node, column: column)
        }
        let value = written(node, column: column)
        let end = max(range.upperBound, leadEnd)
        if let lineBreak = value.firstIndex(of: "\n") {
            // Lines that have become a block: what stood after the last goes beside the mark.
            write(" " + value[..<lineBreak])
            writeComment(after: end)
            write(value[value.index(after: lineBreak)...] + "\n")
        } else {
            if !value.isEmpty { write(" " + value) }
            writeComment(after: end)
        }
    }

    /// Comments between a key and a value on a later line go above both.
    private mutating func writeAbove(_ node: Node, column: Int) {
        let leadEnd = keyEnd(of: node)
        let valueStart = document.valueRange(of: node).lowerBound
        let lineEnd = endOfLine(from: leadEnd, in: document.bytes, limit: document.record.upperBound)
        guard lineEnd < valueStart else { return }
        writeCommentLine(after: leadEnd, column: column)
        writeGap(to: document.startOfLine(at: valueStart), column: column, commentsOnly: true)
    }

    /// A key that has no better writing stays as it is.
    private func writtenKey(of entry: Node, inFlow: Bool = false) -> String {
        if let key = document.key(of: entry), let written = RecordText.writtenKey(key, inFlow: inFlow) {
            return written
        }
        let range = document.keyRange(of: entry) ?? 0..<0
        let start = document.entryRange(of: entry).lowerBound
        let end = start < range.lowerBound ? range.upperBound + 1 : range.upperBound
        return String(decoding: document.bytes[start..<end], as: UTF8.self)
    }

    private func keyEnd(of node: Node) -> Int {
        guard let key = document.keyRange(of: node) else { return document.entryRange(of: node).lowerBound + 1 }
        var offset = key.upperBound
        while offset < document.record.upperBound, document.bytes[offset] != .colon { offset += 1 }
        return offset + 1
    }

    /// Where the comment of a line begins after a value, if it has one.
    private func comment(after offset: Int) -> Range<Int>? {
        var start = offset
        let limit = document.record.upperBound
        while start < limit,
            document.bytes[start].isBlank || document.bytes[start] == 0xC2 || document.bytes[start] == 0xA0
        {
            start += 1
        }
        guard start < limit, document.bytes[start] == .hash else { return nil }
        return start..<endOfLine(from: start, in: document.bytes, limit: limit)
    }

    /// Ends a line with its comment and moves on to the next.
    private mutating func writeComment(after offset: Int) {
        if let comment = comment(after: offset) {
            write(" ")
            output.append(contentsOf: trimmed(comment))
        }
        write("\n")
        isStart = false
        position = endOfLine(from: offset, in: document.bytes, limit: document.record.upperBound) + 1
    }

    private mutating func writeCommentLine(after offset: Int, column: Int) {
        if let comment = comment(after: offset) {
            indent(column)
            output.append(contentsOf: trimmed(comment))
            write("\n")
            isStart = false
        }
        position = endOfLine(from: offset, in: document.bytes, limit: document.record.upperBound) + 1
    }

    /// A value on one line, or lines that begin on it.
    private func written(_ node: Node, column: Int, inFlow: Bool = false) -> String {
        switch document.kind(of: node) {
        case .blank: return inFlow ? "~" : ""
        case .scalar:
            return writtenScalar(
                document.text(of: node), style: document.style(of: node), column: column, newline: "\n", inFlow: inFlow)
        case .sequence:
            return "["
                + document.children(of: node).map { written($0, column: column, inFlow: true) }
                .joined(separator: ", ") + "]"
        case .mapping:
            let entries = document.children(of: node).map { entry in
                return "\(writtenKey(of: entry, inFlow: true)): \(written(entry, column: column, inFlow: true))"
            }
            return "{" + entries.joined(separator: ", ") + "}"
        }
    }

    /// A block keeps its lines; only how far in they stand changes.
    private mutating func writeBlock(_ node: Node, column: Int) {
        let bytes = document.bytes
        let range = document.valueRange(of: node)
        let headerEnd = endOfLine(from: range.lowerBound, in: bytes, limit: range.upperBound)
        let source = document.blockColumn(of: node)
        var lines: [ArraySlice<UInt8>] = []
        var lineStart = headerEnd + 1
        while lineStart < range.upperBound {
            var lineEnd = endOfLine(from: lineStart, in: bytes, limit: range.upperBound)
            let next = lineEnd + 1
            if lineEnd > lineStart, bytes[lineEnd - 1] == .carriageReturn { lineEnd -= 1 }
            var start = lineStart
            while start < lineEnd, start - lineStart < source, bytes[start] == .space { start += 1 }
            lines.append(bytes[start..<lineEnd])
            lineStart = next
        }
        guard let first = lines.first(where: { !$0.isEmpty }) else {
            write(" " + quoted(document.text(of: node), preferring: .doubleQuoted) + "\n")
            position = max(range.upperBound, headerEnd + 1)
            return
        }
        var header = String(decoding: [bytes[range.lowerBound]], as: UTF8.self)
        if first.first?.isBlank == true { header += "2" }
        var offset = range.lowerBound + 1
        while offset < headerEnd, bytes[offset].isDigit || bytes[offset] == .dash || bytes[offset] == 0x2B {
            if !bytes[offset].isDigit { header += String(decoding: [bytes[offset]], as: UTF8.self) }
            offset += 1
        }
        write(" " + header)
        writeComment(after: offset)
        for line in lines {
            if !line.isEmpty {
                indent(column + 2)
                output.append(contentsOf: line)
            }
            write("\n")
        }
        position = range.upperBound
        if position > 0, bytes[position - 1] != .newline {
            position = endOfLine(from: position, in: bytes, limit: document.record.upperBound) + 1
        }
    }
}
