public import RecordModel

/// What changed in a record, as a person would say it.
public enum ChangeSentence {
    /// `Tŷ Gwydr: headcount 9 → 12, skills.offered + swift, note cleared`.
    static func between(_ before: Record, _ after: Record) -> String {
        let parts = parts(before, after)
        return "\(after.title): \(parts.isEmpty ? "only how it is written" : parts.joined(separator: ", "))"
    }

    /// `headcount 9 → 12`, `skills.offered + swift`: one for each field that says something else.
    public static func parts(_ before: Record, _ after: Record) -> [String] {
        after.kind.fields.compactMap { field in
            part(field, before.content(of: field), after.content(of: field))
        }
    }

    private static func part(_ field: FieldDeclaration, _ before: Content, _ after: Content) -> String? {
        if before.saysTheSame(as: after) { return nil }
        if case .body = field.shape { return before.isEmpty ? "\(field.name) written" : after.isEmpty ? "\(field.name) cleared" : "\(field.name) rewritten" }
        guard field.shape.isCollection else {
            switch (before.scalar?.text, after.scalar?.text) {
            case (nil, let new?): return "\(field.name) \(short(new))"
            case (_, nil): return "\(field.name) cleared"
            case (let old?, let new?): return "\(field.name) \(short(old)) → \(short(new))"
            }
        }
        let (old, new) = (Set(before), Set(after))
        let added = after.filter { !old.contains($0) }.map(words)
        let changed = Set(after.map(\.entry))
        let removed = before.filter { !new.contains($0) && !changed.contains($0.entry) }.map(\.entry)
        let signs = unique(added).map { "+ \($0)" } + unique(removed).map { "- \(short($0))" }
        return "\(field.name) \(signs.joined(separator: ", "))"
    }

    private static func words(_ leaf: Leaf) -> String {
        let place = leaf.column.isEmpty ? leaf.entry : "\(leaf.entry) \(leaf.column)"
        return leaf.value.text.isEmpty ? short(leaf.entry) : "\(short(place)): \(short(leaf.value.text))"
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    private static func short(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > 40 ? line.prefix(39) + "…" : line
    }
}
