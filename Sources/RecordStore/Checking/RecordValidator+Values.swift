import RecordModel
import RecordText

/// Values that are not of their field's type.
extension RecordValidator {
    func valueProblems(_ field: FieldDeclaration, at node: Node, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        switch field.shape {
        case .scalar(let form): return scalarProblems(form, field.name, at: node, document)
        case .set(let form):
            return unbracketed(form, field.name, at: node, document)
                ?? items(at: node, document).findings { scalarProblems(form, field.name, at: $0, document) }
        case .graded(let form, let level):
            if let list = unbracketed(form, field.name, at: node, document) { return list }
            return items(at: node, document).findings { item in
                guard document.kind(of: item) == .mapping else {
                    return elementProblems(form, level, field.name, at: item, document)
                }
                return document.children(of: item).findings { entry in
                    keyProblems(form, field.name, at: entry, document)
                        + scalarProblems(level, field.name, at: entry, document)
                }
            }
        case .map(let keys, let values):
            return entries(field, of: "a name, a colon and \(values.hint)", at: node, document) { entry in
                keyProblems(keys, field.name, at: entry, document)
                    + scalarProblems(values, "\(field.name).\(document.key(of: entry) ?? "")", at: entry, document)
                    + blankProblems(values, field, at: entry, document)
            }
        case .table(let keys, let columns):
            let names = columns.map(\.name).joined(separator: ", ")
            return entries(field, of: "a name and a colon, and below it \(names)", at: node, document) { row in
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
        _ field: FieldDeclaration, of parts: String, at node: Node, _ document: Document, _ each: (Node) -> [Diagnostic]
    ) -> [Diagnostic] {
        switch document.kind(of: node) {
        case .mapping: return document.children(of: node).findings(each)
        case .blank: return []
        case .scalar where Scalar.isUndecided(document.text(of: node)): return []
        case .scalar, .sequence:
            if let listed = dashed(field, at: node, document) { return listed }
            return [
                diagnostic(
                    ValueProblem(
                        "\"\(field.name)\" holds entries, one a line, as NAME: VALUE", code: "wrong-shape",
                        help: "Each stands on a line of its own below it: \(parts). \(howWritten)"), at: node, document)
            ]
        }
    }

    /// An entry that says nothing is as good as none, and where that may not be nobody would miss it.
    private func blankProblems(
        _ form: ScalarForm, _ field: FieldDeclaration, at entry: Node, _ document: Document
    ) -> [Diagnostic] {
        guard form.isNeverBlank, document.kind(of: entry) == .blank, let key = document.key(of: entry),
            !SharedField.isExtension(key)
        else { return [] }
        return [
            diagnostic(
                ValueProblem(
                    "\"\(key)\" in \"\(field.name)\" needs \(form.hint)", code: "missing-field",
                    help: "Without it nobody sees the entry."), at: entry, document)
        ]
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
        for cell in document.children(of: row) where found.count <= Self.mostListed {
            guard let name = document.key(of: cell), !SharedField.isExtension(name) else { continue }
            seen.insert(name)
            guard let column = columns.first(where: { $0.name == name }) else {
                found.append(
                    unknownKey(
                        name, at: cell, document, nearest: Suggestion.nearest(to: name, among: columns.map(\.name)),
                        message: "An entry of \"\(field.name)\" has no \"\(name)\"",
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
        guard let key = document.key(of: entry), !SharedField.isExtension(key),
            case .failure(let problem) = form.normalise(key), !Scalar.isUndecided(key)
        else { return [] }
        let told = ValueProblem(
            "\(name): \(problem.message)", code: problem.code, help: problem.help, replacement: meant(by: key, form))
        return [diagnostic(told, at: entry, ofKey: true, document)]
    }

    func scalarProblems(
        _ form: ScalarForm, _ name: String, at node: Node, _ document: Document
    ) -> [Diagnostic] {
        switch document.kind(of: node) {
        case .blank: return []
        case .mapping, .sequence:
            return [
                diagnostic(
                    ValueProblem(
                        "\"\(name)\" is \(form.hint), not several", code: "wrong-shape",
                        help: "Write one value on the line of its key."), at: node, document)
            ]
        case .scalar:
            let text = document.text(of: node)
            guard !Scalar.isUndecided(text), case .failure(let problem) = form.normalise(text) else { return [] }
            let meant = meant(by: text, form)
            if let unknown = unknown(text, form, meant) { return [diagnostic(unknown, at: node, document)] }
            let told = ValueProblem(
                "\(name): \(problem.message)", code: problem.code, help: problem.help ?? "It should be \(form.hint).",
                replacement: meant)
            return [diagnostic(told, at: node, document)]
        }
    }

    /// Elements of a list, or names of entries, that are one and the same in their normal form: only one of them counts.
    func repeated(_ field: FieldDeclaration, at node: Node, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        let form: ScalarForm
        let places: [Node]
        switch (field.shape, document.kind(of: node)) {
        case (.set(let elements), .sequence):
            form = elements
            places = document.children(of: node).filter { document.kind(of: $0) == .scalar }
        case (.graded(let elements, _), .sequence):
            form = elements
            places = document.children(of: node).flatMap { item -> [Node] in
                switch document.kind(of: item) {
                case .scalar: [item]
                case .mapping: Array(document.children(of: item))
                case .sequence, .blank: []
                }
            }
        case (.map(let keys, _), .mapping), (.table(let keys, _), .mapping):
            form = keys
            places = Array(document.children(of: node))
        default: return []
        }
        var seen: Set<String> = []
        return places.findings { place in
            let key = document.key(of: place)
            if let key, SharedField.isExtension(key) { return [] }
            let text = form.read(key ?? document.text(of: place)).text
            guard !seen.insert(text).inserted else { return [] }
            return [
                diagnostic(
                    ValueProblem("\"\(text)\" stands twice in \"\(field.name)\"", code: "repeated-item"), at: place,
                    ofKey: key != nil, document, severity: .warning)
            ]
        }
    }
}
