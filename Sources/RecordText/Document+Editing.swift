// Edits are splices: every byte that an edit does not need to touch stays.

/// Bytes to put in place of a range.
struct Splice {
    var range: Range<Int>
    var text: String

    init(_ range: Range<Int>, _ text: String) {
        self.range = range
        self.text = text
    }
}

extension Document {
    /// The text with edits made one after the other.
    ///
    /// After each the result is read again and compared: it says what was intended and otherwise what it said before,
    /// or the edit is refused.
    public func applying(_ edits: [Edit], order: KeyOrder) throws(EditError) -> [UInt8] {
        guard isReadable else { throw .unreadable(problems.filter { $0.severity == .error }) }
        var document = self
        for edit in edits { document = try document.applying(edit, order: order) }
        return document.bytes
    }

    private func applying(_ edit: Edit, order: KeyOrder) throws(EditError) -> Document {
        if case .setBody(let text) = edit, text.utf8.count > Document.maximumSize {
            // Such a text reads as nothing, so what was meant could not be compared with what came out.
            let attempt = Document(parsing: "---\n---\n" + text, form: .markdown)
            throw .wouldNotRead(attempt.problems.filter { $0.severity == .error })
        }
        let splices = try Splicer(document: self, order: order).splices(for: edit)
        let old = tree(of: root)
        let intent = old.applying(edit)
        guard !splices.isEmpty else {
            guard intent.withoutBlanks.sorted == old.withoutBlanks.sorted else {
                throw .wouldChangeOthers(path: edit.path)
            }
            return self
        }
        let result = Document(parsing: spliced(splices), form: form)
        guard result.isReadable else {
            throw .wouldNotRead(result.problems.filter { $0.severity == .error })
        }
        guard result.tree(of: result.root).withoutBlanks.sorted == intent.withoutBlanks.sorted,
            result.bodyMatches(self, after: edit)
        else { throw .wouldChangeOthers(path: edit.path) }
        return result
    }

    private func bodyMatches(_ old: Document, after edit: Edit) -> Bool {
        if case .setBody(let text) = edit { return bodyText == normalisedBody(text) }
        guard let body, let oldBody = old.body else { return body == nil && old.body == nil }
        return bytes[body].elementsEqual(old.bytes[oldBody])
    }

    /// Splices in the order of the text.
    private func spliced(_ splices: [Splice]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var position = 0
        for splice in splices {
            result.append(contentsOf: bytes[position..<splice.range.lowerBound])
            result.append(contentsOf: splice.text.utf8)
            position = splice.range.upperBound
        }
        result.append(contentsOf: bytes[position...])
        return result
    }

    /// `\r\n` where the first line ends so.
    var newline: String {
        let lineEnd = endOfLine(from: 0, in: bytes, limit: bytes.count)
        return lineEnd < bytes.count && lineEnd > 0 && bytes[lineEnd - 1] == .carriageReturn ? "\r\n" : "\n"
    }
}

/// A body as it is read: without blank lines at its ends, and with nothing on those inside it.
func normalisedBody(_ text: String) -> String {
    Document(parsing: Array("---\n---\n".utf8) + Array(text.utf8), form: .markdown).bodyText
}

extension ValueTree {
    /// What the record says after an edit: what the splices are held against.
    func applying(_ edit: Edit) -> ValueTree {
        switch edit {
        case .set(let path, let text): changing(path[...]) { _ in .text(withoutCarriageReturns(text)) }
        case .addEntry(let path): changing(path[...]) { $0 }
        case .remove(let path): changing(path[...]) { _ in .blank }
        case .addElement(let path, let element):
            changing(path[...]) { old in
                var items = old.items
                if old == element.tree { return old }
                if let index = items.firstIndex(where: { $0.name == element.name }) {
                    items[index] = element.tree
                    return .list(items)
                }
                items.insert(element.tree, at: sortedPlace(of: element.name, among: items.map(\.name)))
                return .list(items)
            }
        case .removeElement(let path, let name):
            changing(path[...]) { old in
                switch old {
                case .list(let items): .list(items.filter { $0.name != name })
                case .text(name): .blank
                case .text, .blank, .mapping: old
                }
            }
        case .setElements(let path, let elements):
            changing(path[...]) { old in [old] == elements.map(\.tree) ? old : .list(elements.map(\.tree)) }
        case .setBody: self
        case .renameElement(let path, let name, let new):
            changing(path[...]) { old in .list(old.items.map { $0.name == name ? $0.renamed(new) : $0 }) }
        case .renameKey(let path, let key):
            changing(path.dropLast()) { old in
                guard case .mapping(var entries) = old else { return old }
                for index in entries.indices where entries[index].key == path.last { entries[index].key = key }
                return .mapping(entries)
            }
        }
    }

    private func changing(_ path: ArraySlice<String>, _ change: (ValueTree) -> ValueTree) -> ValueTree {
        guard let key = path.first else { return change(self) }
        var entries: [Entry] = []
        if case .mapping(let old) = self { entries = old }
        if let index = entries.firstIndex(where: { $0.key == key }) {
            entries[index].value = entries[index].value.changing(path.dropFirst(), change)
        } else {
            entries.append(Entry(key: key, value: ValueTree.blank.changing(path.dropFirst(), change)))
        }
        return .mapping(entries)
    }

    private var items: [ValueTree] {
        switch self {
        case .list(let items): items
        // A single value is read as a list of one.
        case .text: [self]
        case .blank, .mapping: []
        }
    }

    /// The same item under another name: a text, or a mapping of one key.
    private func renamed(_ new: String) -> ValueTree {
        switch self {
        case .text: return .text(new)
        case .mapping(var entries) where entries.count == 1:
            entries[0].key = new
            return .mapping(entries)
        case .blank, .list, .mapping: return self
        }
    }

    /// What an item is found by, as `Element.name`.
    var name: String? {
        switch self {
        case .text(let text): return text
        case .mapping(let entries):
            guard let first = entries.first else { return nil }
            if entries.count == 1 { return first.key }
            if case .text(let text) = first.value { return text }
            return nil
        case .blank, .list: return nil
        }
    }
}

/// Where a new item goes: its place in a sorted list, otherwise the end.
func sortedPlace(of name: String, among names: [String?]) -> Int {
    let folded = names.map { $0?.lowercased() ?? "" }
    guard zip(folded, folded.dropFirst()).allSatisfy({ $0 <= $1 }) else { return names.count }
    let new = name.lowercased()
    return folded.firstIndex { $0 > new } ?? names.count
}
