// Lists and their items.
extension Splicer {
    private var bytes: [UInt8] { document.bytes }

    private func list(at path: [String]) throws(EditError) -> Node? {
        guard let node = document.node(at: path) else { return nil }
        switch document.kind(of: node) {
        case .sequence, .blank: return node
        case .mapping, .scalar: throw .wrongKind(path: path, expected: .sequence)
        }
    }

    /// A value on one line where a list may stand: it is read as a list of one.
    private func single(at path: [String]) -> (node: Node, text: String)? {
        guard let node = document.node(at: path), document.kind(of: node) == .scalar else { return nil }
        let text = document.text(of: node)
        return document.isInFlow(node) || bytes[document.valueRange(of: node)].contains(.newline) ? nil : (node, text)
    }

    /// Items in brackets in the place of a single value, or of those in brackets already; on lines of their own where items
    /// have values. What stays is written as it was, with the space before it, whatever comes and goes or changes places.
    private func write(_ elements: [Element], over node: Node, path: [String]) throws(EditError) -> [Splice] {
        guard elements.allSatisfy({ $0.fields.isEmpty }) else {
            return try rewriteFlow(node, elements.map(\.tree), path: path)
        }
        let range = document.valueRange(of: node)
        let isList = document.kind(of: node) == .sequence
        let items = isList ? document.children(of: node).map { document.entryRange(of: $0) } : []
        var left = isList ? Array(document.children(of: node).map { document.tree(of: $0) }.enumerated()) : []
        var text = ""
        for (place, element) in elements.enumerated() {
            let kept = left.firstIndex { $0.element == element.tree }.map { left.remove(at: $0).offset }
            if place > 0 {
                let space = kept.flatMap { $0 > 0 ? items[$0 - 1].upperBound..<items[$0].lowerBound : nil }
                text += space.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ", "
            }
            text +=
                kept.map { String(decoding: bytes[items[$0]], as: UTF8.self) }
                ?? plainOrQuoted(element.name, inFlow: true)
        }
        guard let first = items.first, let last = items.last, !elements.isEmpty else {
            return [Splice(range, "[" + text + "]")]
        }
        return [Splice(first.lowerBound..<last.upperBound, text)]
    }

    func addElement(_ element: Element, path: [String]) throws(EditError) -> [Splice] {
        if isBlankWord(element.name) { throw .emptyElement(path: path) }
        if let (node, text) = single(at: path) {
            if element.name == text {
                return element.tree == .text(text) ? [] : try write([element], over: node, path: path)
            }
            return try write(
                sortedPlace(of: element.name, among: [text]) == 0 ? [element, .text(text)] : [.text(text), element],
                over: node, path: path)
        }
        guard let node = try list(at: path) else { return try insert(path, .list([element])) }
        guard document.kind(of: node) == .sequence else {
            return fillBlank(node, try itemLines([element], column: document.column(of: node) + listIndent))
        }
        let items = Array(document.children(of: node))
        let trees = items.map { document.tree(of: $0) }
        if let index = trees.firstIndex(where: { $0.name == element.name }) {
            if trees[index].withoutBlanks == element.tree.withoutBlanks { return [] }
            return try replaceItem(items[index], with: element, in: node, path: path)
        }
        let index = sortedPlace(of: element.name, among: trees.map(\.name))
        if document.style(of: node) == .flow {
            guard case .text(let text) = element else {
                var trees = trees
                trees.insert(element.tree, at: index)
                return try rewriteFlow(node, trees, path: path)
            }
            let written = plainOrQuoted(text, inFlow: true)
            guard index < items.count else { return [appendToFlow(node, written)] }
            let start = document.entryRange(of: items[index]).lowerBound
            return [Splice(start..<start, written + ", ")]
        }
        let column = items.first.map { document.column(of: $0) } ?? 0
        let lines = try itemLines([element], column: column)
        guard index > 0 else {
            // An item that comes first leaves the comments above the old first to it.
            return [
                insertLines(
                    lines,
                    at: items.first.map(startWithComments)
                        ?? document.nextLine(document.entryRange(of: node).upperBound))
            ]
        }
        return [insertLines(lines, at: document.nextLine(document.entryRange(of: items[index - 1]).upperBound))]
    }

    private func replaceItem(
        _ item: Node, with element: Element, in list: Node, path: [String]
    ) throws(EditError) -> [Splice] {
        if document.style(of: list) == .flow {
            var trees = document.children(of: list).map { document.tree(of: $0) }
            for index in trees.indices where trees[index].name == element.name { trees[index] = element.tree }
            return try rewriteFlow(list, trees, path: path)
        }
        let lines = try itemLines([element], column: 0)
        let column = document.column(of: item)
        let indent = newline + String(repeating: " ", count: column)
        let range = document.entryRange(of: item)
        return [Splice(range, lines.joined(separator: indent))]
    }

    /// Items with values cannot stand in brackets: the list goes on lines of its own.
    private func rewriteFlow(_ node: Node, _ trees: [ValueTree], path: [String]) throws(EditError) -> [Splice] {
        let elements = trees.compactMap(Element.init)
        guard elements.count == trees.count else { throw .wrongKind(path: path, expected: .sequence) }
        guard !document.isInFlow(node) else { throw .wrongKind(path: path, expected: .scalar) }
        let range = document.valueRange(of: node)
        var start = range.lowerBound
        while start > 0, bytes[start - 1].isBlankOrBreak { start -= 1 }
        let lines = try itemLines(elements, column: document.column(of: node) + listIndent)
        return [Splice(start..<range.upperBound, ""), insertLines(lines, at: document.nextLine(range.upperBound))]
    }

