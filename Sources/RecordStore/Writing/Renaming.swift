import RecordModel
import RecordText

/// Ids that become others: a record's own, those of records that are kept under its id, and every reference to them.
struct Renaming {
    private let snapshot: Snapshot
    /// For each kind the old ids and their new ones.
    private(set) var ids: [Kind.Name: [String: String]] = [:]

    /// The change of one id, with every id that is made of it.
    init(_ snapshot: Snapshot, _ kind: Kind.Name, _ old: RecordID, to new: RecordID) throws(StoreError) {
        self.snapshot = snapshot
        ids[kind] = [old.text: new.text]
        var isComplete = false
        while !isComplete {
            isComplete = true
            for other in snapshot.kinds
            where snapshot.canSee(other) && other.path.placeholders.contains(where: { isRenamed($0) }) {
                for entry in try snapshot.entries(of: other) {
                    guard ids[other.name]?[entry.id.text] == nil, let id = renamed(entry.id, of: other) else {
                        continue
                    }
                    ids[other.name, default: [:]][entry.id.text] = id.text
                    isComplete = false
                }
            }
        }
    }

    private func isRenamed(_ placeholder: PathTemplate.Placeholder) -> Bool {
        placeholder.reference.map { ids[$0] != nil } ?? false
    }

    private func renamed(_ id: RecordID, of kind: Kind) -> RecordID? {
        let segments = zip(kind.path.placeholders, id.segments).map { placeholder, segment in
            placeholder.reference.flatMap { ids[$0]?[segment] } ?? segment
        }
        return segments == id.segments ? nil : RecordID(segments.joined(separator: "/"))
    }

    /// The record's new id; nil where it keeps its own.
    func newID(of entry: RecordEntry, _ kind: Kind) -> RecordID? {
        ids[kind.name]?[entry.id.text].flatMap { RecordID($0) }
    }

    /// The record's path under another id: in the same format, and sharded as it was.
    func path(of entry: RecordEntry, _ kind: Kind, as id: RecordID) -> String {
        let isSharded = entry.path != kind.path.path(of: entry.id) && entry.path.contains("/_")
        let path = kind.path.path(of: id, sharded: isSharded)
        let ending = entry.path.hasSuffix(".md") ? ".md" : ".yaml"
        return path.hasSuffix(ending)
            ? path : String(path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)) + ending
    }

    /// The text with its references rewritten; nil where it has none, or cannot be read.
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
                help: "change it by hand: cotech \(kind.name) edit \(stored.entry.id)")
        }
    }

    private func edits(of field: FieldDeclaration, _ contents: DocumentContents) -> [Edit] {
        guard field.shape.references.contains(where: { ids[$0] != nil }), let node = contents.node(of: field) else {
            return []
        }
        let path = contents.path(of: field)
        let document = contents.document
        func new(_ form: ScalarForm, _ text: String) -> String? {
            guard let kind = form.reference, case .text(let id) = form.read(text) else { return nil }
            return ids[kind]?[id]
        }
        switch field.shape {
        case .scalar(let form): return new(form, document.text(of: node)).map { [.set(path: path, text: $0)] } ?? []
        case .set(let form), .graded(let form, _):
            let names = document.children(of: node).compactMap { document.itemName($0) }
            return names.compactMap { name in
                new(form, name).map { new in
                    names.contains(new)
                        ? .removeElement(path: path, name: name) : .renameElement(path: path, name: name, to: new)
                }
            }
        case .list(let form):
            let texts = document.children(of: node).map { document.text(of: $0) }
            guard texts.contains(where: { new(form, $0) != nil }) else { return [] }
            return [.setElements(path: path, texts.map { .text(new(form, $0) ?? $0) })]
        case .map(let keys, let values):
            return document.children(of: node).flatMap { entry -> [Edit] in
                guard let key = document.key(of: entry) else { return [] }
                let value = new(values, document.text(of: entry)).map { [Edit.set(path: path + [key], text: $0)] } ?? []
                return value + rename(key, new(keys, key), in: node, at: path, document)
            }
        case .table(let keys, let columns):
            return document.children(of: node).flatMap { row -> [Edit] in
                guard let key = document.key(of: row) else { return [] }
                let cells = document.children(of: row).compactMap { cell -> Edit? in
                    guard let name = document.key(of: cell), let column = columns.first(where: { $0.name == name })
                    else { return nil }
                    return new(column.form, document.text(of: cell)).map { .set(path: path + [key, name], text: $0) }
                }
                return cells + rename(key, new(keys, key), in: node, at: path, document)
            }
        case .body: return []
        }
    }

    private func rename(_ key: String, _ new: String?, in parent: Node, at path: [String], _ document: Document)
        -> [Edit]
    {
        guard let new else { return [] }
        return document.child(of: parent, named: new) == nil
            ? [.renameKey(path: path + [key], to: new)] : [.remove(path: path + [key])]
    }
}

extension DocumentContents {
    /// The keys under which the text keeps a field: its own, or a former one where it still uses that.
    func path(of field: FieldDeclaration) -> [String] {
        guard document.node(at: field.path) == nil else { return field.path }
        return field.formerly.map { $0.split(separator: ".").map(String.init) }.first { document.node(at: $0) != nil }
            ?? field.path
    }
}

extension Document {
    /// What an item of a list is called: its text, or its only key.
    fileprivate func itemName(_ item: Node) -> String? {
        switch kind(of: item) {
        case .scalar: text(of: item)
        case .mapping: children(of: item).lazy.compactMap { key(of: $0) }.first { _ in true }
        case .sequence, .blank: nil
        }
    }
}
