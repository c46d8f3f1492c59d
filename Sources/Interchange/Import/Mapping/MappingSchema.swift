import RecordModel
import RecordText

/// The keys of a mapping file, declared as a record's fields are.
enum MappingSchema {
    static let format = Field("format", .choice("front-matter", "csv"), "What is read.").required().example("csv")
    static let kind = Field("kind", .text, "The kind of record that a row or a file becomes.").required()
        .example("members")
    static let id = Field(
        "id", .text, "The column or key whose text makes or finds the id; file-name for the file's own.")
    static let fields = Field.map("fields", from: .text, to: .text, "Source key or column, and the field it becomes.")
    static let ignore = Field.map("ignore", from: .text, to: .text, "Source key or column, and why it is left out.")
    static let terms = Field.map(
        "terms", from: .text, to: .text, "Field, and the sort of term that an unknown element makes.")
    static let blank = Field.set("blank", of: .text, "Texts that say nothing, besides N/A and a dash.")
    static let body = Field("body", .text, "The field that the text below the front matter becomes.")
    static let set = Field.map("set", from: .text, to: .text, "Field, and its value in every record of the folder.")
    static let skip = Field.map("skip", from: .text, to: .text, "Path or pattern, and why it is no record.")
    static let mend = Field.set("mend", of: .text, "The codes of faults whose proposed line may be taken.")
    static let respondent = Field("respondent", .text, "The column that says whose word a row is, by e-mail address.")
    static let timestamp = Field("timestamp", .text, "The column that says when a row's word was given.")
    static let dates = Field(
        "dates", .choice("day/month/year", "month/day/year", "year-month-day"), "The order of a date's parts.")
    static let separator = Field("separator", .text, "What parts the elements of a list in one cell.").example("\",\"")

    /// The key that holds a mapping for each folder.
    static let folders = "folders"
    static let guide = "What each key means: cotech help mapping"

    /// A mapping that does not say what it is of.
    static let formatAlone = Kind(
        "mappings", singular: "mapping", path: "mapping.yaml", summary: "What is imported.", fields: [format])

    /// A mapping of a spreadsheet's rows.
    static func rows(_ kinds: [Kind]) -> Kind {
        Kind(
            "mappings", singular: "mapping", path: "mapping.yaml", summary: "How a spreadsheet is imported.",
            fields: [
                format, kind, id.required(), respondent, timestamp, dates, separator, blank, terms, fields, ignore,
            ],
            rules: { record, _ in
                kindProblems(record, kinds) + columnProblems(record) + MappingRules.separator(record)
            })
    }

    /// A mapping of a directory's files.
    static func files(_ kinds: [Kind]) -> Kind {
        Kind(
            "mappings", singular: "mapping", path: "mapping.yaml", summary: "How a directory is imported.",
            fields: [format, mend, terms, blank, skip], rules: { record, _ in MappingRules.mend(record) })
    }

    /// What a mapping says of one folder.
    static func folder(_ kinds: [Kind]) -> Kind {
        Kind(
            "mappings", singular: "folder", path: "mapping.yaml", summary: "How a directory's folder is imported.",
            fields: [kind, id, body, set, fields, ignore],
            rules: { record, _ in
                kindProblems(record, kinds) + MappingRules.body(record, kinds) + MappingRules.set(record, kinds)
            })
    }

    /// The kind that a mapping names, and whether each target is one of its fields.
    private static func kindProblems(_ record: Record, _ kinds: [Kind]) -> [RecordProblem] {
        guard let name = record[kind] else { return [] }
        guard let target = kinds.first(where: { $0.name.rawValue == name }) else {
            return [
                RecordProblem(
                    kind.name,
                    ValueProblem(
                        "There is no kind \"\(name)\"", code: "unknown-kind",
                        help: "The kinds are \(kinds.map(\.name.rawValue).joined(separator: ", ")).",
                        replacement: Suggestion.nearest(to: name, among: kinds.map(\.name.rawValue))))
            ]
        }
        guard target.home == .public else {
            return [
                RecordProblem(
                    kind.name,
                    ValueProblem(
                        "\(name) are kept in the private companion, and what is imported is for everybody to read",
                        help: "Leave them out of the mapping; each is added by itself: cotech \(name) --help"))
            ]
        }
        return MappingRules.targets(record, target) + MappingRules.ignoredToo(record)
            + MappingRules.terms(record, [target], kinds)
    }

    /// Columns that are named beside the table.
    private static func columnProblems(_ record: Record) -> [RecordProblem] {
        guard record[id] == "file-name" else { return [] }
        return [
            RecordProblem(
                id.name,
                ValueProblem("A row has no file name", code: "bad-value", help: "Name the column that tells the co-op.")
            )
        ]
    }
}

/// What a mapping must keep beyond the types of its values.
enum MappingRules {
    /// The entries of a field. A text where entries belong is none, and is told of by its shape alone.
    private static func entries(_ field: FieldDeclaration, in record: Record) -> Content {
        record.content(of: field).filter { !$0.entry.isEmpty }
    }

