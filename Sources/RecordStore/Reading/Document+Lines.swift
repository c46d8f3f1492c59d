import RecordModel
import RecordText

extension Document {
    /// The line that a key stands on, with another key in its place: what to put instead.
    func line(of node: Node, replacingKey key: String, with other: String) -> String? {
        keyRange(of: node).flatMap { line(replacing: $0, with: other) }
    }

    /// The line that a value stands on, with another value in its place; nil where it takes several lines.
    func line(of node: Node, replacingValueWith text: String) -> String? {
        let range = valueRange(of: node)
        guard !range.isEmpty, !bytes[range].contains(UInt8(ascii: "\n")) else { return nil }
        return line(replacing: range, with: text)
    }

    private func line(replacing range: Range<Int>, with text: String) -> String {
        let newline = UInt8(ascii: "\n")
        let start = bytes[..<range.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        var end = bytes[range.upperBound...].firstIndex(of: newline) ?? bytes.count
        if end > range.upperBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: bytes[start..<range.lowerBound], as: UTF8.self) + text
            + String(decoding: bytes[range.upperBound..<end], as: UTF8.self)
    }
}

extension Document {
    /// The line that a place stands on, with another text there instead.
    func line(of place: ReferencePlace, with text: String) -> String? {
        place.isKey
            ? key(of: place.node).flatMap { line(of: place.node, replacingKey: $0, with: text) }
            : line(of: place.node, replacingValueWith: text)
    }

    /// The bytes of a place.
    func range(of place: ReferencePlace) -> Range<Int>? {
        place.isKey ? keyRange(of: place.node) : valueRange(of: place.node)
    }
}

/// Where a reference is written: as a value, or as the key of an entry.
struct ReferencePlace {
    let node: Node
    let isKey: Bool
}

extension DocumentContents {
    /// Where a leaf of a field refers to a record.
    func place(of id: String, _ leaf: Leaf, in field: Node) -> ReferencePlace {
        guard var node = node(of: leaf.entry, in: field) else { return ReferencePlace(node: field, isKey: false) }
        // An element with a level is a mapping of one entry.
        if document.kind(of: field) == .sequence, document.kind(of: node) == .mapping {
            node = document.children(of: node).first { document.hasKey($0, equalTo: leaf.entry) } ?? node
        }
        if leaf.entry == id, document.key(of: node) == id { return ReferencePlace(node: node, isKey: true) }
        let cell = leaf.column.isEmpty ? nil : document.child(of: node, named: leaf.column)
        return ReferencePlace(node: cell ?? node, isKey: false)
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
