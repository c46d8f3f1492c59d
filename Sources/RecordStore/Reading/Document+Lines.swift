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

extension DocumentContents {
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
