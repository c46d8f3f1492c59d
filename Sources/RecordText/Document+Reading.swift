// Reading allocates nothing except the strings that are asked for.
extension Document {
    /// What the node holds.
    public func kind(of node: Node) -> NodeKind { nodes[node.offset].kind }

    /// How the node's value is written.
    public func style(of node: Node) -> NodeStyle { nodes[node.offset].style }

    /// The entries of a mapping or the items of a sequence; none for the others.
    public func children(of node: Node) -> NodeChildren {
        NodeChildren(nodes: nodes, from: node.offset + 1, to: Int(nodes[node.offset].subtreeEnd))
    }

    /// The keys of the entries that a place is in, the outermost first.
    func keys(around offset: Int) -> [String] {
        var keys: [String] = []
        var node = root
        while let inner = children(of: node).first(where: { entryRange(of: $0).contains(offset) }) {
            if let key = key(of: inner) { keys.append(key) }
            node = inner
        }
        return keys
    }

    /// How many entries or items the node has.
    public func count(of node: Node) -> Int {
        var count = 0
        var next = node.offset + 1
        let end = Int(nodes[node.offset].subtreeEnd)
        while next < end {
            count += 1
            next = Int(nodes[next].subtreeEnd)
        }
        return count
    }

    /// The key of an entry; nil for items and the root.
    public func key(of node: Node) -> String? {
        keyRange(of: node).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The bytes of the key without its quotes; nil for items and the root.
    public func keyRange(of node: Node) -> Range<Int>? {
        let record = nodes[node.offset]
        return record.flags.contains(.keyed) ? record.keyRange : nil
    }

    /// Whether the node is the entry of this key.
    public func hasKey(_ node: Node, equalTo key: String) -> Bool {
        let record = nodes[node.offset]
        return record.flags.contains(.keyed) && sourceEquals(record.keyRange, key)
    }

    /// The entry with this key in a mapping.
    public func child(of node: Node, named key: String) -> Node? {
        guard nodes[node.offset].kind == .mapping else { return nil }
        var next = node.offset + 1
        let end = Int(nodes[node.offset].subtreeEnd)
        while next < end {
            let record = nodes[next]
            if record.flags.contains(.keyed), sourceEquals(record.keyRange, key) { return Node(next) }
            next = Int(record.subtreeEnd)
        }
        return nil
    }

    /// The node at a path of keys from the root, or from another mapping.
    public func node(at path: [String], below top: Node? = nil) -> Node? {
        var node = top ?? root
        for key in path {
            guard let next = child(of: node, named: key) else { return nil }
            node = next
        }
        return node
    }

    /// The text of a scalar: quotes, escapes, folding and blocks resolved. Empty for a blank, a mapping or a sequence.
    public func text(of node: Node) -> String {
        let record = nodes[node.offset]
        guard record.kind == .scalar else { return "" }
        return decodedText(record)
    }

    /// Whether a scalar's text is this one.
    public func hasText(_ node: Node, equalTo text: String) -> Bool {
        let record = nodes[node.offset]
        guard record.kind == .scalar else { return false }
        if record.flags.contains(.encoded) { return decodedText(record) == text }
        return sourceEquals(innerRange(record), text)
    }

    /// The bytes of the value, with its quotes, brackets or block mark; empty where nothing is written.
    public func valueRange(of node: Node) -> Range<Int> { nodes[node.offset].valueRange }

    /// The bytes of an entry or item from its key or dash to the end of its value.
    public func entryRange(of node: Node) -> Range<Int> {
        let record = nodes[node.offset]
        guard record.flags.contains(.keyed) || record.flags.contains(.dashed) else { return record.valueRange }
        let start = Int(record.keyStart) - (record.flags.contains(.quotedKey) ? 1 : 0)
        return start..<max(Int(record.valueEnd), Int(record.keyEnd))
    }

    /// The value as it is written.
    public func source(of node: Node) -> String { String(decoding: bytes[valueRange(of: node)], as: UTF8.self) }

    /// The number of the line that holds a byte, from 1.
    public func line(at offset: Int) -> Int {
        var line = 1
        for byte in bytes[..<min(offset, bytes.count)] where byte == .newline { line += 1 }
        return line
    }

    /// The text after the front matter: line breaks as `\n`, blank lines at both ends left out; empty in `.yaml`.
    public var bodyText: String {
        guard let body else { return "" }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(body.count)
        var lineStart = body.lowerBound
        var pendingBreaks = 0
        while lineStart < body.upperBound {
            let lineEnd = endOfLine(from: lineStart, in: bytes, limit: body.upperBound)
            var textEnd = lineEnd
            if textEnd > lineStart, lineEnd < body.upperBound, bytes[textEnd - 1] == .carriageReturn { textEnd -= 1 }
            if bytes[lineStart..<textEnd].allSatisfy({ $0 == .space || $0 == .tab || $0 == .carriageReturn }) {
                // A blank line counts only between two others.
                pendingBreaks += 1
                if decoded.isEmpty { pendingBreaks = 0 }
            } else {
                if !decoded.isEmpty { decoded.append(contentsOf: repeatElement(.newline, count: pendingBreaks + 1)) }
                pendingBreaks = 0
                decoded.append(contentsOf: bytes[lineStart..<textEnd])
            }
            lineStart = lineEnd + 1
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    func sourceEquals(_ range: Range<Int>, _ text: String) -> Bool {
        let utf8 = text.utf8
        guard utf8.count == range.count else { return false }
        var offset = range.lowerBound
        for unit in utf8 {
            if bytes[offset] != unit { return false }
            offset += 1
        }
        return true
    }
}
