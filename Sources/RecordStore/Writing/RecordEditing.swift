public import RecordModel
public import RecordText

extension StoredRecord {
    /// The record's text with these edits, every other byte as it was.
    func applying(_ edits: [FieldEdit], of kind: Kind) throws(StoreError) -> [UInt8] {
        guard let document, isReadable else {
            throw StoreError(
                .badData, "\(entry.path) cannot be read, so it cannot be changed by a command",
                help: "mend it first: \(kind.command("edit", entry.id))", diagnostics: errors)
        }
        let contents = DocumentContents(document: document, kind: kind)
        do {
            return try document.applying(kind.textEdits(edits, in: contents), order: kind.keyOrder)
        } catch {
            throw StoreError(
                error.isOfTheValue ? .usage : .badData, "\(entry.path): \(error)", help: help(for: error, kind))
        }
    }

    private func help(for error: EditError, _ kind: Kind) -> String {
        switch error {
        case .wouldNotRead: return "give another value"
        case .noBody:
            // The facts go between two lines of ---, and the text below them.
            let page = entry.path.dropLast(entry.path.hasSuffix(".yaml") ? 4 : 0) + "md"
            return "make it a page: (echo ---; cat \(entry.path); echo; echo ---) > \(page) && "
                + "git rm -q \(entry.path) && cotech save"
        default: return "change it by hand: \(kind.command("edit", entry.id))"
        }
    }
}

extension EditError {
    /// Whether it is the new value that cannot be written, and not the text that cannot take it.
    fileprivate var isOfTheValue: Bool {
        switch self {
        case .wouldNotRead, .emptyElement, .unwritableKey: true
        case .unreadable, .wrongKind, .missing, .ambiguousName, .keyExists, .noBody, .wouldChangeOthers: false
        }
    }
}

extension Kind {
    /// A record of this kind that says nothing yet.
    public var emptyDocument: Document {
        path.fileExtension == "md"
            ? Document(parsing: "---\n---\n", form: .markdown) : Document(parsing: "", form: .yaml)
    }

    /// The text of a new record: its fields in the declared order.
    public func newText(_ edits: [FieldEdit]) throws(StoreError) -> [UInt8] {
        let empty = emptyDocument
        let contents = DocumentContents(document: empty, kind: self)
        do {
            return try empty.applying(textEdits(edits, in: contents), order: keyOrder)
        } catch {
            throw StoreError(
                error.isOfTheValue ? .usage : .badData, "the \(singular) cannot be written: \(error)")
        }
    }

    /// What edits do to a text, each after those before it.
    public func textEdits(_ edits: [FieldEdit], in contents: DocumentContents) -> [Edit] {
        // Whether an element has to be added depends on what an edit of the same list has left there.
        var elements: [String: [String: String]] = [:]
        return edits.flatMap { $0.textEdits(of: self, in: contents, elements: &elements[$0.field]) }
    }

    /// The order in which keys stand, at the top and inside each group.
    public var keyOrder: KeyOrder {
        var order: [[String]: [String]] = [:]
        for field in fields {
            let path = field.path
            for depth in path.indices {
                let parent = Array(path[..<depth])
                if order[parent]?.contains(path[depth]) != true { order[parent, default: []].append(path[depth]) }
            }
        }
        return KeyOrder { [order] path in order[path] ?? [] }
    }
}

extension FieldEdit {
    private func element(_ text: String, _ level: String?) -> Element {
        level.map { .pair(text, $0) } ?? .text(text)
    }

