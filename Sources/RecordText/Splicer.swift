/// Finds the bytes that an edit needs to change.
struct Splicer {
    let document: Document
    let order: KeyOrder
    let newline: String

    init(document: Document, order: KeyOrder) {
        self.document = document
        self.order = order
        newline = document.newline
    }

    private var bytes: [UInt8] { document.bytes }

    func splices(for edit: Edit) throws(EditError) -> [Splice] {
        switch edit {
        case .set(let path, let given):
            let text = withoutCarriageReturns(given)
            if let node = document.node(at: path) { return try replaceText(of: node, with: text, path: path) }
            return isBlankWord(text) ? [] : try insert(path, .text(text))
        case .addEntry(let path): return document.node(at: path) == nil ? try insert(path, .nothing) : []
        case .remove(let path):
            guard let node = document.node(at: path) else { return [] }
            return try removeEntry(node, path: path)
        case .addElement(let path, let element): return try addElement(element, path: path)
        case .removeElement(let path, let name): return try removeElement(name, path: path)
        case .setElements(let path, let elements): return try setElements(elements, path: path)
        case .setBody(let text): return try setBody(text)
        case .renameKey(let path, let key): return try renameKey(path, to: key)
        case .renameElement(let path, let name, let new): return try renameElement(name, to: new, path: path)
        }
    }

    // MARK: - Values

    private func replaceText(of node: Node, with text: String, path: [String]) throws(EditError) -> [Splice] {
        let isBlank = isBlankWord(text)
        switch document.kind(of: node) {
        case .scalar: if document.hasText(node, equalTo: text) { return [] }
        case .blank: if isBlank { return [] }
        case .mapping, .sequence:
            guard isBlank else { throw .wrongKind(path: path, expected: .scalar) }
            return clear(node)
        }
        let range = document.valueRange(of: node)
        if document.isInFlow(node) {
            let written = isBlank ? "~" : plainOrQuoted(text, inFlow: true, preferring: document.style(of: node))
            // A value that was not there yet comes after its colon.
            return [
                range.isEmpty
                    ? Splice(range.lowerBound..<endOfBlanks(range.lowerBound), " " + written) : Splice(range, written)
            ]
        }
        let separated = range.isEmpty ? range.lowerBound..<endOfBlanks(range.lowerBound) : spaceBefore(range)
        let isBelow = !range.isEmpty && separated == range
        if isBlank, isBelow { return [withoutLine(range)] }
        let column = document.column(of: node)
        var written =
            isBlank ? "" : writtenScalar(text, style: document.style(of: node), column: column, newline: newline)
        // A block has its comment on the first line; a text of one line keeps what follows it.
        if !written.isEmpty, !isBelow { written = " " + written }
        if range.last.map({ bytes[$0] == .newline }) == true { written += newline }
        if let comment = commentOfBlock(node) { return [Splice(separated, written.besideFirstLine(comment))] }
        return [moveCommentIntoHeader(separated, written)]
    }

    /// Where a value becomes a block, the comment that followed it stays on the line of its key.
    private func moveCommentIntoHeader(_ range: Range<Int>, _ written: String) -> Splice {
        guard written.hasPrefix(" |") || written.hasPrefix("|") else { return Splice(range, written) }
        var commentStart = range.upperBound
        while commentStart < bytes.count, bytes[commentStart].isBlank { commentStart += 1 }
        guard commentStart < bytes.count, bytes[commentStart] == .hash, range.upperBound > 0 else {
            return Splice(range, written)
        }
        let comment = textOfLine(from: commentStart)
        return Splice(
            range.lowerBound..<comment.upperBound,
            written.besideFirstLine(String(decoding: bytes[comment], as: UTF8.self)))
    }

    /// The comment beside the mark of a value that stands in lines of its own.
    private func commentOfBlock(_ node: Node) -> String? {
        let style = document.style(of: node)
        guard style == .literal || style == .folded else { return nil }
        let value = document.valueRange(of: node)
        let head = textOfLine(from: value.lowerBound).clamped(to: value)
        return bytes[head].firstIndex(of: .hash).map { String(decoding: bytes[$0..<head.upperBound], as: UTF8.self) }
    }

