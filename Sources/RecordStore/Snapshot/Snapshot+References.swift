public import RecordModel

extension Snapshot {
    /// Every place that refers to a record.
    public func references(to target: Kind.Name, _ id: RecordID) throws(StoreError) -> [Reference] {
        var found: [Reference] = []
        for kind in kinds where canSee(kind) {
            let fields = kind.fields.filter { $0.shape.references.contains(target) }
            guard !fields.isEmpty else { continue }
            for stored in try all(kind, thatMayHold: [id.text]) {
                for field in fields {
                    for leaf in stored.record.content(of: field)
                    where field.shape.referencesMade(by: leaf).contains(where: { $0.kind == target && $0.id == id.text }
                    ) {
                        found.append(Reference(kind: kind, stored: stored, field: field, leaf: leaf))
                    }
                }
            }
        }
        return found
    }

    /// The records whose own path names another, as a membership's does its member.
    public func records(about target: Kind, _ id: RecordID) throws(StoreError) -> [StoredRecord] {
        var found: [StoredRecord] = []
        for kind in kinds where canSee(kind) {
            let places = kind.path.placeholders.filter { $0.reference == target.name }.map(\.name)
            guard !places.isEmpty else { continue }
            for entry in try entries(of: kind) where places.contains(where: { kind.path.part($0, of: entry.id) == id })
            {
                if let stored = try stored(kind, entry.id) { found.append(stored) }
            }
        }
        return found
    }
}

/// A place in a record that refers to another.
public struct Reference: Sendable {
    /// The kind of the record that refers.
    public let kind: Kind
    /// The record.
    public let stored: StoredRecord
    /// The field.
    public let field: FieldDeclaration
    /// The leaf that holds the reference.
    public let leaf: Leaf
}
