public import RecordModel
import RecordText

/// References that lead elsewhere from now on, or nowhere.
struct ReferenceChange {
    /// For each kind the old ids and their new ones.
    var ids: [Kind.Name: [String: String]] = [:]
    /// For each kind the ids that are to be named no more.
    var gone: [Kind.Name: Set<String>] = [:]

    /// What becomes of a reference.
    private enum Fate {
        case to(String)
        case nowhere
    }

    private func concerns(_ kind: Kind.Name) -> Bool { ids[kind] != nil || gone[kind] != nil }

    private func fate(of text: String, _ form: ScalarForm) -> Fate? {
        guard let kind = form.reference, concerns(kind), case .text(let id) = form.read(text) else { return nil }
        if let new = ids[kind]?[id] { return .to(new) }
        return gone[kind]?.contains(id) == true ? .nowhere : nil
    }

    /// The id that a record gets because its own is made of one that changes; nil where it keeps it.
    func id(_ id: RecordID, of kind: Kind) -> RecordID? {
        let segments = zip(kind.path.placeholders, id.segments).map { placeholder, segment in
            placeholder.reference.flatMap { ids[$0]?[segment] } ?? segment
        }
        return segments == id.segments ? nil : RecordID(segments.joined(separator: "/"))
    }

    /// Whether a record goes because its id is made of one that does.
    func isGone(_ id: RecordID, of kind: Kind) -> Bool {
        zip(kind.path.placeholders, id.segments).contains { placeholder, segment in
            placeholder.reference.map { gone[$0]?.contains(segment) == true } ?? false
        }
    }

    /// The references that a record makes to what gets another id.
    func changing(in stored: StoredRecord, of kind: Kind) -> [Shape.MadeReference] {
        let made = kind.fields.flatMap { field in
            stored.record.content(of: field).flatMap { field.shape.referencesMade(by: $0) }
        }
        return made.filter { ids[$0.kind]?[$0.id] != nil }
    }

    /// The text with its references changed; nil where it has none, or cannot be read.
    ///
    /// A list or map that holds the new id already loses the old one: it would say the same twice.
    func rewritten(_ stored: StoredRecord, of kind: Kind) throws(StoreError) -> [UInt8]? {
        guard let document = stored.document, stored.isReadable else { return nil }
        let contents = DocumentContents(document: document, kind: kind)
        let changes = kind.fields.flatMap { edits(of: $0, contents) }
        guard !changes.isEmpty else { return nil }
        do {
            return try document.applying(changes, order: kind.keyOrder)
        } catch {
            throw StoreError(
                .badData, "\(stored.entry.path): \(error)",
                help: "change it by hand: \(kind.command("edit", stored.entry.id))")
        }
    }

    private func edits(of field: FieldDeclaration, _ contents: DocumentContents) -> [Edit] {
        guard field.shape.references.contains(where: { concerns($0) }), let node = contents.node(of: field) else {
            return []
        }
        let path = contents.path(of: field)
        let document = contents.document
        switch field.shape {
        case .scalar(let form): return scalar(form, node, at: path, document)
        case .set(let form), .graded(let form, _):
            let names = document.children(of: node).compactMap { document.itemName($0) }
            return names.compactMap { name in
                switch fate(of: name, form) {
                case .to(let new) where !names.contains(new): .renameElement(path: path, name: name, to: new)
                case .to, .nowhere: .removeElement(path: path, name: name)
                case nil: nil
                }
            }
        case .map(let keys, let values):
            return document.children(of: node).flatMap { entry -> [Edit] in
                guard let key = document.key(of: entry) else { return [] }
                return scalar(values, entry, at: path + [key], document)
                    + self.key(key, fate(of: key, keys), in: node, at: path, document)
            }
        case .table(let keys, let columns):
            return document.children(of: node).flatMap { row -> [Edit] in
                guard let key = document.key(of: row) else { return [] }
                let cells = document.children(of: row).flatMap { cell -> [Edit] in
                    guard let name = document.key(of: cell), let column = columns.first(where: { $0.name == name })
                    else { return [] }
                    return scalar(column.form, cell, at: path + [key, name], document)
                }
                return cells + self.key(key, fate(of: key, keys), in: node, at: path, document)
            }
        case .body: return []
        }
    }

    private func scalar(_ form: ScalarForm, _ node: Node, at path: [String], _ document: Document) -> [Edit] {
        guard document.kind(of: node) == .scalar else { return [] }
        switch fate(of: document.text(of: node), form) {
        case .to(let new): return [.set(path: path, text: new)]
        case .nowhere: return [.remove(path: path)]
        case nil: return []
        }
    }

    private func key(_ key: String, _ fate: Fate?, in parent: Node, at path: [String], _ document: Document) -> [Edit] {
        switch fate {
        case .to(let new) where document.child(of: parent, named: new) == nil: [.renameKey(path: path + [key], to: new)]
        case .to, .nowhere: [.remove(path: path + [key])]
        case nil: []
        }
    }
}

extension DocumentContents {
    /// The keys under which the text keeps a field: its own, or a former one where it still uses that.
    public func path(of field: FieldDeclaration) -> [String] {
        guard document.node(at: field.path) == nil else { return field.path }
        return field.formerPaths.first { document.node(at: $0) != nil } ?? field.path
    }
}

extension Document {
    /// What an item of a list is called: its text, or its only key.
    fileprivate func itemName(_ item: Node) -> String? {
        switch kind(of: item) {
        case .scalar: text(of: item)
        case .mapping: children(of: item).lazy.compactMap { self.key(of: $0) }.first { _ in true }
        case .sequence, .blank: nil
        }
    }
}
