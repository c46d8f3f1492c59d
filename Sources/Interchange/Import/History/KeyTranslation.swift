import RecordModel
import RecordText

/// The edits that make a source's keys ours, worked out one file at a time.
struct KeyTranslation {
    private let document: Document
    private let folder: ImportMapping.Folder
    private let mapping: ImportMapping
    private(set) var edits: [Edit] = []
    var notes = FileTranslator.Notes()
    /// The keys at the top as they stand after the edits so far.
    private var keys: Set<String> = []
    private var later: [Edit] = []

    init(_ document: Document, folder: ImportMapping.Folder, mapping: ImportMapping) {
        self.document = document
        self.folder = folder
        self.mapping = mapping
        keys = Set(document.children(of: document.root).compactMap { document.key(of: $0) })
    }

    // MARK: - Keys

    mutating func translateKeys() {
        var renames: [(from: String, to: ImportTarget, node: Node)] = []
        var halves: [(from: String, field: FieldDeclaration, half: ImportTarget.Half, node: Node)] = []
        for node in document.children(of: document.root) {
            guard let key = document.key(of: node) else { continue }
            if folder.table.isIgnored(key) {
                notes.ignored.insert(key)
                remove(key)
            } else if let target = folder.table.target(of: key) {
                if case .half(let field, let half) = target {
                    halves.append((key, field, half, node))
                } else if winner(of: target)?.key == key {
                    renames.append((key, target, node))
                } else {
                    lose(key, node, to: target)
                }
            } else if !(SharedField.isExtension(key) && RecordID.isSegment(key)) {
                keep(key)
            } else {
                notes.kept[key] = key
            }
        }
        compose(halves)
        // Whatever stands in the way has gone or is renamed in turn: a key never meets another of its new name.
        while let index = renames.firstIndex(where: { !keys.contains(topKey($0.to)) || topKey($0.to) == $0.from })
            ?? renames.indices.first
        {
            let rename = renames.remove(at: index)
            translate(rename.from, to: rename.to, rename.node, isFree: !keys.contains(topKey(rename.to)))
        }
        edits += later
    }

    private func topKey(_ target: ImportTarget) -> String { target.path[0] }

    /// Of the keys that lead to one place, the mapping's first that says something.
    private func winner(of target: ImportTarget) -> (key: String, node: Node)? {
        let candidates = folder.table.fields.filter { $0.target.path == target.path }.compactMap { field in
            document.child(of: document.root, named: field.source).map { (key: field.source, node: $0) }
        }
        return candidates.first { !isBlank($0.node) } ?? candidates.first
    }

    private mutating func lose(_ key: String, _ node: Node, to target: ImportTarget) {
        let same = winner(of: target).map { says($0.node, theSameAs: node) } ?? false
        if isBlank(node) || same { remove(key) } else { keep(key) }
    }

    private func says(_ one: Node, theSameAs other: Node) -> Bool {
        guard document.kind(of: one) == .scalar, document.kind(of: other) == .scalar else {
            return document.source(of: one) == document.source(of: other)
        }
        return document.text(of: one) == document.text(of: other)
    }

    private func isBlank(_ node: Node) -> Bool {
        switch document.kind(of: node) {
        case .blank: true
        case .scalar: mapping.isBlank(document.text(of: node))
        case .mapping, .sequence: document.count(of: node) == 0
        }
    }

    private mutating func remove(_ key: String) {
        edits.append(.remove(path: [key]))
        keys.remove(key)
    }

    /// Keeps a key that has no field, under a name that says so.
    private mutating func keep(_ key: String) {
        let name = KeptKey.made(from: key, or: "key") { keys.contains($0) && $0 != key }
        edits.append(.renameKey(path: [key], to: name))
        keys.remove(key)
        keys.insert(name)
        notes.kept[key] = name
    }

    private mutating func translate(_ key: String, to target: ImportTarget, _ node: Node, isFree: Bool) {
        switch target {
        case .field, .kept:
            let name = topKey(target)
            if target.path.count > 1 || key != name && !isFree { return nest(key, target, node) }
            if isBlank(node), document.kind(of: node) == .scalar { edits.append(.set(path: [key], text: "")) }
            if key != name { edits.append(.renameKey(path: [key], to: name)) }
            keys.remove(key)
            keys.insert(name)
            if case .field(let field) = target { translateElements(of: field, node) }
        case .entry: nest(key, target, node)
        case .half: break
        }
    }

