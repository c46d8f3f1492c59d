public import RecordModel

/// What changed in a record, as a person would say it.
public enum ChangeSentence {
    /// `Tŷ Gwydr: headcount 9 → 12, skills.offered + swift, note cleared`.
    static func between(_ before: StoredRecord, _ after: StoredRecord) -> String {
        let parts = parts(before.record, after.record) + undeclaredParts(before, after)
        return "\(after.record.title): \(parts.isEmpty ? "only how it is written" : parts.joined(separator: ", "))"
    }

    /// The same for a text that may have been, or may still be, unreadable: `Repair Tŷ Gwydr`, `Edit Tŷ Gwydr`.
    static func ofText(_ before: StoredRecord, _ after: StoredRecord) -> String {
        guard after.isReadable else { return "Edit \(after.record.title)" }
        return before.isReadable ? between(before, after) : "Repair \(after.record.title)"
    }

    /// `x-note Call first`, `x-note cleared`: keys that are kept and mean nothing to the network, and those that no field
    /// has.
    ///
    /// - Parameters:
    ///   - before: nil where the record was not there.
    ///   - after: nil where it is gone.
    static func undeclaredParts(_ before: StoredRecord?, _ after: StoredRecord?) -> [String] {
        func keys(_ stored: StoredRecord?) -> [(name: String, text: String)] {
            guard let stored, let document = stored.document else { return [] }
            return DocumentContents(document: document, kind: stored.record.kind).undeclaredKeys()
        }
        let (old, new) = (keys(before), keys(after))
        let said = new.compactMap { key -> String? in
            guard let was = old.first(where: { $0.name == key.name }) else { return "\(key.name) \(short(key.text))" }
            return was.text == key.text ? nil : "\(key.name) \(short(was.text)) → \(short(key.text))"
        }
        return said
            + old.filter { key in !new.contains { $0.name == key.name } }.map { "\($0.name) cleared" }
    }

    /// `headcount 9 → 12`, `skills.offered + swift`: one for each field that says something else.
    public static func parts(_ before: Record, _ after: Record) -> [String] {
        after.kind.fields.compactMap { field in
            part(field, before.content(of: field), after.content(of: field))
        }
    }

    private static func part(_ field: FieldDeclaration, _ before: Content, _ after: Content) -> String? {
        if before.saysTheSame(as: after) { return nil }
        if case .body = field.shape {
            return before.isEmpty
                ? "\(field.name) written" : after.isEmpty ? "\(field.name) cleared" : "\(field.name) rewritten"
        }
        guard field.shape.isCollection else {
            switch (before.scalar?.text, after.scalar?.text) {
            case (nil, let new?): return "\(field.name) \(short(new))"
            case (_, nil): return "\(field.name) cleared"
            case (let old?, let new?):
                // Of several lines only the first are shown, and those may be the same.
                return short(old) == short(new)
                    ? "\(field.name) changed" : "\(field.name) \(short(old)) → \(short(new))"
            }
        }
        let old = Dictionary(before.map { (Place($0), $0.value.text) }, uniquingKeysWith: { $1 })
        let new = Set(after.map(Place.init))
        let (had, kept) = (Set(before.map(\.entry)), Set(after.map(\.entry)))
        let written = after.compactMap { leaf -> String? in
            guard let was = old[Place(leaf)] else {
                return leaf.isBare && had.contains(leaf.entry) ? nil : "+ \(words(leaf))"
            }
            if was == leaf.value.text { return nil }
            return
                "\(short(Place(leaf).words)) \(was.isEmpty ? "unsaid" : short(was)) → \(leaf.value.text.isEmpty ? "unsaid" : short(leaf.value.text))"
        }
        let removed = before.filter { !new.contains(Place($0)) }.compactMap { leaf -> String? in
            guard kept.contains(leaf.entry) else { return "- \(short(leaf.entry))" }
            return leaf.isBare ? nil : "- \(short(Place(leaf).words))"
        }
        return "\(field.name) \((unique(written) + unique(removed)).joined(separator: ", "))"
    }

    /// Where a leaf stands within its field.
    private struct Place: Hashable {
        let entry: String
        let column: String

        init(_ leaf: Leaf) { (entry, column) = (leaf.entry, leaf.column) }

        var words: String { column.isEmpty ? entry : "\(entry) \(column)" }
    }

    private static func words(_ leaf: Leaf) -> String {
        leaf.value.text.isEmpty ? short(leaf.entry) : "\(short(Place(leaf).words)): \(short(leaf.value.text))"
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    private static func short(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        let line = lines.first.map(String.init) ?? ""
        return line.count > 40 ? line.prefix(39) + "…" : lines.count > 1 ? line + " …" : line
    }
}

extension Leaf {
    /// Whether it says only that its entry is there. In a table it stands for an entry as long as that has no columns, and
    /// neither comes nor goes with the first of them.
    fileprivate var isBare: Bool { column.isEmpty }
}
