/// The smallest part of a field that can be said, aged and merged on its own: a scalar, an element of a set, an
/// entry of a map, a cell of a table.
public struct Leaf: Hashable, Sendable {
    /// The element or the map's key; empty for a scalar, a list and a text.
    public let entry: String
    /// The column of a table's cell; empty elsewhere.
    public let column: String
    /// The value; for an element of a set without a level, an empty text.
    public let value: Scalar

    /// A leaf with its value.
    public init(entry: String = "", column: String = "", value: Scalar) {
        self.entry = entry
        self.column = column
        self.value = value
    }
}

/// What a field holds, as leaves in the text's order. Empty is absent.
public typealias Content = [Leaf]

extension Content {
    /// The value of a field that has one scalar.
    public var scalar: Scalar? { first?.value }

    /// The elements or keys, each once, in the text's order.
    public var entries: [String] {
        var result: [String] = []
        for leaf in self where result.last != leaf.entry { result.append(leaf.entry) }
        return result
    }

    /// The leaves without those that stand for an open decision.
    var decided: Content { filter { if case .undecided = $0.value { false } else { true } } }

    /// Whether two contents say the same: sets, maps and tables whatever their order.
    public func saysTheSame(as other: Content) -> Bool {
        count == other.count && (self == other || Set(self) == Set(other))
    }
}
