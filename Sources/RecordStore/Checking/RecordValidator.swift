import RecordModel
import RecordText

/// Holds one record's text to its kind: unknown keys, values that are not of their type, what is missing, references
/// that lead nowhere, and the kind's own rules. Every problem is found, none is thrown.
struct RecordValidator {
    let stored: StoredRecord
    let kind: Kind
    let context: RuleContext

    /// Everything wrong with the record, in the order of its text.
    func diagnostics() -> [Diagnostic] {
        guard let document = stored.document else { return stored.errors }
        var found = document.problems.map { Diagnostic($0, in: document, file: stored.entry.path) }
        let contents = DocumentContents(document: document, kind: kind)
        found += unknownKeys(contents)
        for field in kind.fields { found += problems(of: field, contents) }
        // What a whole record must keep is asked only of one that can be read.
        if document.isReadable {
            found += kind.rules(stored.record, context).map { rule in
                let node = kind.field(named: rule.field).flatMap { contents.node(of: $0) }
                let place = rule.entry.flatMap { entry in node.flatMap { contents.node(of: entry, in: $0) } } ?? node
                return diagnostic(rule.problem, at: place, document, severity: rule.isWarning ? .warning : .error)
            }
        }
        return found.sorted()
    }

    // MARK: - Keys

    private func unknownKeys(_ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        return contents.unknownKeys().map { path, node in
            let name = path.joined(separator: ".")
            let nearest = Suggestion.nearest(to: name, among: candidates(beside: path))
            let key = path.last ?? name
            return Diagnostic(
                in: document, file: stored.entry.path, range: document.keyRange(of: node) ?? document.valueRange(of: node),
                code: "unknown-field",
                message: "There is no field \"\(name)\"" + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
                replacement: nearest.flatMap { $0.split(separator: ".").last }.flatMap {
                    document.line(of: node, replacingKey: key, with: String($0))
                },
                help: nearest == nil
                    ? "The fields are listed by: cotech schema \(kind.name). A key that begins with x- is kept and ignored." : nil)
        }
    }

    /// The names that a key at this place could have meant: its own level first.
    private func candidates(beside path: [String]) -> [String] {
        let group = path.dropLast().joined(separator: ".")
        let names = kind.fields.map(\.name).filter { !$0.isEmpty }
        return group.isEmpty
            ? names.map { String($0.split(separator: ".")[0]) } : names.filter { $0.hasPrefix(group + ".") }
    }

    // MARK: - Values

    private func problems(of field: FieldDeclaration, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        if case .body = field.shape {
            return field.isRequired && document.isReadable && document.bodyText.isEmpty ? [missing(field, document)] : []
        }
        let node = contents.node(of: field)
        let content = node.map { contents.content(of: field.shape, at: $0) } ?? []
        if content.isEmpty {
            return field.isRequired && document.isReadable ? [missing(field, document)] : []
        }
        guard let node else { return [] }
        return valueProblems(field, at: node, contents) + referenceProblems(field, content, at: node, contents)
            + repeated(field, at: node, contents)
    }

    private func missing(_ field: FieldDeclaration, _ document: Document) -> Diagnostic {
        Diagnostic(
            in: document, file: stored.entry.path, range: 0..<0, code: "missing-field",
            message: "Every \(kind.singular) needs \"\(field.name)\"", replacement: nil,
            help: "\(field.help) For example: \(field.name): \(field.example ?? field.shape.elementForm?.hint ?? "...")")
    }

    private func valueProblems(_ field: FieldDeclaration, at node: Node, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        switch field.shape {
        case .scalar(let form): return scalarProblems(form, field.name, at: node, document)
        case .set(let form), .list(let form):
            return items(at: node, document).flatMap { scalarProblems(form, field.name, at: $0, document) }
        case .graded(let form, let level):
            return items(at: node, document).flatMap { item -> [Diagnostic] in
                guard document.kind(of: item) == .mapping else {
                    return scalarProblems(form, field.name, at: item, document)
                }
                return document.children(of: item).flatMap { entry in
                    keyProblems(form, field.name, at: entry, document)
                        + scalarProblems(level, field.name, at: entry, document)
                }
            }
        case .map(let keys, let values):
            return entries(field, at: node, document) { entry in
                keyProblems(keys, field.name, at: entry, document)
                    + scalarProblems(values, "\(field.name).\(document.key(of: entry) ?? "")", at: entry, document)
            }
        case .table(let keys, let columns):
            return entries(field, at: node, document) { row in
                keyProblems(keys, field.name, at: row, document) + rowProblems(field, columns, at: row, document)
            }
        case .body: return []
        }
    }

    private func items(at node: Node, _ document: Document) -> [Node] {
        switch document.kind(of: node) {
        case .sequence: Array(document.children(of: node))
        case .blank: []
        case .scalar, .mapping: [node]
        }
    }

    private func entries(
        _ field: FieldDeclaration, at node: Node, _ document: Document, _ each: (Node) -> [Diagnostic]
    ) -> [Diagnostic] {
        switch document.kind(of: node) {
        case .mapping: return document.children(of: node).flatMap(each)
        case .blank: return []
        case .scalar, .sequence:
            return [
                diagnostic(
                    ValueProblem(
                        "\"\(field.name)\" holds entries, one a line, as NAME: VALUE", code: "wrong-shape",
                        help: "See how others write it: cotech schema \(kind.name)"), at: node, document)
            ]
        }
    }

