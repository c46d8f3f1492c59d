public import RecordModel

/// The reference page of a kind, in Markdown.
public enum KindReference {
    /// A kind's page: what it is, where it is kept, and each field.
    public static func markdown(of kind: Kind) -> String {
        var text = "# \(Safe.markdown(kind.name.rawValue))\n\n\(Safe.markdown(kind.summary))\n\n"
        text += "| | |\n|---|---|\n"
        text += "| One of them | \(Safe.markdown(kind.singular)) |\n"
        text += "| Kept in | `\(kind.path.text)`, in the \(home(of: kind)) |\n"
        text += "| Who changes it | \(Safe.markdown(kind.ownership.words)). |\n"
        if case .refused(let reason, let instead) = kind.removal {
            text += "| Removing | Refused. \(Safe.markdown(reason)) Instead: `\(instead)` |\n"
        }
        if !kind.synonyms.isEmpty {
            text += "| Other words for it | \(Safe.markdown(kind.synonyms.joined(separator: ", "))) |\n"
        }
        text += "\n## Fields\n\n"
        for field in kind.fields { text += section(of: field) }
        guard !kind.derived.isEmpty else { return text }
        text += "## Worked out\n\nThese are never written into a record; lists and filters know them.\n\n"
        text += "| Name | Type | What it says |\n|---|---|---|\n"
        for derived in kind.derived {
            text +=
                "| \(Safe.markdown(derived.name)) | \(Safe.markdown(derived.form.name)) | \(Safe.markdown(derived.help)) |\n"
        }
        return text
    }

    /// The page that leads to the others.
    public static func index(of kinds: [Kind]) -> String {
        "# Kinds of record\n\n| Kind | Kept in | What they are |\n|---|---|---|\n"
            + kinds.map { kind in
                "| [\(Safe.markdown(kind.name.rawValue))](\(kind.name).md) | `\(kind.path.text)` | \(Safe.markdown(kind.summary)) |\n"
            }.joined()
    }

    private static func home(of kind: Kind) -> String {
        kind.home == .public ? "public store" : "private companion"
    }

    private static func section(of field: FieldDeclaration) -> String {
        var text = "### \(Safe.markdown(field.name))\n\n\(Safe.markdown(field.help))\n\n"
        text +=
            "- Written as: \(Safe.markdown(field.shape.words))\(field.isRequired ? "; every record needs it" : "")\n"
        if let limit = field.limit { text += "- Worth checking: \(limit.words)\n" }
        if !field.isSubstantive { text += "- Changing it is no news about the record\n" }
        if !field.formerly.isEmpty {
            text += "- Formerly: \(field.formerly.map { "`\($0)`" }.joined(separator: ", "))\n"
        }
        if let example = field.example { text += "- For example: `\(field.name): \(example)`\n" }
        text += "\n"
        if case .table(_, let columns) = field.shape {
            text += "| Under each entry | Type | What it says |\n|---|---|---|\n"
            for column in columns {
                text +=
                    "| \(Safe.markdown(column.name)) | \(Safe.markdown(column.form.name)) | \(Safe.markdown(column.help)) |\n"
            }
            text += "\n"
        }
        return text
    }
}