    func removeElement(_ name: String, path: [String]) throws(EditError) -> [Splice] {
        if let (_, text) = single(at: path) {
            return text == name ? try splices(for: .set(path: path, text: "")) : []
        }
        guard let node = try list(at: path) else { return [] }
        let items = document.children(of: node).filter { document.tree(of: $0).name == name }
        guard let item = items.first else { return [] }
        guard items.count == 1 else { throw .ambiguousName(path: path, name: name) }
        if document.style(of: node) == .flow { return [removeFromFlow(item, in: node)] }
        return removeLines(of: [item])
    }

    func setElements(_ elements: [Element], path: [String]) throws(EditError) -> [Splice] {
        if elements.contains(where: { isBlankWord($0.name) }) { throw .emptyElement(path: path) }
        if let (node, text) = single(at: path) {
            if elements.isEmpty { return try splices(for: .set(path: path, text: "")) }
            return elements.map(\.tree) == [.text(text)] ? [] : try write(elements, over: node, path: path)
        }
        guard let node = try list(at: path) else {
            return elements.isEmpty ? [] : try insert(path, .list(elements))
        }
        let items = Array(document.children(of: node))
        let trees = items.map { document.tree(of: $0) }
        if trees.map(\.withoutBlanks) == elements.map(\.tree.withoutBlanks) { return [] }
        guard document.kind(of: node) == .sequence else {
            return fillBlank(node, try itemLines(elements, column: document.column(of: node) + listIndent))
        }
        if document.style(of: node) == .flow { return try write(elements, over: node, path: path) }
        guard let first = items.first, let last = items.last, !elements.isEmpty else { return removeLines(of: items) }
        if let kept = keptInOrder(elements, trees) { return try exchange(elements, items, kept) }
        return [try rewriteItems(elements, items, trees, first, last)]
    }

    /// Which of the items each element is, nil for a new one; or nil where those that stay change places.
    private func keptInOrder(_ elements: [Element], _ trees: [ValueTree]) -> [Int?]? {
        var left = Array(trees.map(\.withoutBlanks).enumerated())
        var last = -1
        var kept: [Int?] = []
        for element in elements {
            let tree = element.tree.withoutBlanks
            guard let place = left.firstIndex(where: { $0.element == tree }) else {
                kept.append(nil)
                continue
            }
            let index = left.remove(at: place).offset
            if index < last { return nil }
            last = index
            kept.append(index)
        }
        return kept
    }

    /// Takes out the lines of items that go and puts in those of new ones, in their place where there are both: every
    /// other line stays, and so do all comments on lines of their own.
    private func exchange(_ elements: [Element], _ items: [Node], _ kept: [Int?]) throws(EditError) -> [Splice] {
        var splices: [Splice] = []
        let column = document.column(of: items[0])
        var next = 0
        var new: [Element] = []
        for (element, index) in zip(elements.map(Optional.some) + [nil], kept + [items.count]) {
            guard let index else {
                if let element { new.append(element) }
                continue
            }
            for item in items[next..<index] {
                guard !new.isEmpty else {
                    splices += removeLines(of: [item])
                    continue
                }
                let lines = try itemLines([new.removeFirst()], column: column).joined(separator: newline)
                let range = document.lines(of: item)
                splices.append(Splice(range, bytes[range].last == .newline ? lines + newline : lines))
            }
            if !new.isEmpty {
                // What comes first leaves the comments above the old first to it.
                let place =
                    index == 0 ? startWithComments(of: items[0]) : document.lines(of: items[index - 1]).upperBound
                splices.append(insertLines(try itemLines(new, column: column), at: place))
                new = []
            }
            next = index + 1
        }
        return splices
    }

    /// Items that stay keep their lines, with the comments above and beside them.
    private func rewriteItems(
        _ elements: [Element], _ items: [Node], _ trees: [ValueTree], _ first: Node, _ last: Node
    ) throws(EditError) -> Splice {
        var left = Array(zip(items, trees))
        var text = ""
        let start = startWithComments(of: first)
        let end = document.nextLine(document.entryRange(of: last).upperBound)
        for element in elements {
            if let index = left.firstIndex(where: { $0.1.withoutBlanks == element.tree.withoutBlanks }) {
                let item = left.remove(at: index).0
                let itemEnd = document.nextLine(document.entryRange(of: item).upperBound)
                text += String(decoding: bytes[startWithComments(of: item)..<itemEnd], as: UTF8.self)
                if text.utf8.last != .newline { text += newline }
            } else {
                text += try itemLines([element], column: document.column(of: first)).map { $0 + newline }.joined()
            }
        }
        if end == bytes.count, bytes.last != .newline { text.removeLast() }
        return Splice(start..<end, text)
    }
}

extension Element {
    /// An item as an element, where it has no lists inside.
    init?(_ tree: ValueTree) {
        switch tree {
        case .text(let text): self = .text(text)
        case .mapping(let entries):
            var fields: [Field] = []
            for entry in entries {
                switch entry.value {
                case .text(let text): fields.append(Field(entry.key, text))
                case .blank: fields.append(Field(entry.key, ""))
                case .list, .mapping: return nil
                }
            }
            self = .fields(fields)
        case .blank, .list: return nil
        }
    }
}
