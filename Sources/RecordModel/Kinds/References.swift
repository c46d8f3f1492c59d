extension Shape {
    /// The records that a leaf of this shape refers to: kind and id. Undecided and unreadable texts refer to none.
    public func referencesMade(by leaf: Leaf) -> [(kind: Kind.Name, id: String)] {
        func made(_ form: ScalarForm, _ value: Scalar) -> [(kind: Kind.Name, id: String)] {
            guard let kind = form.reference, case .text(let id) = value, !id.isEmpty, RecordID(id) != nil else {
                return []
            }
            return [(kind, id)]
        }
        switch self {
        case .scalar(let form): return made(form, leaf.value)
        case .list(let form):
            return leaf.value.text.split(separator: "\n").flatMap { made(form, .text(String($0))) }
        case .set(let form): return made(form, leaf.value.text.isEmpty ? .text(leaf.entry) : leaf.value)
        case .graded(let form, let level):
            if case .invalid = leaf.value, leaf.entry == leaf.value.text { return [] }
            return made(form, .text(leaf.entry)) + made(level, leaf.value)
        case .map(let keys, let values): return made(keys, .text(leaf.entry)) + made(values, leaf.value)
        case .table(let keys, let columns):
            let cell = columns.first { $0.name == leaf.column }.map { made($0.form, leaf.value) } ?? []
            return made(keys, .text(leaf.entry)) + cell
        case .body: return []
        }
    }
}

extension FieldDeclaration {
    /// What `set` is told so that a leaf refers to a record no more: `services-=rust`.
    public func assignment(takingOut id: RecordID, from leaf: Leaf) -> String {
        switch shape {
        case .set, .graded: "\(name)-=\(id)"
        case .map, .table: "\(name).\(leaf.entry)="
        case .scalar, .list, .body: "\(name)="
        }
    }
}
