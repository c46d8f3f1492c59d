public import RecordModel
import RecordText

/// Holds one record's text to its kind: unknown keys, values that are not of their type, what is missing, references
/// that lead nowhere, and the kind's own rules. Every problem is found, none is thrown.
struct RecordValidator {
    var stored: StoredRecord
    let kind: Kind
    let context: RuleContext
    /// The mapping that is judged; the whole text, unless it stands inside another.
    var top: Node?
    /// Keys whose values are declared elsewhere.
    var others: [String] = []
    /// Where the fields are listed.
    var guide: String?

    /// Everything wrong with the record, in the order of its text, each with a line to put instead where that mends it.
    func diagnostics() -> [Diagnostic] { withProvenLines(findings()) }

    /// Everything wrong with the record, with lines to put instead that nobody has tried.
    func findings() -> [Diagnostic] {
        guard let document = stored.document else { return stored.errors }
        let written =
            top == nil
            ? document.problems.map { withColon(Diagnostic(file: stored.entry.path, in: document, problem: $0)) } : []
        let contents = DocumentContents(document: document, kind: kind, top: top)
        var found = unknownKeys(contents)
        for field in kind.fields { found += problems(of: field, contents) + formerKeys(of: field, contents) }
        // What a whole record must keep is asked only of one that can be read.
        if document.isReadable {
            found += kind.problems(in: stored.record, context).map { diagnostic($0, contents) }
        }
        // A line that cannot be read is not held to its type as well: one cause, one finding.
        let broken = Set(written.filter { $0.severity == .error }.compactMap(\.line))
        found.removeAll { finding in
            finding.line.map { broken.contains($0) && finding.code != "unknown-field" } ?? false
        }
        // Nor is a value that has to be another one quoted first.
        let mistyped = Set(found.filter { $0.severity == .error }.compactMap(\.line))
        let asked = written.filter { finding in
            finding.code != TextProblem.Code.retypedValue.rawValue
                || finding.line.map { !mistyped.contains($0) } ?? true
        }
        return (asked + listed(found.sorted()) + placeProblems()).sorted()
    }

    /// Parts of the record's id that are to be ids of other records, and lead nowhere.
    func placeProblems() -> [Diagnostic] {
        zip(kind.path.placeholders, stored.entry.id.segments).compactMap { placeholder, segment in
            guard top == nil, let target = placeholder.reference, !context.knows(target, segment) else { return nil }
            let problem = context.unknownReference(target, segment)
            return Diagnostic(
                file: stored.entry.path, severity: .error, code: problem.code, message: problem.message,
                help: problem.help ?? "Give the file the name of the \(placeholder.name) that it is about.")
        }
    }

    /// The most findings of one record that are listed. Each costs a look for the nearest name, and nobody reads
    /// thousands; the text's own problems have a limit like it.
    static let mostListed = 100
    /// The code of the finding that stands for those that are not listed.
    static let notListed = "too-many-problems"

    private func listed(_ found: [Diagnostic]) -> [Diagnostic] {
        guard found.count > Self.mostListed else { return found }
        return found.prefix(Self.mostListed) + [
            Diagnostic(
                file: stored.entry.path, severity: .error, code: Self.notListed,
                message: "more than \(Self.mostListed) problems; the others are not listed")
        ]
    }

    // MARK: - Keys

    private func unknownKeys(_ contents: DocumentContents) -> [Diagnostic] {
        // What is left of the network's own fields when the last of them was taken out says nothing.
        let unknown = contents.unknownKeys().filter { path, node in
            path.count > 1
                || !others.contains(path[0])
                    && !(path == [StoreSettings.extra.name] && contents.document.kind(of: node) == .blank)
        }
        return unknown.prefix(Self.mostListed + 1).map { path, node in
            if kind.hasGroup(path.joined(separator: ".")) { return notAGroup(path, at: node, contents.document) }
            if let field = kind.field(named: path.joined(separator: ".")) {
                return unknownKey(
                    path.last ?? "", at: node, contents.document, nearest: nil,
                    message: "\"\(field.name)\" is not read here", help: whereItStands(field))
            }
            if let derived = kind.derived.first(where: { $0.name == path.joined(separator: ".") }) {
                return unknownKey(
                    path.last ?? "", at: node, contents.document, nearest: nil,
                    message: "\"\(derived.name)\" is worked out, and stands in no record",
                    help: "Leave the line out. \(derived.help)")
            }
            let candidates = names(beside: path) + (path.count == 1 ? others : [])
            return unknownKey(
                path.last ?? "", at: node, contents.document,
                nearest: Suggestion.nearest(to: path.last ?? "", among: candidates),
                message: "There is no field \"\(path.joined(separator: "."))\"",
                help:
                    "\(guide ?? "The fields are listed by: cotech schema \(kind.name).") A key that begins with x- is kept and ignored."
            )
        }
    }