    private func rowProblems(
        _ field: FieldDeclaration, _ columns: [Shape.Column], at row: Node, _ document: Document
    ) -> [Diagnostic] {
        guard document.kind(of: row) != .blank else { return [] }
        guard document.kind(of: row) == .mapping else {
            let names = columns.map(\.name).joined(separator: ", ")
            return [
                diagnostic(
                    ValueProblem("An entry of \"\(field.name)\" has lines of its own: \(names)", code: "wrong-shape"),
                    at: row, document)
            ]
        }
        var found: [Diagnostic] = []
        var seen: Set<String> = []
        for cell in document.children(of: row) {
            guard let name = document.key(of: cell), !name.hasPrefix("x-") else { continue }
            seen.insert(name)
            guard let column = columns.first(where: { $0.name == name }) else {
                let nearest = Suggestion.nearest(to: name, among: columns.map(\.name))
                found.append(
                    Diagnostic(
                        in: document, file: stored.entry.path, range: document.keyRange(of: cell) ?? 0..<0,
                        code: "unknown-field",
                        message: "An entry of \"\(field.name)\" has no \"\(name)\""
                            + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
                        replacement: nearest.flatMap { document.line(of: cell, replacingKey: name, with: $0) },
                        help: "It has \(columns.map(\.name).joined(separator: ", "))."))
                continue
            }
            found += scalarProblems(column.form, "\(field.name).\(name)", at: cell, document)
        }
        for column in columns where column.isRequired && !seen.contains(column.name) {
            found.append(
                diagnostic(
                    ValueProblem(
                        "\"\(document.key(of: row) ?? "")\" in \"\(field.name)\" needs \"\(column.name)\"",
                        code: "missing-field", help: column.help), at: row, document))
        }
        return found
    }

    private func keyProblems(
        _ form: ScalarForm, _ name: String, at entry: Node, _ document: Document
    ) -> [Diagnostic] {
        guard let key = document.key(of: entry), !key.hasPrefix("x-"),
            case .failure(let problem) = form.normalise(key), !Scalar.isUndecided(key)
        else { return [] }
        return [
            Diagnostic(
                in: document, file: stored.entry.path, range: document.keyRange(of: entry) ?? 0..<0,
                code: problem.code, message: "\(name): \(problem.message)",
                replacement: problem.replacement.flatMap { document.line(of: entry, replacingKey: key, with: $0) },
                help: problem.help)
        ]
    }

    private func scalarProblems(
        _ form: ScalarForm, _ name: String, at node: Node, _ document: Document
    ) -> [Diagnostic] {
        switch document.kind(of: node) {
        case .blank: return []
        case .mapping, .sequence:
            return [
                diagnostic(
                    ValueProblem("\"\(name)\" is \(form.hint), not several", code: "wrong-shape"), at: node, document)
            ]
        case .scalar:
            let text = document.text(of: node)
            guard !Scalar.isUndecided(text), case .failure(let problem) = form.normalise(text) else { return [] }
            let told = ValueProblem(
                "\(name): \(problem.message)", code: problem.code, help: problem.help ?? "It should be \(form.hint).",
                replacement: problem.replacement)
            return [diagnostic(told, at: node, document)]
        }
    }

    private func repeated(_ field: FieldDeclaration, at node: Node, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        guard case .set(let form) = field.shape, document.kind(of: node) == .sequence else { return [] }
        var seen: Set<String> = []
        return document.children(of: node).compactMap { item in
            guard document.kind(of: item) == .scalar else { return nil }
            let text = form.read(document.text(of: item)).text
            guard !seen.insert(text).inserted else { return nil }
            return diagnostic(
                ValueProblem("\"\(text)\" stands twice in \"\(field.name)\"", code: "repeated-item"), at: item, document,
                severity: .warning)
        }
    }

    // MARK: - References

    private func referenceProblems(
        _ field: FieldDeclaration, _ content: Content, at node: Node, _ contents: DocumentContents
    ) -> [Diagnostic] {
        guard !field.shape.references.isEmpty else { return [] }
        return content.flatMap { leaf in
            field.shape.referencesMade(by: leaf).compactMap { target, id -> Diagnostic? in
                guard !context.knows(target, id) else { return nil }
                let place = contents.node(of: leaf.entry, in: node) ?? node
                return diagnostic(context.unknownReference(target, id), at: place, contents.document)
            }
        }
    }

    func diagnostic(
        _ problem: ValueProblem, at node: Node?, _ document: Document, severity: TextProblem.Severity = .error
    ) -> Diagnostic {
        let range = node.map { document.kind(of: $0) == .blank ? document.entryRange(of: $0) : document.valueRange(of: $0) }
        return Diagnostic(
            in: document, file: stored.entry.path, range: range ?? 0..<0, severity: severity, code: problem.code,
            message: problem.message,
            replacement: problem.replacement.flatMap { text in
                node.flatMap { document.line(of: $0, replacingValueWith: text) }
            }, help: problem.help)
    }
}

extension RuleContext {
    /// Whether a reference leads somewhere. One into the private companion is believed where that is not here.
    func knows(_ kind: Kind.Name, _ id: String) -> Bool {
        guard let id = RecordID(id), records.canSee(kind) else { return true }
        return records.exists(kind, id)
    }

    /// What to say of a reference that leads nowhere.
    func unknownReference(_ kind: Kind.Name, _ id: String) -> ValueProblem {
        let nearest = Suggestion.nearest(to: id, among: records.ids(kind).map(\.text))
        return ValueProblem(
            "There is no \"\(id)\" among \(kind)" + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
            code: "unknown-reference",
            help: nearest == nil ? "Add it first, or see what there is: cotech \(kind) list" : nil, replacement: nearest)
    }
}
