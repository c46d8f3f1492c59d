import RecordModel
import RecordText

extension Document {
    /// The line that a key stands on, with another key in its place: what to put instead.
    func line(of node: Node, replacingKey key: String, with other: String) -> String? {
        keyRange(of: node).flatMap { line(replacing: $0, with: other) }
    }

    /// The line that a value stands on, with another value in its place; nil where it takes several lines or is several.
    func line(of node: Node, replacingValueWith text: String) -> String? {
        let range = valueRange(of: node)
        guard kind(of: node) == .scalar, !range.isEmpty, !bytes[range].contains(UInt8(ascii: "\n")) else { return nil }
        return line(replacing: range, with: text)
    }

    private func line(replacing range: Range<Int>, with text: String) -> String {
        let newline = UInt8(ascii: "\n")
        let start = bytes[..<range.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        var end = bytes[range.upperBound...].firstIndex(of: newline) ?? bytes.count
        if end > range.upperBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        // Who copies a line cannot see spaces at its end.
        while end > range.upperBound, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return String(decoding: bytes[start..<range.lowerBound], as: UTF8.self) + text
            + String(decoding: bytes[range.upperBound..<end], as: UTF8.self)
    }
}

extension Document {
    /// The text with other lines in place of one, which is counted from 1.
    func replacing(line number: Int, with lines: [String]) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var start = 0
        for _ in 1..<number { start = bytes[start...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count }
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
        let hasReturn = lineEnd > start && bytes[lineEnd - 1] == UInt8(ascii: "\r")
        let breaks = hasReturn ? "\r\n" : "\n"
        let end = hasReturn ? lineEnd - 1 : lineEnd
        return bytes[..<start] + Array(lines.joined(separator: breaks).utf8) + bytes[end...]
    }
}

extension DocumentContents {
    /// Where a leaf stands within its field, and whether it is the key there that is meant rather than the value: the
    /// entry of a map and the element of a graded list are keys. The field itself where the leaf cannot be told.
    func place(of leaf: Leaf, inEntry: Bool, in field: Node) -> (node: Node, isKey: Bool) {
        guard let found = node(of: leaf.entry, in: field) else { return (field, false) }
        if document.key(of: found) != nil, document.kind(of: field) == .mapping {
            if inEntry { return (found, true) }
            return (leaf.column.isEmpty ? found : document.child(of: found, named: leaf.column) ?? found, false)
        }
        // `- php: expert`: the element is the one key of its item.
        if document.kind(of: found) == .mapping, let graded = document.child(of: found, named: leaf.entry) {
            return (graded, inEntry)
        }
        return (found, false)
    }

    /// Where an element of a list or an entry of a map stands within its field.
    func node(of entry: String, in field: Node) -> Node? {
        switch document.kind(of: field) {
        case .mapping: document.child(of: field, named: entry)
        case .sequence:
            document.children(of: field).first { item in
                document.kind(of: item) == .scalar
                    ? document.text(of: item) == entry
                    : document.children(of: item).contains { document.hasKey($0, equalTo: entry) }
            }
        case .scalar, .blank: nil
        }
    }
}
