import RecordModel
import RecordStore
import RecordText

/// Why a row cannot be imported.
public struct RowProblem: Error, Hashable, Sendable {
    /// The column's heading; empty where the whole row is meant.
    public let column: String
    /// One sentence without a full stop.
    public let message: String
    /// What to do.
    public let help: String?
    /// Whether a term is missing, which the import would make if the mapping said so.
    public let isMissingTerm: Bool

    init(_ column: String, _ message: String, help: String? = nil, isMissingTerm: Bool = false) {
        self.column = column
        self.message = message
        self.help = help
        self.isMissingTerm = isMissingTerm
    }

    init(_ column: String, _ problem: ValueProblem) {
        let suggestion = problem.replacement.map { "Did you mean \"\($0)\"?" }
        self.init(column, problem.message, help: [problem.help, suggestion].compactMap(\.self).first)
    }

    /// The column, what is wrong and what to do, in a line.
    public var text: String {
        (column.isEmpty ? "" : "\(column): ") + message + (help.map { ". \($0)" } ?? "")
    }
}

/// Reads the cells of one row as changes to a record.
struct RowReading {
    let row: CSVTable.Row
    let rows: ImportMapping.Rows
    let mapping: ImportMapping
    let kind: Kind
    let kinds: [Kind]
    let index: NameIndex
    /// The key under which each heading's column is kept where it goes into no field.
    let keptKeys: [String: String]
    /// The record's text before the row.
    let document: Document
    /// Whether the row begins the record.
    let isNew: Bool

    private(set) var edits: [Edit] = []
    private(set) var terms: [NewTerm] = []
    private(set) var problems: [RowProblem] = []
    /// The fields of which the record says something and the row's cell is empty.
    private(set) var unsaid: [FieldDeclaration] = []
    private var halves: [ImportTarget.Half: (column: String, text: String)] = [:]
    private var taken: [[String]: String] = [:]

    init(
        _ row: CSVTable.Row, rows: ImportMapping.Rows, mapping: ImportMapping, kind: Kind, kinds: [Kind],
        index: NameIndex, keptKeys: [String: String], document: Document, isNew: Bool
    ) {
        self.row = row
        self.rows = rows
        self.mapping = mapping
        self.kind = kind
        self.kinds = kinds
        self.index = index
        self.keptKeys = keptKeys
        self.document = document
        self.isNew = isNew
    }

    private var contents: DocumentContents { DocumentContents(document: document, kind: kind) }

    // MARK: - Columns

    mutating func read(_ headings: [String]) {
        for (column, target) in rows.table.fields {
            guard let cell = row[column], !mapping.isBlank(cell) else {
                if case .field(let field) = target, row[column] != nil, !contents.content(of: field).isEmpty {
                    unsaid.append(field)
                }
                continue
            }
            // A row that finds a record by its name does not rename it.
            if column == rows.table.id, !isNew { continue }
            if let other = taken[target.place] {
                if other != cell { keep(column, cell) }
                continue
            }
            taken[target.place] = cell
            read(cell, column, target)
        }
        readPlace()
        let known = Set(rows.table.fields.map(\.source) + rows.table.ignore.map(\.source))
            .union([rows.table.id, rows.respondent, rows.timestamp].compactMap(\.self))
        for heading in headings where !known.contains(heading) && !isDerived(heading) {
            guard let cell = row[heading], !mapping.isBlank(cell) else { continue }
            keep(heading, cell)
        }
    }

    /// Our own export may hold what is worked out; nobody's word, so it is not read back.
    private func isDerived(_ heading: String) -> Bool { rows.escapes && kind.derived.contains { $0.name == heading } }

    private mutating func keep(_ column: String, _ cell: String) {
        if let key = keptKeys[column] { set([key], ListCell.trimmed(cell)) }
    }

    private mutating func set(_ path: [String], _ text: String) {
        if let node = document.node(at: path), document.kind(of: node) == .scalar, document.text(of: node) == text {
            return
        }
        edits.append(.set(path: path, text: text))
    }

    private mutating func read(_ cell: String, _ column: String, _ target: ImportTarget) {
        switch target {
        case .kept(let key): set([key], ListCell.trimmed(cell))
        case .half(_, let half): halves[half] = (column, ListCell.trimmed(cell))
        case .entry(let field, let entry):
            guard case .map(_, let values) = field.shape else { return }
            if let text = scalar(cell, values, column) { change(field, below: [entry], text) }
        case .field(let field): read(cell, column, field)
        }
    }

    private mutating func read(_ cell: String, _ column: String, _ field: FieldDeclaration) {
        switch field.shape {
        case .scalar(let form):
            if let text = scalar(cell, form, column) { change(field, text) }
        case .body:
            let text = cell.replacing("\r\n", with: "\n")
            if contents.content(of: field).scalar?.text != Self.tidied(text) { edits.append(.setBody(text)) }
        case .set(let form): readElements(cell, column, field, form, level: nil)
        case .graded(let form, let level): readElements(cell, column, field, form, level: level)
        case .map(let keys, let values): readMap(cell, column, field, keys, values)
        case .table:
            problems.append(
                RowProblem(
                    column, "\"\(field.name)\" does not fit into one cell", help: "Leave the column out in the mapping."
                ))
        }
    }

    private static func tidied(_ text: String) -> String {
        Document(parsing: "---\n---\n" + text, form: .markdown).bodyText
    }

    // MARK: - Values

    private mutating func change(_ field: FieldDeclaration, below: [String] = [], _ text: String) {
        let entry = below.first ?? ""
        let old = contents.content(of: field).first { $0.entry == entry }?.value.text
        guard old != text else { return }
        edits += kind.textEdits([.set(field: field.name, below: below, text: text)], in: contents)
    }

