extension Shape {
    /// A record that a leaf refers to.
    public struct MadeReference: Hashable, Sendable {
        /// What it is one of.
        public let kind: Kind.Name
        /// Its id as written.
        public let id: String
        /// Whether the leaf's entry is the id, and not its value.
        public let isEntry: Bool
    }

    /// The records that a leaf of this shape refers to. Undecided and unreadable texts refer to none.
    public func referencesMade(by leaf: Leaf) -> [MadeReference] {
        func made(_ form: ScalarForm, _ value: Scalar, isEntry: Bool = false) -> [MadeReference] {
            guard let kind = form.reference, case .text(let id) = value, !id.isEmpty, RecordID(id) != nil else {
                return []
            }
            return [MadeReference(kind: kind, id: id, isEntry: isEntry)]
        }
        switch self {
        case .scalar(let form): return made(form, leaf.value)
        case .set(let form):
            return made(form, leaf.value.text.isEmpty ? .text(leaf.entry) : leaf.value, isEntry: true)
        case .graded(let form, let level):
            if case .invalid = leaf.value, leaf.entry == leaf.value.text { return [] }
            return made(form, .text(leaf.entry), isEntry: true) + made(level, leaf.value)
        case .map(let keys, let values):
            return made(keys, .text(leaf.entry), isEntry: true) + made(values, leaf.value)
        case .table(let keys, let columns):
            let cell = columns.first { $0.name == leaf.column }.map { made($0.form, leaf.value) } ?? []
            return made(keys, .text(leaf.entry), isEntry: true) + cell
        case .body: return []
        }
    }
}

extension FieldDeclaration {
    /// What `set` is told so that a leaf refers to a record no more: `services-=rust`,
    /// `products.bag.maker=`. What may not be blank is given another: `keeper=ID`.
    public func assignment(takingOut id: RecordID, from leaf: Leaf) -> String {
        switch shape {
        case .set, .graded: "\(name)-=\(id)"
        case .table(_, let columns) where !isEntry(id, in: leaf):
            "\(name).\(leaf.entry).\(leaf.column)="
                + (columns.contains { $0.name == leaf.column && $0.isRequired } ? "ID" : "")
        case .table: "\(name)-=\(leaf.entry)"
        case .map: "\(name).\(leaf.entry)="
        case .scalar, .body: "\(name)=\(isRequired ? "ID" : "")"
        }
    }

    /// Whether the entry itself is the reference, and not what stands in one of its columns.
    private func isEntry(_ id: RecordID, in leaf: Leaf) -> Bool {
        shape.referencesMade(by: leaf).contains { $0.isEntry && $0.id == id.text }
    }
}
