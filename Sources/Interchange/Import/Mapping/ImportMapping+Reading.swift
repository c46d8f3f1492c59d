public import RecordModel
public import RecordStore
import RecordText

extension ImportMapping {
    /// Reads a mapping file. A wrong one is told as a wrong record is: every fault with its line and what to put.
    ///
    /// - Parameters:
    ///   - file: what to call it in findings.
    ///   - kinds: the kinds that a mapping may name.
    public static func read(_ bytes: [UInt8], file: String, kinds: [Kind]) throws(StoreError) -> ImportMapping {
        let document = Document(parsing: bytes, form: .yaml)
        let format = document.child(of: document.root, named: MappingSchema.format.name).map { document.text(of: $0) }
        let isRows = format.map { MappingSchema.format.declaration.shape.elementForm?.read($0).text } == "csv"
        guard isKnown(format) || !document.isReadable else { throw unknownFormat(document, file) }
        let top = DeclaredText(
            document, file: file, as: isRows ? MappingSchema.rows(kinds) : MappingSchema.files(kinds),
            others: isRows ? [] : [MappingSchema.folders], guide: MappingSchema.guide)
        var found = top.diagnostics
        let folders = isRows ? [] : Self.folders(of: document, file, kinds, &found)
        if !isRows, document.isReadable { found += Self.termProblems(top, folders.map(\.table.kind), kinds) }
        guard !found.contains(where: { $0.severity == .error }) else {
            let errors = found.filter { $0.severity == .error }.sorted()
            throw refusal(errors)
        }
        var mapping = ImportMapping(
            source: isRows ? .rows(rows(top.record, kinds)) : .files(files(top.record, folders)))
        mapping.blank = Set((top.record[MappingSchema.blank] ?? []).map { Folding.key($0) })
        for (field, sort) in top.record[MappingSchema.terms] ?? [] { mapping.terms[field] = sort }
        return mapping
    }

    private static func refusal(_ errors: [Diagnostic]) -> StoreError {
        StoreError(
            .badData, "the mapping has \(counted(errors.count, "error")), so nothing was imported", diagnostics: errors)
    }

    private static func isKnown(_ format: String?) -> Bool {
        guard let format, case .text? = MappingSchema.format.declaration.shape.elementForm?.read(format) else {
            return false
        }
        return true
    }

    /// What is wrong with a mapping that does not say what it is of: the format alone, since all else depends on it.
    private static func unknownFormat(_ document: Document, _ file: String) -> StoreError {
        let text = DeclaredText(
            document, file: file, as: MappingSchema.formatAlone,
            others: document.children(of: document.root).compactMap { document.key(of: $0) },
            guide: MappingSchema.guide)
        return refusal(text.diagnostics.filter { $0.severity == .error })
    }

    /// The mapping that our own export needs none for: each column is a field by its own name.
    public static func exported(_ kind: Kind) -> ImportMapping {
        var table = FieldTable(kind: kind, id: "id")
        table.fields = kind.fields.map { ($0.name, .field($0)) }
        var rows = Rows(table: table)
        rows.separator = ";"
        rows.escapes = true
        return ImportMapping(source: .rows(rows))
    }

    private static func rows(_ record: Record, _ kinds: [Kind]) -> Rows {
        var rows = Rows(table: table(record, kinds))
        rows.respondent = record[MappingSchema.respondent]
        rows.timestamp = record[MappingSchema.timestamp]
        rows.dates = record[MappingSchema.dates].flatMap(DateOrder.init)
        rows.separator = record[MappingSchema.separator]?.first ?? ","
        return rows
    }

    private static func files(_ record: Record, _ folders: [Folder]) -> Files {
        Files(
            folders: folders,
            skip: (record[MappingSchema.skip] ?? []).map { (PathPattern($0.key), $0.value) },
            mend: Set((record[MappingSchema.mend] ?? []).compactMap(TextProblem.Code.init)))
    }

    private static func table(_ record: Record, _ kinds: [Kind]) -> FieldTable {
        let kind = kinds.first { $0.name.rawValue == record[MappingSchema.kind] } ?? kinds[0]
        let id = record[MappingSchema.id].flatMap { $0 == "file-name" ? nil : $0 }
        var table = FieldTable(kind: kind, id: id)
        table.fields = (record[MappingSchema.fields] ?? []).compactMap { entry in
            kind.importTarget(entry.value).map { (entry.key, $0) }
        }
        table.ignore = (record[MappingSchema.ignore] ?? []).map { ($0.key, $0.value) }
        return table
    }

    private static func folders(
        of document: Document, _ file: String, _ kinds: [Kind], _ found: inout [Diagnostic]
    ) -> [Folder] {
        guard let node = document.child(of: document.root, named: MappingSchema.folders),
            document.kind(of: node) == .mapping
        else {
            if document.isReadable {
                found.append(
                    Diagnostic(
                        file: file, severity: .error, code: "missing-field", message: "The mapping names no folders",
                        help: "\(MappingSchema.folders): holds a mapping for each folder of the source."))
            }
            return []
        }
        let schema = MappingSchema.folder(kinds)
        var folders: [Folder] = []
        for child in document.children(of: node) {
            guard document.kind(of: child) == .mapping, let key = document.key(of: child) else {
                found.append(
                    Diagnostic(
                        file: file, in: document, at: document.keyRange(of: child) ?? document.valueRange(of: child),
                        severity: .error, code: "wrong-shape", message: "A folder has keys of its own: kind, id, fields"
                    ))
                continue
            }
            let text = DeclaredText(document, file: file, as: schema, at: child, guide: MappingSchema.guide)
            found += text.diagnostics
            var path = key
            while path.hasSuffix("/") { path.removeLast() }
            var folder = Folder(path: path, table: table(text.record, kinds))
            folder.body = text.record[MappingSchema.body].flatMap { folder.table.kind.importTarget($0) }
            folder.set = (text.record[MappingSchema.set] ?? []).compactMap { entry in
                folder.table.kind.field(named: entry.key).map { ($0, entry.value) }
            }
            folders.append(folder)
        }
        return folders
    }

    /// The fields that `terms` names are those of the folders' kinds, which the top of the file does not know.
    private static func termProblems(_ top: DeclaredText, _ targets: [Kind], _ kinds: [Kind]) -> [Diagnostic] {
        let document = top.document
        return MappingRules.terms(top.record, targets, kinds).map { rule in
            let node = rule.entry.flatMap { document.node(at: [MappingSchema.terms.name, $0]) } ?? document.root
            return Diagnostic(
                file: top.file, in: document, at: document.keyRange(of: node) ?? document.entryRange(of: node),
                severity: .error,
                code: rule.problem.code, message: rule.problem.message, help: rule.problem.help)
        }
    }
}
