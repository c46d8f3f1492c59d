import RecordModel
import RecordText

/// A leaf together with the field it belongs to: what history compares.
public struct FieldLeaf: Hashable, Sendable {
    /// The field's name, or the key as written where the schema does not know it.
    public let field: String
    /// The element or key within it; empty for a scalar.
    public let entry: String
    /// The column within a table's row.
    public let column: String
    /// The normal form, or the text where there is none: of a long text and of what the schema does not know only the
    /// words, since laying them out anew says nothing new.
    public let value: String
    /// Whether a change of it is news about the record.
    public let isSubstantive: Bool

    /// A leaf of a field.
    public init(field: String, entry: String = "", column: String = "", value: String, isSubstantive: Bool = true) {
        self.field = field
        self.entry = entry
        self.column = column
        self.value = value
        self.isSubstantive = isSubstantive
    }

    /// What a key says that the schema does not know.
    init(undeclared name: String, text: String) { self.init(field: name, value: normalisedLine(text)) }
}

extension Leaf {
    /// The leaf as history compares it.
    func inField(_ field: FieldDeclaration) -> FieldLeaf {
        let isText = if case .body = field.shape { true } else { false }
        return FieldLeaf(
            field: field.name, entry: entry, column: column, value: isText ? normalisedLine(value.text) : value.text,
            isSubstantive: field.isSubstantive)
    }
}

extension DocumentContents {
    /// Every leaf that the text says: declared fields under their present names, then the keys that the schema does
    /// not know, as text. Keys that begin with `x-` say nothing to the network and are left out.
    public func allLeaves() -> [FieldLeaf] {
        var leaves: [FieldLeaf] = []
        for field in kind.fields {
            for leaf in content(of: field) { leaves.append(leaf.inField(field)) }
        }
        for key in unknownTexts() { leaves.append(FieldLeaf(undeclared: key.name, text: key.text)) }
        return leaves
    }

    /// The keys that no field has, those that begin with `x-` among them, with what is written behind them.
    func undeclaredKeys() -> [(name: String, text: String)] { keptKeys() + unknownTexts() }

    /// The keys that the schema does not know, with what is written behind them.
    private func unknownTexts() -> [(name: String, text: String)] {
        unknownKeys().filter { document.kind(of: $0.node) != .blank }.map { key in
            (key.path.joined(separator: "."), written(key.node))
        }
        // A field that stands where it is not read would be taken for the one that is.
        .filter { kind.field(named: $0.0) == nil }
    }

    private func written(_ node: Node) -> String {
        document.kind(of: node) == .scalar ? document.text(of: node) : document.source(of: node)
    }

    /// The keys that begin with `x-`, wherever they stand, with what is written behind them.
    private func keptKeys() -> [(name: String, text: String)] {
        func kept(under parent: Node, _ path: [String]) -> [(name: String, text: String)] {
            document.children(of: parent).flatMap { node -> [(name: String, text: String)] in
                guard let key = document.key(of: node) else { return [] }
                let name = (path + [key]).joined(separator: ".")
                guard SharedField.isExtension(key) else { return kept(under: node, path + [key]) }
                return [(name, written(node))]
            }
        }
        return kept(under: top, [])
    }

    /// The keys that no field of the kind has, present or former, without those that begin with `x-`.
    func unknownKeys() -> [(path: [String], node: Node)] {
        var unknown: [(path: [String], node: Node)] = []
        collectUnknown(under: top, path: [], into: &unknown)
        return unknown
    }

    private func collectUnknown(under parent: Node, path: [String], into unknown: inout [(path: [String], node: Node)])
    {
        for node in document.children(of: parent) {
            guard let key = document.key(of: node), !SharedField.isExtension(key) else { continue }
            let here = path + [key]
            let name = here.joined(separator: ".")
            if let field = kind.field(named: name), field.isRead(at: here) { continue }
            if kind.hasGroup(name), document.kind(of: node) == .mapping {
                collectUnknown(under: node, path: here, into: &unknown)
            } else if !(kind.hasGroup(name) && document.kind(of: node) == .blank) {
                unknown.append((here, node))
            }
        }
    }
}
