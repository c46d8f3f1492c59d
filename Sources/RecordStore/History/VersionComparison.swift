internal import RecordModel
internal import RecordText

/// How one leaf differs between two versions of a record.
struct LeafChange {
    let leaf: Int
    let field: Int
    /// The value before; nil where the leaf is new.
    let old: String?
    /// The value after; nil where the leaf is gone.
    let new: String?
    let isSubstantive: Bool
}

/// How two versions of a record differ, leaf by leaf.
struct VersionDelta {
    let changes: [LeafChange]
    /// The fields that gain something and had something already.
    private let grown: [Int]
    /// The place of each leaf among the changes; nil where they are so few that looking through them costs less.
    private let places: [Int: Int]?

    static let none = VersionDelta(changes: [])

    /// - Parameter changes: at most one of each leaf.
    init(changes: [LeafChange], grown: [Int] = []) {
        self.changes = changes
        self.grown = grown
        let leaves = changes.count > 16 ? changes.enumerated().map { ($1.leaf, $0) } : []
        places = leaves.isEmpty ? nil : Dictionary(leaves) { first, _ in first }
    }

    /// How a leaf differs; nil where it does not.
    func change(of leaf: Int) -> LeafChange? {
        if let places { return places[leaf].map { changes[$0] } }
        return changes.first { $0.leaf == leaf }
    }

    /// Whether the older version has a unit that differs.
    func had(_ unit: Unit) -> Bool {
        switch unit.meaning {
        case .record: true
        case .leaf(let leaf): change(of: leaf)?.old != nil
        case .collection(let field): grown.contains(field) || changes.contains { $0.field == field && $0.old != nil }
        }
    }

    /// Whether a unit that the newer version has is not the same in the older one.
    func touches(_ unit: Unit) -> Bool {
        switch unit.meaning {
        case .leaf(let leaf): change(of: leaf) != nil
        case .collection(let field): changes.contains { $0.field == field }
        case .record: changes.contains { $0.isSubstantive }
        }
    }

    /// The changes inside a unit.
    func changes(in unit: Unit) -> [LeafChange] {
        switch unit.meaning {
        case .leaf(let leaf): [change(of: leaf)].compactMap(\.self)
        case .collection(let field): changes.filter { $0.field == field }
        case .record: changes.filter(\.isSubstantive)
        }
    }
}

/// A leaf of two versions that do not say the same: that of the older, of the newer, or both.
struct LeafPair: Sendable {
    var old: FieldLeaf?
    var new: FieldLeaf?
}

/// What two versions do not both say.
struct VersionDifference: Sendable {
    var leaves: [LeafPair] = []
    /// The fields that gain something and had something already.
    var grown: [String] = []
}

/// Compares versions of one kind's records. Entries of the top mapping whose bytes are the same say the same, so only
/// the fields of the others are read.
struct VersionComparison: Sendable {
    let kind: Kind
    /// For each top key, the fields that it can hold; a key that is not here is unknown to the schema.
    private var fieldsOfKey: [String: [Int]] = [:]
    /// The top keys below which the schema may not know every key.
    private var groups: Set<String> = []
    private var knownKeys: Set<String> = []
    private let body: Int?
    private var collections: Set<String> = []

    init(_ kind: Kind) {
        self.kind = kind
        body = kind.fields.firstIndex { if case .body = $0.shape { true } else { false } }
        for (index, field) in kind.fields.enumerated() {
            if field.shape.isCollection { collections.insert(field.name) }
            if index == body {
                knownKeys.formUnion([field.name] + field.formerly)
                continue
            }
            var keys: [String] = []
            for name in [field.name] + field.formerly {
                let key = String(name.prefix { $0 != "." })
                knownKeys.insert(name)
                for (place, character) in zip(name.indices, name) where character == "." {
                    groups.insert(String(name[..<place]))
                }
                if !keys.contains(key) { keys.append(key) }
            }
            for key in keys { fieldsOfKey[key, default: []].append(index) }
        }
    }

    /// Every leaf of a version, in the order of the schema.
    func leaves(of document: Document) -> [FieldLeaf] {
        leaves(of: Array(kind.fields.indices), true, in: document)
    }

    /// The declared fields whose leaves make a whole of their own.
    func isCollection(_ field: String) -> Bool {
        collections.contains(field)
    }

    /// The leaves of one field, declared or not.
    func leaves(of field: String, in document: Document) -> [FieldLeaf] {
        guard let declared = kind.field(named: field) else { return leaves(of: document).filter { $0.field == field } }
        let contents = DocumentContents(document: document, kind: kind)
        return contents.content(of: declared).map { $0.inField(declared) }
    }

