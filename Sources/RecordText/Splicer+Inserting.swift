// New keys, and the lines of new items.
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
    func fillBlank(_ node: Node, _ lines: [String]) -> [Splice] {
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
    func appendToFlow(_ parent: Node, _ text: String) -> Splice {
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
    func startWithComments(of node: Node) -> Int {
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
}