    /// Where a field's value is read from, for whoever put it elsewhere.
    private func whereItStands(_ field: FieldDeclaration) -> String {
        if case .body = field.shape {
            return "It is the text below the second ---, in a file that ends in .md."
        }
        let groups = field.path.dropLast().map { "\"\($0):\"" }.joined(separator: " and ")
        return "Write \"\(field.path.last ?? field.name):\" on a line of its own, indented below \(groups)."
    }

    /// Where a person sees how the fields are written.
    var howWritten: String { guide ?? "How it is written: cotech schema \(kind.name)" }

    /// A value on the line of a key that only stands above others.
    private func notAGroup(_ path: [String], at node: Node, _ document: Document) -> Diagnostic {
        let parts = kind.fields.map(\.path).filter { $0.count > path.count && $0.starts(with: path) }.map {
            $0[path.count]
        }
        let name = path.joined(separator: ".")
        return diagnostic(
            ValueProblem(
                "\"\(name)\" has no value of its own: below it stand \(parts.joined(separator: ", "))",
                code: "wrong-shape",
                help: "Put it on a line below \"\(name):\", further in, under its own name. \(howWritten)"), at: node,
            document)
    }

    /// A key that the schema does not know, with the line that has the nearest name instead.
    func unknownKey(
        _ key: String, at node: Node, _ document: Document, nearest: String?, message: String, help: String
    ) -> Diagnostic {
        Diagnostic(
            file: stored.entry.path, in: document, at: document.keyRange(of: node) ?? 0..<0, severity: .error,
            code: "unknown-field", message: message + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
            help: nearest == nil ? help : nil,
            replacement: nearest.flatMap { document.line(of: node, replacingKey: key, with: $0) })
    }

    /// The names that a key at this place could have meant.
    private func names(beside path: [String]) -> [String] {
        let depth = path.count - 1
        return kind.fields.map(\.path).filter { $0.count > depth && $0.prefix(depth) == path.prefix(depth) }.map {
            $0[depth]
        }
    }

    private func missing(_ field: FieldDeclaration, _ document: Document) -> Diagnostic {
        let example = field.example ?? field.shape.elementForm?.hint ?? "..."
        let needy = kind.isSingle ? "The \(kind.singular) need" : "Every \(kind.singular) needs"
        return Diagnostic(
            file: stored.entry.path, in: document, at: top.flatMap { document.keyRange(of: $0) } ?? 0..<0,
            severity: .error,
            code: "missing-field",
            message: "\(needy) \"\(field.name)\"",
            help: "\(field.help) For example: \(field.name): \(example)")
    }

    private func problems(of field: FieldDeclaration, _ contents: DocumentContents) -> [Diagnostic] {
        let document = contents.document
        let absence = field.isRequired && document.isReadable ? [missing(field, document)] : []
        guard let node = contents.node(of: field) else {
            return contents.content(of: field).isEmpty ? absence : []
        }
        let content = contents.content(of: field.shape, at: node)
        if content.isEmpty { return absence }
        return valueProblems(field, at: node, contents) + repeated(field, at: node, contents)
            + referenceProblems(field, content, at: node, contents)
    }

    // MARK: - References

    private func referenceProblems(
        _ field: FieldDeclaration, _ content: Content, at node: Node, _ contents: DocumentContents
    ) -> [Diagnostic] {
        guard !field.shape.references.isEmpty else { return [] }
        // The cells of a row share its key.
        var told: Set<String> = []
        return content.findings { leaf in
            field.shape.referencesMade(by: leaf).compactMap { made -> Diagnostic? in
                guard !context.knows(made.kind, made.id), !made.isEntry || told.insert(made.id).inserted else {
                    return nil
                }
                return dangling(made, leaf, of: field, at: node, contents)
            }
        }
    }

    /// A reference that leads nowhere, in a field whose value stands at `node`.
    func dangling(
        _ made: Shape.MadeReference, _ leaf: Leaf, of field: FieldDeclaration, at node: Node,
        _ contents: DocumentContents
    ) -> Diagnostic {
        let place = contents.place(of: leaf, inEntry: made.isEntry, in: node)
        let problem = context.unknownReference(made.kind, made.id, takingOut: takingOut(made, leaf, of: field))
        return diagnostic(problem, at: place.node, ofKey: place.isKey, contents.document)
    }

    /// The command that takes a reference out of a field; nil where nothing may be missing there, or it takes more.
    private func takingOut(_ made: Shape.MadeReference, _ leaf: Leaf, of field: FieldDeclaration) -> String? {
        guard !field.isRequired, stored.entry.id != .only else { return nil }
        let command = "cotech \(kind.name) set \(stored.entry.id) \(field.name)"
        if case .scalar = field.shape { return command + "=" }
        return made.isEntry || leaf.entry == made.id ? "\(command)-=\(made.id)" : nil
    }

