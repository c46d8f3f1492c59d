/// One entry of a mapping, one item of a sequence, or the root: an index into its document's flat arrays.
///
/// A node means something only together with the document it came from.
public struct Node: Hashable, Sendable {
    /// The position in the document's array of nodes, which are in the order of the text.
    let index: Int32

    init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }

    var offset: Int { Int(index) }
}

/// What a node holds.
public enum NodeKind: UInt8, Sendable {
    /// Keys with values, each key once.
    case mapping
    /// Items in order.
    case sequence
    /// Text.
    case scalar
    /// Nothing: a blank value, `~`, `null`, `N/A` or a lone `-`. The same as a key that is not there.
    case blank
}

/// How a value is written.
public enum NodeStyle: UInt8, Sendable {
    /// Text without quotes.
    case plain
    /// Text in `'single quotes'`.
    case singleQuoted
    /// Text in `"double quotes"`.
    case doubleQuoted
    /// Lines after `|`, kept as they stand.
    case literal
    /// Lines after `>`, folded into paragraphs.
    case folded
    /// Entries or items on lines of their own.
    case block
    /// `[a, b]` or `{a: b}` on one line.
    case flow
}

/// What is known of a node besides its ranges.
struct NodeFlags: OptionSet {
    let rawValue: UInt8
    /// An entry of a mapping.
    static let keyed = NodeFlags(rawValue: 1)
    /// The key is in quotes, which `keyStart ..< keyEnd` leaves out.
    static let quotedKey = NodeFlags(rawValue: 2)
    /// An item of a block sequence: `keyStart` is its dash.
    static let dashed = NodeFlags(rawValue: 4)
    /// The decoded text is not simply the bytes between the quotes.
    static let encoded = NodeFlags(rawValue: 8)
    /// The scalar takes more than one line.
    static let multiLine = NodeFlags(rawValue: 16)
    /// The value could not be read; its range is the rest of the line.
    static let damaged = NodeFlags(rawValue: 32)
}

/// What is stored of a node: 24 bytes, so that a document is two or three allocations.
struct NodeRecord {
    var kind: NodeKind = .blank
    var style: NodeStyle = .plain
    var flags: NodeFlags = []
    /// The key without its quotes, or the dash of an item.
    var keyStart: Int32 = 0
    var keyEnd: Int32 = 0
    /// The value with its quotes or brackets; empty where nothing is written.
    var valueStart: Int32 = 0
    var valueEnd: Int32 = 0
    /// The index after the last node inside this one.
    var subtreeEnd: Int32 = 0

    var keyRange: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    var valueRange: Range<Int> { Int(valueStart)..<Int(valueEnd) }

    mutating func setKey(_ range: Range<Int>) {
        keyStart = Int32(truncatingIfNeeded: range.lowerBound)
        keyEnd = Int32(truncatingIfNeeded: range.upperBound)
    }

    mutating func setValue(_ range: Range<Int>) {
        valueStart = Int32(truncatingIfNeeded: range.lowerBound)
        valueEnd = Int32(truncatingIfNeeded: range.upperBound)
    }
}

/// The entries of a mapping or the items of a sequence, in the order of the text.
public struct NodeChildren: Sequence, IteratorProtocol, Sendable {
    let nodes: [NodeRecord]
    private(set) var position: Int
    let end: Int

    init(nodes: [NodeRecord], from start: Int, to end: Int) {
        self.nodes = nodes
        position = start
        self.end = end
    }

    /// The next entry or item.
    public mutating func next() -> Node? {
        guard position < end else { return nil }
        defer { position = Int(nodes[position].subtreeEnd) }
        return Node(position)
    }
}
