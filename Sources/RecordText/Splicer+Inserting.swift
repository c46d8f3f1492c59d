// New keys and new items.
extension Splicer {
    /// What is to stand under a new key.
    enum NewValue {
        case text(String)
        case list([Element])
        case nothing
    }

    private var bytes: [UInt8] { document.bytes }

    /// Puts a key in, with the parents that are missing.
    func insert(_ path: [String], _ value: NewValue) throws(EditError) -> [Splice] {
        var parent = document.root
        var depth = 0
        while depth < path.count - 1, let next = document.child(of: parent, named: path[depth]) {
            parent = next
            depth += 1
        }
        let parentPath = Array(path[..<depth])
        let missing = Array(path[depth...])
        switch document.kind(of: parent) {
        case .scalar, .sequence: throw .wrongKind(path: parentPath, expected: .mapping)
        case .blank:
            let column = document.column(of: parent) + 2
            return fillBlank(parent, try lines(for: missing, value, column: column))
        case .mapping where document.style(of: parent) == .flow && document.count(of: parent) == 0 && !isText(value):
            // Nothing stands in the braces that could not stand on lines.
            guard !document.isInFlow(parent) else { throw .wrongKind(path: path, expected: .scalar) }
            return fillBlank(parent, try lines(for: missing, value, column: document.column(of: parent) + 2))
        case .mapping:
            if document.style(of: parent) == .flow { return try insertIntoFlow(parent, missing, value, path) }
            let siblings = Array(document.children(of: parent))
            let column = siblings.first.map { document.column(of: $0) } ?? 0
            let lines = try lines(for: missing, value, column: column)
            let offset = place(of: missing[0], among: siblings, at: parentPath, column: column)
            return [insertLines(lines, at: offset)]
        }
    }

    private func isText(_ value: NewValue) -> Bool {
        if case .text = value { return true }
        return false
    }

    /// Puts lines below a key that has no value yet.
    private func fillBlank(_ node: Node, _ lines: [String]) -> [Splice] {
        let range = document.valueRange(of: node)
        var splices: [Splice] = []
        if !range.isEmpty {
            var start = range.lowerBound
            while start > 0, bytes[start - 1].isBlank { start -= 1 }
            splices.append(Splice(start..<range.upperBound, ""))
        }
        let end = document.nextLine(document.entryRange(of: node).upperBound)
        splices.append(insertLines(lines, at: end))
        return splices
    }

    private func insertIntoFlow(
        _ parent: Node, _ missing: [String], _ value: NewValue, _ path: [String]
    ) throws(EditError) -> [Splice] {
        let written: String
        switch value {
        case .text(let text) where missing.count == 1: written = plainOrQuoted(text, inFlow: true)
        case .nothing where missing.count == 1: written = "~"
        case .text, .list, .nothing: throw .wrongKind(path: path, expected: .scalar)
        }
        guard let key = writtenKey(missing[0], inFlow: true) else { throw .unwritableKey(missing[0]) }
        return [appendToFlow(parent, "\(key): \(written)")]
    }

    /// Adds after the last thing in brackets.
    private func appendToFlow(_ parent: Node, _ text: String) -> Splice {
        if let last = Array(document.children(of: parent)).last {
            let end = document.entryRange(of: last).upperBound
            return Splice(end..<end, ", " + text)
        }
        let outer = document.valueRange(of: parent)
        return Splice((outer.lowerBound + 1)..<(outer.upperBound - 1), text)
    }

    /// Where a new key goes: after the nearest key that is declared before it, otherwise before all others; one that is
    /// not declared goes to the end.
    private func place(of key: String, among siblings: [Node], at path: [String], column: Int) -> Int {
        guard let first = siblings.first, let last = siblings.last else {
            return document.record.upperBound
        }
        let declared = order.keys(path)
        guard let position = declared.firstIndex(of: key) else { return document.endOfEntry(last, column: column) }
        for earlier in declared[..<position].reversed() {
            if let sibling = siblings.first(where: { document.hasKey($0, equalTo: earlier) }) {
                return document.endOfEntry(sibling, column: column)
            }
        }
        return startWithComments(of: first)
    }

    /// The start of an entry's line, or of the comments right above it, which belong to it.
    private func startWithComments(of node: Node) -> Int {
        var start = document.startOfLine(at: document.entryRange(of: node).lowerBound)
        let first = document.record.lowerBound
        while start > first {
            let previous = max(document.startOfLine(at: start - 1), first)
            var offset = previous
            while offset < start, bytes[offset].isBlank { offset += 1 }
            guard bytes[offset] == .hash else { break }
            start = previous
        }
        return start
    }

    /// The lines of a new key with its missing parents.
    private func lines(for keys: [String], _ value: NewValue, column: Int) throws(EditError) -> [String] {
        var lines: [String] = []
        var column = column
        for (index, key) in keys.enumerated() {
            guard let written = writtenKey(key) else { throw .unwritableKey(key) }
            let lead = String(repeating: " ", count: column) + written + ":"
            if index < keys.count - 1 {
                lines.append(lead)
                column += 2
                continue
            }
            switch value {
            case .text(let text):
                lines.append(lead + " " + writtenScalar(text, style: .plain, column: column, newline: newline))
            case .nothing: lines.append(lead)
            case .list(let elements):
                lines.append(lead)
                lines += try itemLines(elements, column: column + listIndent)
            }
        }
        return lines
    }

    /// How far in the lists of this record stand from their keys; two spaces where there is none yet.
    var listIndent: Int {
        for entry in document.children(of: document.root)
        where document.kind(of: entry) == .sequence && document.style(of: entry) == .block {
            if let first = Array(document.children(of: entry)).first { return document.column(of: first) }
        }
        return 2
    }

    func itemLines(_ elements: [Element], column: Int) throws(EditError) -> [String] {
        var lines: [String] = []
        for element in elements {
            let indent = String(repeating: " ", count: column)
            if case .text(let text) = element {
                lines.append(indent + "- " + writtenScalar(text, style: .plain, column: column, newline: newline))
                continue
            }
            for (index, field) in element.fields.enumerated() {
                guard let key = writtenKey(field.key) else { throw .unwritableKey(field.key) }
                let value =
                    isBlankWord(field.text)
                    ? "" : " " + writtenScalar(field.text, style: .plain, column: column + 2, newline: newline)
                lines.append(indent + (index == 0 ? "- " : "  ") + key + ":" + value)
            }
        }
        return lines
    }

    // MARK: - Lists

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

    /// A list in the place of a single value: in brackets, or on lines of its own where items have values.
    private func write(_ elements: [Element], over node: Node, path: [String]) throws(EditError) -> [Splice] {
        var texts: [String] = []
        for case .text(let text) in elements { texts.append(plainOrQuoted(text, inFlow: true)) }
        guard texts.count == elements.count else { return try rewriteFlow(node, elements.map(\.tree), path: path) }
        return [Splice(document.valueRange(of: node), "[" + texts.joined(separator: ", ") + "]")]
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