    /// In what `new` differs from `old`.
    func difference(from old: Document, to new: Document) -> VersionDifference {
        let touched = new.topKeys(differingFrom: old)
        let isBodyTouched = body != nil && old.bodyBytes != new.bodyBytes
        if touched.isEmpty, !isBodyTouched { return VersionDifference() }
        var fields: Set<Int> = []
        var hasUnknown = false
        for key in touched {
            for field in fieldsOfKey[key] ?? [] { fields.insert(field) }
            let mayBeUnknown = fieldsOfKey[key] == nil || groups.contains(key)
            if mayBeUnknown, !SharedField.isExtension(key) { hasUnknown = true }
        }
        if isBodyTouched, let body { fields.insert(body) }
        let ordered = fields.sorted()
        let before = leaves(of: ordered, hasUnknown, in: old)
        let pairs = differences(from: before, to: leaves(of: ordered, hasUnknown, in: new))
        var grown: [String] = []
        for pair in pairs {
            guard pair.old == nil, let field = pair.new?.field, !grown.contains(field),
                before.contains(where: { $0.field == field })
            else { continue }
            grown.append(field)
        }
        return VersionDifference(leaves: pairs, grown: grown)
    }

    /// A version as it differs from none.
    func everything(in document: Document) -> VersionDifference {
        VersionDifference(leaves: differences(from: [], to: leaves(of: document)))
    }

    private func leaves(of fields: [Int], _ withUnknown: Bool, in document: Document) -> [FieldLeaf] {
        let contents = DocumentContents(document: document, kind: kind)
        var leaves: [FieldLeaf] = []
        for index in fields {
            let field = kind.fields[index]
            for leaf in contents.content(of: field) { leaves.append(leaf.inField(field)) }
        }
        if withUnknown { appendUnknown(under: document.root, path: "", in: document, to: &leaves) }
        return leaves
    }

    /// The leaves of the keys that the schema does not know, as `DocumentContents.allLeaves` has them.
    private func appendUnknown(under parent: Node, path: String, in document: Document, to leaves: inout [FieldLeaf]) {
        for node in document.children(of: parent) {
            guard let key = document.key(of: node), !SharedField.isExtension(key) else { continue }
            let name = path.isEmpty ? key : path + "." + key
            if knownKeys.contains(name) { continue }
            let kindOfNode = document.kind(of: node)
            if kindOfNode == .blank { continue }
            if kindOfNode == .mapping, groups.contains(name) {
                appendUnknown(under: node, path: name, in: document, to: &leaves)
            } else {
                let text = kindOfNode == .scalar ? document.text(of: node) : document.source(of: node)
                leaves.append(FieldLeaf(undeclared: name, text: text))
            }
        }
    }

    /// The leaves in which one list differs from another.
    func differences(from old: [FieldLeaf], to new: [FieldLeaf]) -> [LeafPair] {
        if old == new { return [] }
        var pairs: [LeafPair] = []
        pairs.reserveCapacity(max(old.count, new.count))
        var places = LeafPlaces(few: old.count + new.count <= 16)
        for leaf in new where places.find(leaf, in: pairs) == nil {
            places.note(leaf, at: pairs.count)
            pairs.append(LeafPair(new: leaf))
        }
        for leaf in old {
            guard let place = places.find(leaf, in: pairs) else {
                places.note(leaf, at: pairs.count)
                pairs.append(LeafPair(old: leaf))
                continue
            }
            if pairs[place].old == nil { pairs[place].old = leaf }
        }
        return pairs.filter { $0.old?.value != $0.new?.value }
    }
}

/// Where leaves stand in a list of pairs. Few are found sooner by looking than by their hashes.
private struct LeafPlaces {
    private let few: Bool
    private var places: [LeafKey: Int] = [:]

    init(few: Bool) { self.few = few }

    func find(_ leaf: FieldLeaf, in pairs: [LeafPair]) -> Int? {
        guard few else { return places[LeafKey(leaf)] }
        return pairs.firstIndex { pair in
            guard let other = pair.new ?? pair.old else { return false }
            return other.field == leaf.field && other.entry == leaf.entry && other.column == leaf.column
        }
    }

    mutating func note(_ leaf: FieldLeaf, at place: Int) { if !few { places[LeafKey(leaf)] = place } }
}

private struct LeafKey: Hashable {
    let field: String
    let entry: String
    let column: String

    init(_ leaf: FieldLeaf) {
        field = leaf.field
        entry = leaf.entry
        column = leaf.column
    }
}

extension Document {
    fileprivate var bodyBytes: ArraySlice<UInt8> { body.map { bytes[$0] } ?? [] }
}