    /// Moves a value below another key, once the keys that might be in its way are gone.
    private mutating func nest(_ key: String, _ target: ImportTarget, _ node: Node) {
        switch document.kind(of: node) {
        case .blank: return remove(key)
        case .scalar:
            let text = document.text(of: node)
            if !isBlank(node) { later.append(.set(path: target.path, text: text)) }
            remove(key)
        case .sequence:
            let items = document.children(of: node).filter { document.kind(of: $0) == .scalar }.map {
                document.text(of: $0)
            }
            guard items.count == document.count(of: node) else { return keep(key) }
            later.append(.setElements(path: target.path, items.map { .text($0) }))
            remove(key)
        case .mapping: keep(key)
        }
    }

    /// Two halves make a place; a half alone, or one that is no number, is kept.
    private mutating func compose(
        _ halves: [(from: String, field: FieldDeclaration, half: ImportTarget.Half, node: Node)]
    ) {
        func value(_ half: ImportTarget.Half) -> (key: String, text: String)? {
            halves.first { $0.half == half && document.kind(of: $0.node) == .scalar && !isBlank($0.node) }
                .map { ($0.from, document.text(of: $0.node)) }
        }
        if let field = halves.first?.field, let latitude = value(.latitude), let longitude = value(.longitude),
            let place = Self.place(latitude.text, longitude.text), !keys.contains(field.name)
        {
            edits += [
                .set(path: [latitude.key], text: place), .renameKey(path: [latitude.key], to: field.name),
            ]
            keys.remove(latitude.key)
            keys.insert(field.name)
            remove(longitude.key)
            for other in halves where ![latitude.key, longitude.key].contains(other.from) { keep(other.from) }
        } else {
            for half in halves { if isBlank(half.node) { remove(half.from) } else { keep(half.from) } }
        }
    }

    private static func place(_ latitude: String, _ longitude: String) -> String? {
        let text = "\(latitude), \(longitude)"
        if case .success = ScalarType.coordinates.form.normalise(text) { return text }
        return nil
    }

    // MARK: - Values

    /// The elements of a list that refers to terms are ids: `web apps` becomes `web-apps`.
    private mutating func translateElements(of field: FieldDeclaration, _ node: Node) {
        let level: Bool
        switch field.shape {
        case .set(let form) where form.reference != nil: level = false
        case .graded(let form, _) where form.reference != nil: level = true
        default: return
        }
        if document.kind(of: node) == .scalar {
            let text = document.text(of: node)
            // A comma may part several: which, nobody can say.
            guard !text.contains(","), let id = changed(text) else { return }
            return edits.append(.set(path: field.path, text: id))
        }
        var elements: [Element] = []
        var isChanged = false
        var seen: Set<String> = []
        for item in document.children(of: node) {
            switch document.kind(of: item) {
            case .blank: isChanged = true
            case .scalar:
                let text = document.text(of: item)
                let id = changed(text)
                isChanged = isChanged || id != nil
                if seen.insert(id ?? text).inserted { elements.append(.text(id ?? text)) } else { isChanged = true }
            case .mapping where level && document.count(of: item) == 1:
                for entry in document.children(of: item) {
                    let key = document.key(of: entry) ?? ""
                    let id = changed(key)
                    isChanged = isChanged || id != nil
                    elements.append(.pair(id ?? key, document.text(of: entry)))
                }
            case .mapping, .sequence: return
            }
        }
        if isChanged { edits.append(.setElements(path: field.path, elements)) }
    }

    private mutating func changed(_ text: String) -> String? {
        guard !RecordID.isSegment(text), let id = Folding.identifier(from: text) else { return nil }
        notes.elements[text] = id
        return id
    }

    // MARK: - Text and constants

    mutating func translateBody(_ text: String) {
        if document.form == .markdown, case .field(let field)? = folder.body, case .body = field.shape { return }
        if document.form == .markdown, !text.isEmpty { edits.append(.setBody("")) }
        guard !text.isEmpty else { return }
        var path = folder.body?.path ?? ["x-text"]
        if path.count == 1, keys.contains(path[0]) { path = ["x-text"] }
        if path.count == 1, keys.contains(path[0]) { path = ["x-text-2"] }
        if folder.body == nil { notes.kept["the text"] = path[0] }
        edits.append(.set(path: path, text: text))
        keys.insert(path[0])
    }

    mutating func setConstants() {
        for (field, value) in folder.set { edits.append(.set(path: field.path, text: value)) }
    }

    static func title(of document: Document, _ kind: Kind) -> String? {
        for name in ["name", "label", "title"] where kind.field(named: name) != nil {
            if let node = document.child(of: document.root, named: name), document.kind(of: node) == .scalar {
                return document.text(of: node)
            }
        }
        return nil
    }
}
