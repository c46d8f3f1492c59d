/// The lines of one member as a text of their own, which can be read and edited.
struct PieceText {
    let document: Document
    private let isElement: Bool

    /// An item of a list needs a key above it.
    private static let lead = Array("k:\n".utf8)

    init(_ bytes: [UInt8], isElement: Bool) {
        self.isElement = isElement
        document = Document(parsing: isElement ? PieceText.lead + bytes : bytes, form: .yaml)
    }

    /// The path at which edits find the member, or the list that it is in.
    var path: [String] {
        document.children(of: document.root).first { _ in true }.flatMap { document.key(of: $0) }.map { [$0] } ?? []
    }

    /// The member.
    var node: Node? {
        let top = document.children(of: document.root).first { _ in true }
        return isElement ? top.flatMap { document.children(of: $0).first { _ in true } } : top
    }

    var comments: [String] { document.comments().map(\.text) }

    /// The lines after edits; nil where they cannot be made.
    func applying(_ edits: [Edit]) -> PieceText? {
        do {
            let bytes = try document.applying(edits, order: .none)
            return PieceText(isElement ? Array(bytes.dropFirst(PieceText.lead.count)) : bytes, isElement: isElement)
        } catch {
            return nil
        }
    }

    /// The lines with these comments and no others: those that are missing go above the rest.
    func block(withComments wanted: [String]) -> LineBlock {
        var left = wanted
        var extra: [Range<Int>] = []
        for comment in document.comments() {
            if let index = left.firstIndex(of: comment.text) {
                left.remove(at: index)
            } else {
                extra.append(extent(of: comment))
            }
        }
        var bytes: [UInt8] = []
        var position = isElement ? PieceText.lead.count : 0
        for comment in left { bytes += Array((comment + "\n").utf8) }
        for range in extra {
            bytes += document.bytes[position..<range.lowerBound]
            position = range.upperBound
        }
        return LineBlock(bytes: bytes + document.bytes[position...])
    }

    /// A comment with its line, or with the blanks before it where something else stands there.
    private func extent(of comment: Document.Comment) -> Range<Int> {
        var start = comment.range.lowerBound
        while start > 0, document.bytes[start - 1].isBlank { start -= 1 }
        let isWhole = start == document.startOfLine(at: start)
        return start..<(isWhole ? document.nextLine(comment.range.upperBound) : comment.range.upperBound)
    }
}

/// Makes the lines of one side say what another side says, and changes nothing else about them.
struct PieceEditing {
    let rules: MergeRules
    let place: MergePlace

    init(_ rules: MergeRules, _ place: MergePlace) {
        self.rules = rules
        self.place = place
    }

    /// The lines of a piece with the value of another; nil where they cannot hold it.
    func rewriting(_ piece: Piece, toSay source: Piece) -> LineBlock? {
        let meaning = rules.meaning(of: source.node, in: source.document, at: place)
        let text = PieceText(piece.text, isElement: place.isElement)
        let document = source.document
        var edits: [Edit]?
        if place.isElement {
            edits = text.node.flatMap { text.document.elementName(of: $0) }.map { name in
                [.addElement(path: text.path, document.element(source.node, named: name))]
            }
        } else if [.scalar, .blank].contains(document.kind(of: source.node)) {
            edits = [.set(path: text.path, text: document.text(of: source.node))]
        } else {
            return changing(piece, toSay: meaning, from: source)
        }
        return edits.flatMap { checked(text, $0, meaning) }
    }

    /// The lines of a piece with another text as its value.
    func setting(_ piece: Piece, to value: String) -> LineBlock? {
        let text = PieceText(piece.text, isElement: place.isElement)
        return text.applying([.set(path: text.path, text: value)])?.block
    }

    /// The lines of a piece with members added and taken away; nil where that cannot be done.
    ///
    /// - Parameter source: has the members that are added.
    func changing(_ piece: Piece, toSay meaning: Meaning, from source: Piece?) -> LineBlock? {
        let text = PieceText(piece.text, isElement: place.isElement)
        let there = source.map { (node: $0.node, document: $0.document) }
        guard let node = text.node,
            let edits = memberEdits(text.document, node, there, meaning, at: place, path: text.path)
        else { return nil }
        return checked(text, edits, meaning)
    }

    /// The last word is the reader's.
    private func checked(_ text: PieceText, _ edits: [Edit], _ meaning: Meaning) -> LineBlock? {
        guard let result = text.applying(edits), let node = result.node,
            rules.meaning(of: node, in: result.document, at: place) == meaning
        else { return nil }
        return result.block
    }

    private func memberEdits(
        _ document: Document, _ node: Node?, _ source: (node: Node, document: Document)?, _ meaning: Meaning,
        at place: MergePlace, path: [String]
    ) -> [Edit]? {
        let wanted: [String: Meaning]
        switch meaning {
        case .absent: wanted = [:]
        case .members(let members): wanted = members
        case .text, .latest, .other: return nil
        }
        guard let here = node.map({ rules.members(of: $0, in: document, at: place) }) ?? [] else { return nil }
        let isSet = if case .set = place.shape { true } else { false }
        var edits: [Edit] = []
        for member in here where wanted[member.name] == nil && document.kind(of: member.node) != .blank {
            if isSet {
                edits.append(.removeElement(path: path, name: document.elementName(of: member.node) ?? ""))
            } else {
                edits.append(.remove(path: path + [document.key(of: member.node) ?? ""]))
            }
        }
        guard let source, let there = rules.members(of: source.node, in: source.document, at: place) else {
            return edits
        }
        for member in there {
            guard let meaning = wanted[member.name] else { continue }
            let below = rules.member(member.name, of: place)
            let own = here.first { $0.name == member.name }?.node
            if let own, rules.meaning(of: own, in: document, at: below) == meaning { continue }
            if isSet {
                let name =
                    (own.flatMap { document.elementName(of: $0) } ?? source.document.elementName(of: member.node))
                edits.append(.addElement(path: path, source.document.element(member.node, named: name ?? "")))
                continue
            }
            let key = own.flatMap { document.key(of: $0) } ?? source.document.key(of: member.node) ?? ""
            switch source.document.kind(of: member.node) {
            case .scalar: edits.append(.set(path: path + [key], text: source.document.text(of: member.node)))
            case .mapping:
                guard
                    let more = memberEdits(
                        document, own, (member.node, source.document), meaning, at: below, path: path + [key])
                else { return nil }
                edits += more
            case .sequence, .blank: return nil
            }
        }
        return edits
    }
}

extension PieceText {
    /// The lines, for a key at the start of a line.
    var block: LineBlock { block(withComments: comments) }
}

extension Document {
    /// An element of a set as it is to be written under a name.
    func element(_ node: Node, named name: String) -> Element {
        guard let entry = onlyEntry(of: node), kind(of: entry) == .scalar else { return .text(name) }
        return .pair(name, text(of: entry))
    }
}