    static func targets(_ record: Record, _ kind: Kind) -> [RecordProblem] {
        entries(MappingSchema.fields.declaration, in: record).compactMap { leaf in
            let name = leaf.value.text
            guard kind.importTarget(name) == nil else { return nil }
            let problem =
                kind.importTarget(leaf.entry) == nil || SharedField.isExtension(leaf.entry)
                ? unknown(name, kind)
                : ValueProblem(
                    kind.lacks(name), code: "unknown-field",
                    help: "The column stands left of the colon, and the field right of it: \(name): \(leaf.entry)")
            return RecordProblem(MappingSchema.fields.name, entry: leaf.entry, problem)
        }
    }

    static func unknown(_ name: String, _ kind: Kind) -> ValueProblem {
        if SharedField.isExtension(name) {
            return ValueProblem(
                "\"\(name)\" cannot be a key that is kept", code: "unknown-field",
                help: "Behind x- it is written in a-z, 0-9 and -.",
                replacement: Folding.identifier(from: name.dropFirst(2)).map { "x-" + $0 })
        }
        if kind.hasGroup(name) {
            let parts = kind.fields(below: name).map(\.name)
            return ValueProblem(
                "\(kind.lacks(name)) alone", code: "unknown-field", help: "It has \(parts.joined(separator: " and ")).")
        }
        let near = Suggestion.nearest(to: name, among: kind.importTargetNames)
        return ValueProblem(
            kind.lacks(name), code: "unknown-field",
            help: near == nil
                ? "It has \(kind.fields.map(\.name).joined(separator: ", ")); a name that begins with x- is kept as it is."
                : nil, replacement: near)
    }

    static func ignoredToo(_ record: Record) -> [RecordProblem] {
        let mapped = Set(entries(MappingSchema.fields.declaration, in: record).map(\.entry))
        return entries(MappingSchema.ignore.declaration, in: record).filter { mapped.contains($0.entry) }.map { leaf in
            RecordProblem(
                MappingSchema.ignore.name, entry: leaf.entry,
                ValueProblem("\"\(leaf.entry)\" is both a field and left out", code: "contradicting-keys"))
        }
    }

    /// `terms` names fields that refer to other records, and a value that the term's own `kind` takes.
    static func terms(_ record: Record, _ targets: [Kind], _ kinds: [Kind]) -> [RecordProblem] {
        entries(MappingSchema.terms.declaration, in: record).compactMap { leaf -> RecordProblem? in
            let fields = targets.compactMap { $0.field(named: leaf.entry) }
            guard let field = fields.first, let made = field.shape.references.first,
                let kind = kinds.first(where: { $0.name == made })
            else {
                let names = targets.flatMap { target in
                    target.fields.filter { !$0.shape.references.isEmpty }.map(\.name)
                }
                return RecordProblem(
                    MappingSchema.terms.name, entry: leaf.entry, ofKey: true,
                    ValueProblem(
                        "\"\(leaf.entry)\" is no field whose elements are terms", code: "unknown-field",
                        help: "Such fields are \(names.joined(separator: ", "))."))
            }
            guard let form = kind.field(named: "kind")?.shape.elementForm,
                case .failure(let problem) = form.normalise(leaf.value.text)
            else { return nil }
            return RecordProblem(MappingSchema.terms.name, entry: leaf.entry, problem)
        }
    }

    static func separator(_ record: Record) -> [RecordProblem] {
        guard let text = record[MappingSchema.separator], text.count != 1 else { return [] }
        return [
            RecordProblem(MappingSchema.separator.name, ValueProblem("A separator is one character, not \"\(text)\""))
        ]
    }

    static func mend(_ record: Record) -> [RecordProblem] {
        let codes = TextProblem.Code.allCases.filter { $0.severity == .error }.map(\.rawValue)
        return record.content(of: MappingSchema.mend.declaration).filter { !codes.contains($0.entry) }.map { leaf in
            RecordProblem(
                MappingSchema.mend.name, entry: leaf.entry,
                ValueProblem(
                    "\"\(leaf.entry)\" is not the code of a fault", code: "unknown-code",
                    help: "check shows the codes in brackets behind each error.",
                    replacement: Suggestion.nearest(to: leaf.entry, among: codes)))
        }
    }

    static func body(_ record: Record, _ kinds: [Kind]) -> [RecordProblem] {
        guard let name = record[MappingSchema.body],
            let kind = kinds.first(where: { $0.name.rawValue == record[MappingSchema.kind] }),
            kind.importTarget(name) == nil
        else { return [] }
        return [RecordProblem(MappingSchema.body.name, unknown(name, kind))]
    }

    static func set(_ record: Record, _ kinds: [Kind]) -> [RecordProblem] {
        guard let kind = kinds.first(where: { $0.name.rawValue == record[MappingSchema.kind] }) else { return [] }
        return entries(MappingSchema.set.declaration, in: record).compactMap { leaf in
            guard let field = kind.field(named: leaf.entry), case .scalar(let form) = field.shape else {
                return RecordProblem(
                    MappingSchema.set.name, entry: leaf.entry, ofKey: true, unknown(leaf.entry, kind))
            }
            guard case .failure(let problem) = form.normalise(leaf.value.text) else { return nil }
            return RecordProblem(MappingSchema.set.name, entry: leaf.entry, problem)
        }
    }
}