    /// What this edit does to the text: at the field's former key where the text still uses that.
    ///
    /// - Parameter elements: those of the field by now, with their levels; nil where no edit of it came before.
    fileprivate func textEdits(
        of kind: Kind, in contents: DocumentContents, elements: inout [String: String]?
    ) -> [Edit] {
        guard let declaration = kind.field(named: field) else { return [] }
        let document = contents.document
        let path = contents.path(of: declaration)
        switch self {
        case .set(_, let below, let text):
            if case .body = declaration.shape { return [.setBody(text ?? "")] }
            let below = contents.spelling(ofEntry: below, in: declaration)
            let strays = below.isEmpty || text == nil ? contents.strays(of: declaration) : []
            guard let text else {
                return (document.node(at: path + below) == nil ? [] : [.remove(path: path + below)]) + strays
            }
            return [.set(path: path + below, text: text)] + strays
        case .addElement(_, let text, _) where declaration.shape.isTable:
            return [.addEntry(path: path + [contents.entries(of: declaration)[text] ?? text])]
        case .setElements(_, let texts) where declaration.shape.isTable && !texts.isEmpty:
            // The new ones first, so that what is left is never nothing.
            let there = contents.entries(of: declaration)
            let gone = there.filter { !texts.contains($0.key) }.values.sorted()
            return texts.map { .addEntry(path: path + [there[$0] ?? $0]) } + gone.map { .remove(path: path + [$0]) }
                + contents.strays(of: declaration)
        case .addElement(_, let text, let level):
            let there = elements ?? contents.elements(of: declaration)
            elements = there.merging([text: level ?? there[text] ?? ""]) { $1 }
            if let existing = there[text], level == nil || existing == level { return [] }
            return [.addElement(path: path, element(text, level))]
        case .removeElement(_, let text):
            if let elements, elements[text] == nil { return [] }
            elements = (elements ?? contents.elements(of: declaration)).filter { $0.key != text }
            guard let node = contents.node(of: declaration),
                let element = contents.spelling(of: text, in: node, declaration)
            else { return [] }
            return [.removeElement(path: path, name: element)] + contents.strays(of: declaration)
        case .setElements(_, let texts):
            elements = Dictionary(texts.map { ($0, "") }) { first, _ in first }
            let strays = contents.strays(of: declaration)
            if texts.isEmpty { return (document.node(at: path) == nil ? [] : [.remove(path: path)]) + strays }
            return [.setElements(path: path, texts.map { .text($0) })] + strays
        }
    }
}

extension DocumentContents {
    /// Takes away what the text says of a field under keys that do not count: what is cleared must not be said by the
    /// line below.
    fileprivate func strays(of field: FieldDeclaration) -> [Edit] {
        keys(of: field).dropFirst().map { .remove(path: $0.path) }
    }

    /// The elements of a list, with their levels.
    fileprivate func elements(of field: FieldDeclaration) -> [String: String] {
        Dictionary(content(of: field).map { ($0.entry, $0.value.text) }) { first, _ in first }
    }

    /// The entries of a map or a table by their normal form, each with the key as the text spells it.
    fileprivate func entries(of field: FieldDeclaration) -> [String: String] {
        guard let form = field.shape.entryForm, let node = node(of: field), document.kind(of: node) == .mapping
        else { return [:] }
        let spelt = document.children(of: node).compactMap { document.key(of: $0) }
        return Dictionary(spelt.map { (form.read($0).text, $0) }) { first, _ in first }
    }

    /// An entry that is named in its normal form, and what is below it, as the text spells its key.
    fileprivate func spelling(ofEntry names: [String], in field: FieldDeclaration) -> [String] {
        guard let form = field.shape.entryForm, let name = names.first, let node = node(of: field),
            document.kind(of: node) == .mapping, document.child(of: node, named: name) == nil
        else { return names }
        return [entries(of: field)[form.read(name).text] ?? name] + names.dropFirst()
    }

    /// How the text spells an element that is named in its normal form.
    func spelling(of element: String, in field: Node, _ declaration: FieldDeclaration) -> String? {
        guard let form = declaration.shape.elementForm else { return nil }
        // A single value is a list of one.
        let items = document.kind(of: field) == .scalar ? [field] : Array(document.children(of: field))
        for item in items {
            let text =
                document.kind(of: item) == .mapping
                ? document.children(of: item).lazy.compactMap { document.key(of: $0) }.first { _ in true }
                : document.text(of: item)
            if let text, text == element || form.read(text).text == element { return text }
        }
        return nil
    }
}