    private mutating func scalar(_ cell: String, _ form: ScalarForm, _ column: String) -> String? {
        let text = ListCell.trimmed(cell)
        if Scalar.isUndecided(text) { return text }
        if form.reference != nil { return term(text, form, column, sort: nil)?.text }
        switch form.normalise(text) {
        case .success(let normal): return normal
        case .failure(let problem):
            if ["day", "expiry"].contains(form.name),
                let day = DateReading(order: rows.dates).day(text) ?? DayPhrase.spoken(text)
            {
                return day.description
            }
            problems.append(RowProblem(column, problem))
            return nil
        }
    }

    /// The record that a text names, a term that it makes, or a problem.
    private mutating func term(_ text: String, _ form: ScalarForm, _ column: String, sort: String?) -> RecordID? {
        guard let target = form.reference, let made = kinds.first(where: { $0.name == target }) else { return nil }
        switch index.find(text, target) {
        case .one(let id): return id
        case .several(let ids):
            let names = ids.map(\.text).joined(separator: ", ")
            problems.append(RowProblem(column, "\"\(text)\" may be any of \(names)", help: "Write one of these ids."))
        case .none(let nearest):
            if let sort {
                guard let id = Folding.identifier(from: text).flatMap({ RecordID($0) }) else {
                    problems.append(RowProblem(column, "\"\(text)\" has nothing that an id can be made of"))
                    return nil
                }
                if !terms.contains(where: { $0.id == id }) {
                    terms.append(NewTerm(kind: made, id: id, label: text, sort: sort))
                }
                return id
            }
            problems.append(
                RowProblem(
                    column, "\"\(text)\" is not \(made.indefinite)",
                    help: nearest.map { "Did you mean \"\($0)\"?" } ?? "Add it first: cotech \(target) add \"\(text)\"",
                    isMissingTerm: made.field(named: "kind") != nil))
        }
        return nil
    }

    private mutating func readElements(
        _ cell: String, _ column: String, _ field: FieldDeclaration, _ form: ScalarForm, level: ScalarForm?
    ) {
        var read: [(text: String, level: String?)] = []
        for part in ListCell.elements(cell, separator: rows.separator, escapes: rows.escapes) {
            if mapping.isBlank(part) { continue }
            var name = ListCell.plain(part, escapes: rows.escapes)
            var grade: String?
            if let level, let graded = graded(part, level) { (name, grade) = graded }
            let text =
                form.reference == nil
                ? scalar(name, form, column) : term(name, form, column, sort: mapping.terms[field.name])?.text
            if let text, !read.contains(where: { $0.text == text }) { read.append((text, grade)) }
        }
        guard !read.isEmpty else { return }
        let content = contents.content(of: field)
        if level != nil {
            // A level that is left out is no answer, as a cell is not.
            let known = Dictionary(content.map { ($0.entry, $0.value.text) }) { first, _ in first }
            for place in read.indices where read[place].level == nil {
                read[place].level = known[read[place].text].flatMap { $0.isEmpty ? nil : $0 }
            }
        }
        if Set(content) == Set(read.map { Leaf(entry: $0.text, value: .text($0.level ?? "")) }) { return }
        // What stays keeps its place, so that a change shows what changed.
        let order = content.map(\.entry)
        let place = { (text: String) in order.firstIndex(of: text) ?? Int.max }
        let sorted = read.enumerated().sorted { (place($0.1.text), $0.0) < (place($1.1.text), $1.0) }.map(\.1)
        let path = contents.path(of: field)
        edits.append(
            .setElements(
                path: path,
                sorted.map { element in
                    element.level.map { .pair(element.text, $0) } ?? .text(element.text)
                }))
    }

    /// `Swift (expert)`, or `swift: expert` as our own export has it.
    private func graded(_ part: String, _ level: ScalarForm) -> (String, String?)? {
        if let pair = ListCell.pair(part, escapes: rows.escapes), case .success(let grade) = level.normalise(pair.value)
        {
            return (pair.key, grade)
        }
        guard part.hasSuffix(")"), let open = part.lastIndex(of: "("),
            case .success(let grade) = level.normalise(
                ListCell.trimmed(String(part[part.index(after: open)...].dropLast())))
        else { return nil }
        return (ListCell.trimmed(String(part[..<open])), grade)
    }

    private mutating func readMap(
        _ cell: String, _ column: String, _ field: FieldDeclaration, _ keys: ScalarForm, _ values: ScalarForm
    ) {
        for part in ListCell.elements(cell, separator: rows.separator, escapes: rows.escapes) {
            guard let pair = ListCell.pair(part, escapes: rows.escapes) else {
                problems.append(RowProblem(column, "\"\(part)\" is not NAME: VALUE"))
                continue
            }
            guard let key = scalar(pair.key, keys, column), let value = scalar(pair.value, values, column) else {
                continue
            }
            change(field, below: [key], value)
        }
    }

    private mutating func readPlace() {
        guard !halves.isEmpty else { return }
        guard let latitude = halves[.latitude], let longitude = halves[.longitude],
            let field = rows.table.fields.lazy.compactMap({ entry -> FieldDeclaration? in
                if case .half(let field, _) = entry.target { field } else { nil }
            }).first, taken[field.path] == nil
        else {
            for half in halves.values { keep(half.column, half.text) }
            return
        }
        let form = ScalarType.coordinates.form
        if let text = scalar("\(latitude.text), \(longitude.text)", form, latitude.column) { change(field, text) }
    }
}