    private func textOfLine(from start: Int) -> Range<Int> {
        let end = endOfLine(from: start, in: bytes, limit: bytes.count)
        return start..<(end > start && bytes[end - 1] == .carriageReturn ? end - 1 : end)
    }

    /// Leaves a list or mapping empty: its key stays.
    private func clear(_ node: Node) -> [Splice] {
        guard document.style(of: node) == .block else {
            let range = document.valueRange(of: node)
            let separated = spaceBefore(range)
            return [separated == range ? withoutLine(range) : Splice(separated, "")]
        }
        return removeLines(of: Array(document.children(of: node)))
    }

    func endOfBlanks(_ offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end].isBlank { end += 1 }
        // A comment needs the space before it.
        return end < bytes.count && bytes[end] == .hash ? offset : end
    }

    /// Takes a value away that stands below a comment, with its line where it has that for itself.
    private func withoutLine(_ range: Range<Int>) -> Splice {
        let start = document.startOfLine(at: range.lowerBound)
        // A text in lines of its own ends with its last one.
        if range.last.map({ bytes[$0] == .newline }) == true { return Splice(start..<range.upperBound, "") }
        var end = range.upperBound
        while end < bytes.count, bytes[end].isBlank { end += 1 }
        if end < bytes.count, bytes[end] == .hash { return Splice(range.lowerBound..<end, "") }
        return Splice(start..<document.nextLine(range.upperBound), "")
    }

    /// A value with the white space between it and its colon, dash or line; alone where it stands below a comment.
    private func spaceBefore(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start > 0 {
            let byte = bytes[start - 1]
            if byte.isBlankOrBreak {
                start -= 1
            } else if byte == 0xA0, start > 1, bytes[start - 2] == 0xC2 {
                start -= 2
            } else {
                break
            }
        }
        return isBelowComment(range, after: start) ? range : start..<range.upperBound
    }

    /// Whether a comment stands between a key, or what is below it, and its value on a later line: then it stays where
    /// it is, and so does the value.
    private func isBelowComment(_ range: Range<Int>, after start: Int) -> Bool {
        let lineStart = document.startOfLine(at: start)
        return document.startOfLine(at: range.lowerBound) != lineStart && bytes[lineStart..<start].contains(.hash)
    }

    // MARK: - Lines

    /// Whole lines put in at the start of a line, or after a last line that does not end.
    func insertLines(_ lines: [String], at offset: Int) -> Splice {
        let text = lines.map { $0 + newline }.joined()
        let isAfterOpenLine = offset > 0 && bytes[offset - 1] != .newline && offset > document.record.lowerBound
        if isAfterOpenLine { return Splice(offset..<offset, newline + text.dropLast(newline.count)) }
        return Splice(offset..<offset, text)
    }

    /// Takes away the lines of entries or items, and leaves the comments that stand between them.
    func removeLines(of nodes: [Node]) -> [Splice] {
        nodes.map { Splice(document.lines(of: $0), "") }
    }

    private func removeEntry(_ node: Node, path: [String]) throws(EditError) -> [Splice] {
        if document.isInFlow(node) { return [removeFromFlow(node, in: try parent(of: path))] }
        // The first key of a list's item shares its line with the dash, but paths do not lead into lists.
        return removeLines(of: [node])
    }

    private func parent(of path: [String]) throws(EditError) -> Node {
        guard let parent = document.node(at: path.dropLast()) else { throw .missing(path: path) }
        return parent
    }

    /// Takes an entry or item out of brackets with one of the commas beside it.
    func removeFromFlow(_ node: Node, in parent: Node) -> Splice {
        let siblings = Array(document.children(of: parent))
        let range = document.entryRange(of: node)
        guard let index = siblings.firstIndex(of: node) else { return Splice(range, "") }
        if index > 0 {
            return Splice(document.entryRange(of: siblings[index - 1]).upperBound..<range.upperBound, "")
        }
        if index + 1 < siblings.count {
            return Splice(range.lowerBound..<document.entryRange(of: siblings[index + 1]).lowerBound, "")
        }
        let outer = document.valueRange(of: parent)
        return Splice((outer.lowerBound + 1)..<(outer.upperBound - 1), "")
    }

    // MARK: - Keys and the body

    private func renameKey(_ path: [String], to key: String) throws(EditError) -> [Splice] {
        guard let node = document.node(at: path), let range = document.keyRange(of: node), let last = path.last else {
            throw .missing(path: path)
        }
        if last == key { return [] }
        if document.node(at: path.dropLast() + [key]) != nil { throw .keyExists(path: path.dropLast() + [key]) }
        return [try replaceKey(of: node, range, with: key)]
    }

    private func replaceKey(of node: Node, _ range: Range<Int>, with key: String) throws(EditError) -> Splice {
        guard let written = writtenKey(key, inFlow: document.isInFlow(node)) else { throw .unwritableKey(key) }
        let start = document.entryRange(of: node).lowerBound
        let end = start < range.lowerBound ? range.upperBound + 1 : range.upperBound
        return Splice(start..<end, written)
    }

    private func renameElement(_ name: String, to new: String, path: [String]) throws(EditError) -> [Splice] {
        guard let list = document.node(at: path), document.kind(of: list) == .sequence else {
            throw .missing(path: path)
        }
        let items = document.children(of: list).map { (node: $0, name: document.tree(of: $0).name) }
        if name == new { return [] }
        guard !items.contains(where: { $0.name == new }) else { throw .keyExists(path: path + [new]) }
        let found = items.filter { $0.name == name }
        guard let item = found.first?.node else { throw .missing(path: path + [name]) }
        guard found.count == 1 else { throw .ambiguousName(path: path, name: name) }
        if document.kind(of: item) == .mapping {
            guard let entry = document.children(of: item).first(where: { _ in true }), document.count(of: item) == 1,
                let range = document.keyRange(of: entry)
            else { throw .wrongKind(path: path, expected: .scalar) }
            return [try replaceKey(of: entry, range, with: new)]
        }
        let inFlow = document.style(of: list) == .flow
        let text = plainOrQuoted(new, inFlow: inFlow, preferring: document.style(of: item))
        return [Splice(document.valueRange(of: item), text)]
    }

    private func setBody(_ text: String) throws(EditError) -> [Splice] {
        guard let body = document.body else { throw .noBody }
        if document.bodyText == normalisedBody(text) { return [] }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineBreak)
        while lines.last?.utf8.allSatisfy(\.isBlank) == true { lines.removeLast() }
        while lines.first?.utf8.allSatisfy(\.isBlank) == true { lines.removeFirst() }
        let isLineOpen = body.lowerBound > 0 && bytes[body.lowerBound - 1] != .newline
        guard !lines.isEmpty else { return [Splice(body, "")] }
        // A body that began right below the dashes goes on doing so.
        let first = body.lowerBound
        let hasBlankLine = body.isEmpty || bytes[first] == .newline || bytes[first] == .carriageReturn
        let lead = (isLineOpen ? newline : "") + (hasBlankLine ? newline : "")
        return [Splice(body, lead + lines.map { $0 + newline }.joined())]
    }
}

extension Document {
    /// How far in the key or dash of a node stands.
    func column(of node: Node) -> Int { parentColumn(nodes[node.offset]) }

    /// Whether the node stands inside brackets.
    func isInFlow(_ node: Node) -> Bool {
        var outer = node.offset - 1
        while outer >= 0 {
            let record = nodes[outer]
            if Int(record.subtreeEnd) > node.offset { return record.style == .flow }
            outer -= 1
        }
        return false
    }
}

extension String {
    /// The text with a comment at the end of its first line.
    fileprivate func besideFirstLine(_ comment: String) -> String {
        let end = firstIndex(where: \.isLineBreak) ?? endIndex
        return self[..<end] + " " + comment + self[end...]
    }
}

extension Character {
    /// `\n` or `\r\n`, which is one character.
    var isLineBreak: Bool { self == "\n" || self == "\r\n" }
}

/// Text with its line breaks as `\n`.
func withoutCarriageReturns(_ text: String) -> String {
    guard text.utf8.contains(.carriageReturn) else { return text }
    return String(text.map { $0 == "\r\n" ? "\n" : $0 })
}