    /// A problem with a whole record, where the field or the entry stands that it names.
    func diagnostic(_ problem: RecordProblem, _ contents: DocumentContents) -> Diagnostic {
        let node = kind.field(named: problem.field).flatMap { contents.node(of: $0) }
        let place = problem.entry.flatMap { entry in node.flatMap { contents.node(of: entry, in: $0) } } ?? node
        return diagnostic(
            problem.problem, at: place, ofKey: problem.isOfKey, contents.document, severity: .init(problem.weight))
    }

    /// A problem with the value at a node, or with its key, with the line that has the right one instead where there is
    /// one.
    func diagnostic(
        _ problem: ValueProblem, at node: Node?, ofKey: Bool = false, _ document: Document,
        severity: TextProblem.Severity = .error
    ) -> Diagnostic {
        if ofKey, let node, let key = document.key(of: node) {
            return Diagnostic(
                file: stored.entry.path, in: document, at: document.keyRange(of: node) ?? 0..<0, severity: severity,
                code: problem.code, message: problem.message, help: problem.help,
                replacement: problem.replacement.flatMap { document.line(of: node, replacingKey: key, with: $0) })
        }
        let range = node.map {
            document.kind(of: $0) == .blank ? document.entryRange(of: $0) : document.valueRange(of: $0)
        }
        let line = problem.replacement.flatMap { text in
            node.flatMap { document.line(of: $0, replacingValueWith: text) }
        }
        return Diagnostic(
            file: stored.entry.path, in: document, at: range ?? 0..<0, severity: severity, code: problem.code,
            message: problem.message, help: problem.help, replacement: line)
    }
}

extension TextProblem.Severity {
    /// What a problem of a whole record comes to in a report.
    init(_ weight: RecordProblem.Weight) {
        self =
            switch weight {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
    }
}

extension RuleContext {
    /// Whether a reference leads somewhere. One into the private companion is believed where that is not here.
    public func knows(_ kind: Kind.Name, _ id: String) -> Bool {
        guard let id = RecordID(id), records.canSee(kind) else { return true }
        return records.exists(kind, id)
    }

    /// A problem with a value as it is told to whoever typed it: no id is proposed that no record has.
    public func proven(_ problem: ValueProblem) -> ValueProblem {
        guard let kind = problem.reference, let guess = problem.replacement, !knows(kind, guess) else { return problem }
        return ValueProblem(
            problem.message, code: problem.code, help: problem.help,
            replacement: unknownReference(kind, guess).replacement)
    }

    /// What to say of a reference that leads nowhere.
    ///
    /// - Parameters:
    ///   - typed: what stands there, where that is no id.
    ///   - takingOut: the command that takes it out, where there is one.
    public func unknownReference(
        _ kind: Kind.Name, _ id: String, typed: String? = nil, takingOut: String? = nil
    ) -> ValueProblem {
        if let heir = RecordID(id).flatMap({ records.heir(of: $0, kind) }) {
            return ValueProblem(
                "There is no \"\(id)\" among \(kind) any more: it is called \"\(heir)\" now", code: "unknown-reference",
                replacement: heir.text)
        }
        if let path = RecordID(id).flatMap({ records.unsavedFile(of: kind, $0) }) {
            return ValueProblem(
                "There is no \"\(typed ?? id)\" among \(kind) yet", code: "unknown-reference",
                help: "\(path) is here, but not saved: cotech save")
        }
        let nearest = Suggestion.nearest(to: id, among: records.ids(kind).map(\.text))
        let slip = nearest.flatMap { Suggestion.isSlip(id, for: $0) ? $0 : nil }
        return ValueProblem(
            "There is no \"\(typed ?? id)\" among \(kind)" + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
            code: "unknown-reference", help: slip == nil ? help(kind, id, typed, takingOut) : nil, replacement: slip)
    }

    /// How a person gets on where a reference leads nowhere, and there is nothing like it. What was there once is not
    /// added again: ids are never used twice.
    private func help(_ kind: Kind.Name, _ id: String, _ typed: String?, _ takingOut: String?) -> String {
        if let way = RecordID(id).flatMap({ records.wayBack(to: $0, kind) }) {
            return takingOut.map { "It was removed. Take it out here: \($0), or bring it back where it went: \(way)" }
                ?? "It was removed. Bring it back: \(way)"
        }
        return "Add it first: cotech \(kind) add \((typed ?? id).shellWord), or see what there is: cotech \(kind) list"
    }
}

extension Sequence {
    /// What `find` finds wrong, until there is more than is listed of one record.
    func findings(_ find: (Element) -> [Diagnostic]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for element in self {
            found += find(element)
            if found.count > RecordValidator.mostListed { break }
        }
        return found
    }
}
