/// Whole lines as they stand in a text, and how far in they stand there.
struct LineBlock: Equatable {
    /// The lines, each with its line break.
    var bytes: [UInt8] = []
    /// The column of the key or dash that they are about.
    var column = 0

    /// The lines as they stand for a key at another column.
    func lines(at target: Int) -> [UInt8] {
        let step = target - column
        if step == 0 { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + max(step, 0) * 8)
        forEachLine { line in
            if step > 0 {
                if line.first != .newline { result += repeatElement(.space, count: step) }
                result += line
            } else {
                let indent = line.prefix(-step).prefix { $0 == .space }.count
                result += line.dropFirst(indent)
            }
        }
        return result
    }

    func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) {
        var start = 0
        while start < bytes.count {
            let end = min(endOfLine(from: start, in: bytes, limit: bytes.count) + 1, bytes.count)
            body(bytes[start..<end])
            start = end
        }
    }
}

/// The lines of one entry of a mapping or one item of a list, and those above it that belong to it.
struct Piece {
    let document: Document
    let node: Node
    /// What it is found by in other texts: `MergeRules.members`.
    let name: String
    /// How far in its key or dash stands.
    let column: Int
    /// Comments and blank lines above it.
    let lead: LineBlock
    /// Its own lines, all that stands below it included.
    let own: LineBlock

    /// Where its own lines are in the document.
    let range: Range<Int>

    /// Its lines as those of a text of its own.
    var text: [UInt8] { own.lines(at: 0) }

    /// Whether it is an item of a list.
    var isItem: Bool { document.nodes[node.offset].flags.contains(.dashed) }

    /// What it says, as a person is told: a text, the level of an element, or the value as it is written.
    var valueText: String {
        switch document.kind(of: node) {
        case .blank: return ""
        case .scalar: return isItem ? "" : document.text(of: node)
        case .sequence, .mapping:
            if isItem, let entry = document.onlyEntry(of: node) { return document.text(of: entry) }
            let items = document.children(of: node).map { item in
                let entry = document.onlyEntry(of: item) ?? item
                let key = document.key(of: entry).map { $0 + ": " } ?? ""
                return key
                    + (document.kind(of: entry) == .scalar ? document.text(of: entry) : document.source(of: entry))
            }
            return items.joined(separator: ", ")
        }
    }
}

/// What a key or a whole record holds, parted into the lines of its members.
struct Level {
    /// The line of the key; empty for the record.
    let head: LineBlock
    let pieces: [Piece]
    /// Comments and blank lines after the last member.
    let tail: LineBlock
    /// How far in the members stand; nil where there is none.
    var column: Int? { pieces.first?.column }
}

extension MergeRules {
    /// The members of a record, each with its lines.
    func level(of document: Document, in region: Range<Int>) -> Level? {
        guard let members = members(of: document.root, in: document, at: root) else { return nil }
        return parted(members, document, head: LineBlock(), region, column: 0)
    }

    /// The members below a key, each with its lines; nil where they do not stand on lines of their own.
    func level(of piece: Piece, at place: MergePlace) -> Level? {
        let document = piece.document
        let node = piece.node
        guard let members = members(of: node, in: document, at: place) else { return nil }
        switch document.kind(of: node) {
        case .blank: guard document.valueRange(of: node).isEmpty else { return nil }
        case .mapping, .sequence: guard document.style(of: node) == .block else { return nil }
        case .scalar: return nil
        }
        let key = document.keyRange(of: node)?.upperBound ?? piece.range.lowerBound
        let headEnd = min(document.nextLine(key), piece.range.upperBound)
        let head = LineBlock(bytes: Array(document.bytes[piece.range.lowerBound..<headEnd]), column: piece.column)
        return parted(members, document, head: head, headEnd..<piece.range.upperBound, column: piece.column)
    }

    private func parted(
        _ members: [(name: String, node: Node)], _ document: Document, head: LineBlock, _ region: Range<Int>,
        column parent: Int
    ) -> Level? {
        var position = region.lowerBound
        var pieces: [Piece] = []
        for member in members {
            let start = document.startOfLine(at: document.entryRange(of: member.node).lowerBound)
            let column = document.column(of: member.node)
            guard start >= position else { return nil }
            let end = document.endOfEntry(member.node, column: column)
            pieces.append(
                Piece(
                    document: document, node: member.node, name: member.name, column: column,
                    lead: LineBlock(bytes: Array(document.bytes[position..<start]), column: column),
                    own: LineBlock(bytes: Array(document.bytes[start..<end]), column: column), range: start..<end))
            position = end
        }
        let tail = Array(document.bytes[min(position, region.upperBound)..<region.upperBound])
        return Level(head: head, pieces: pieces, tail: LineBlock(bytes: tail, column: pieces.last?.column ?? parent))
    }
}
