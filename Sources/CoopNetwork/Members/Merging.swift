public import RecordModel

/// What one record says that another, into which it is merged, does not.
public enum Merging {
    /// A field of which something would be lost.
    public struct Loss: Sendable {
        /// The field.
        public let field: FieldDeclaration
        /// What would be lost, in words: `skills.offered: swift, gis`, `town: Leeds (the other says York)`.
        public let words: String
        /// The changes that take it over.
        public let edits: [FieldEdit]
    }

    /// What `record` says that `other` lacks or says otherwise, field by field. Earlier names are taken in any case, and
    /// confirmations were of a text that is given up.
    public static func losses(of record: Record, into other: Record) -> [Loss] {
        record.kind.fields.compactMap { field in
            guard field.isSubstantive, field.name != Members.formerly.name, field.name != Members.name.name else {
                return nil
            }
            return loss(field, record.content(of: field), other.content(of: field))
        }
    }

    private static func loss(_ field: FieldDeclaration, _ ours: Content, _ theirs: Content) -> Loss? {
        guard !ours.isEmpty, !ours.saysTheSame(as: theirs) else { return nil }
        guard field.shape.isCollection else {
            let mine = short(ours.scalar?.text ?? "")
            let other = theirs.scalar.map { " (the other says \(short($0.text)))" } ?? ""
            return Loss(
                field: field, words: "\(field.name): \(mine)\(other)", edits: FieldEdit.copying(ours, to: field))
        }
        let known = Set(theirs.map(\.entry))
        let missing = ours.filter { !known.contains($0.entry) }
        guard !missing.isEmpty else { return nil }
        let edits: [FieldEdit]
        if case .set = field.shape {
            edits = missing.map { .addElement(field: field.name, text: $0.entry, level: nil) }
        } else {
            edits = FieldEdit.copying(missing, to: field)
        }
        return Loss(
            field: field, words: "\(field.name): \(missing.entries.map(short).joined(separator: ", "))", edits: edits)
    }

    private static func short(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > 60 || line.count < text.count ? line.prefix(59) + "…" : line
    }
}
