public import RecordModel
public import RecordText

/// The contents of a record as its text has them. Fields are read when they are asked for: a list of ten thousand
/// profiles types only the columns it shows.
public struct DocumentContents: RecordContents {
    /// The text.
    public let document: Document
    /// The kind whose fields it holds.
    public let kind: Kind
    /// The mapping that holds the fields: the whole text, unless a record stands inside another text.
    public let top: Node

    /// The contents of a parsed text, or of one mapping in it.
    public init(document: Document, kind: Kind, top: Node? = nil) {
        self.document = document
        self.kind = kind
        self.top = top ?? document.root
    }

    public func content(of field: FieldDeclaration) -> Content {
        if case .body = field.shape, top == document.root {
            let text = document.bodyText
            return text.isEmpty ? [] : [Leaf(value: field.shape.read(body: text))]
        }
        guard let node = node(of: field) else { return [] }
        return content(of: field.shape, at: node)
    }

    /// Where a field's value stands, under its own key or a former one; nil where it has neither.
    public func node(of field: FieldDeclaration) -> Node? {
        if let node = document.node(at: field.path, below: top) { return node }
        for former in field.formerPaths {
            if let node = document.node(at: former, below: top) { return node }
        }
        return nil
    }

    func content(of shape: Shape, at node: Node) -> Content {
        switch shape {
        case .scalar(let form): scalar(form, at: node)
        case .set(let form): elements(at: node).map { element(form, level: nil, at: $0) }.uniqued()
        case .graded(let form, let level): elements(at: node).map { element(form, level: level, at: $0) }.uniqued()
        case .map(let keys, let values): map(keys, values, at: node)
        case .table(let keys, let columns): table(keys, columns, at: node)
        case .body: []
        }
    }

    private func scalar(_ form: ScalarForm, at node: Node) -> Content {
        switch document.kind(of: node) {
        case .blank: []
        case .scalar: [Leaf(value: form.read(document.text(of: node)))]
        case .mapping, .sequence: [Leaf(value: .invalid(document.source(of: node)))]
        }
    }

    /// The items of a sequence. A lone scalar is read as a list of one: it can mean nothing else.
    private func elements(at node: Node) -> [Node] {
        switch document.kind(of: node) {
        case .blank: []
        case .sequence: document.children(of: node).filter { document.kind(of: $0) != .blank }
        case .scalar, .mapping: [node]
        }
    }

    private func element(_ form: ScalarForm, level: ScalarForm?, at node: Node) -> Leaf {
        switch document.kind(of: node) {
        case .scalar:
            let text = document.text(of: node)
            switch form.read(text) {
            case .invalid: return Leaf(entry: text, value: .invalid(text))
            case .undecided: return Leaf(entry: text, value: .undecided(text))
            case .text(let normal): return Leaf(entry: normal, value: .text(""))
            }
        case .mapping:
            if let level, document.count(of: node) == 1,
                let entry = document.children(of: node).first(where: { _ in true }),
                let key = document.key(of: entry)
            {
                let name = form.read(key)
                if case .invalid = name { return Leaf(entry: key, value: .invalid(key)) }
                switch document.kind(of: entry) {
                case .blank: return Leaf(entry: name.text, value: .text(""))
                case .scalar: return Leaf(entry: name.text, value: level.read(document.text(of: entry)))
                case .mapping, .sequence: break
                }
            }
            return Leaf(entry: document.source(of: node), value: .invalid(document.source(of: node)))
        case .sequence, .blank:
            return Leaf(entry: document.source(of: node), value: .invalid(document.source(of: node)))
        }
    }

    private func map(_ keys: ScalarForm, _ values: ScalarForm, at node: Node) -> Content {
        switch document.kind(of: node) {
        case .blank: return []
        case .scalar where Scalar.isUndecided(document.text(of: node)):
            return [Leaf(value: .undecided(document.text(of: node)))]
        case .scalar, .sequence: return [Leaf(value: .invalid(document.source(of: node)))]
        case .mapping: break
        }
        return document.children(of: node).compactMap { entry in
            guard let key = document.key(of: entry) else { return nil }
            return scalar(values, at: entry).first.map { Leaf(entry: keys.read(key).text, value: $0.value) }
        }
    }

    private func table(_ keys: ScalarForm, _ columns: [Shape.Column], at node: Node) -> Content {
        switch document.kind(of: node) {
        case .blank: return []
        case .scalar where Scalar.isUndecided(document.text(of: node)):
            return [Leaf(value: .undecided(document.text(of: node)))]
        case .scalar, .sequence: return [Leaf(value: .invalid(document.source(of: node)))]
        case .mapping: break
        }
        return document.children(of: node).flatMap { entry -> Content in
            guard let key = document.key(of: entry) else { return [] }
            let name = keys.read(key).text
            guard document.kind(of: entry) == .mapping else {
                let isBlank = document.kind(of: entry) == .blank
                return [Leaf(entry: name, value: isBlank ? .text("") : .invalid(document.source(of: entry)))]
            }
            let cells = document.children(of: entry).compactMap { cell -> Leaf? in
                guard let column = document.key(of: cell) else { return nil }
                let form = columns.first { $0.name == column }?.form ?? ScalarType.text.form
                return scalar(form, at: cell).first.map { Leaf(entry: name, column: column, value: $0.value) }
            }
            return cells.isEmpty ? [Leaf(entry: name, value: .text(""))] : cells
        }
    }
}

extension Shape {
    /// A text below the front matter, which has no type but may be undecided.
    func read(body text: String) -> Scalar {
        if Scalar.isUndecided(text) { return .undecided(text) }
        // White space at the ends of lines says nothing that anybody sees, so changing it is no news.
        var isAfterSpace = false
        let hasSpaceAtEnd = text.utf8.contains { byte in
            defer { isAfterSpace = byte == 0x20 || byte == 0x09 }
            return byte == 0x0A && isAfterSpace
        }
        guard hasSpaceAtEnd || isAfterSpace else { return .text(text) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last == " " || line.last == "\t" { line.removeLast() }
            return line
        }
        return .text(lines.joined(separator: "\n"))
    }
}

extension Content {
    /// Each element once: a set says nothing by repeating itself.
    fileprivate func uniqued() -> Content {
        guard count > 1 else { return self }
        // A set of texts costs more to fill than a few comparisons.
        if count <= 12 {
            return indices.filter { place in !self[..<place].contains { $0.entry == self[place].entry } }.map {
                self[$0]
            }
        }
        var seen: Set<String> = []
        return filter { seen.insert($0.entry).inserted }
    }
}
