import Interchange
import RecordModel
import RecordStore

/// Something that can be asked of a record by name: its id, a field, a derived value.
enum RecordColumn {
    case id
    case field(FieldDeclaration)
    case derived(DerivedDeclaration)

    var name: String {
        switch self {
        case .id: "id"
        case .field(let field): field.name
        case .derived(let derived): derived.name
        }
    }

    /// What it says, in a sentence.
    var help: String {
        switch self {
        case .id: "What it is called by."
        case .field(let field): field.help
        case .derived(let derived): derived.help
        }
    }

    /// The type of its values, for comparing and ordering.
    var form: ScalarForm? {
        switch self {
        case .id: ScalarType.recordID.form
        case .field(let field): field.shape.elementForm
        case .derived(let derived): derived.form
        }
    }

    /// Whether its values are those of entries, which have names as well.
    var hasEntries: Bool {
        guard case .field(let field) = self else { return false }
        switch field.shape {
        case .graded, .map, .table: return true
        case .scalar, .body, .set: return false
        }
    }

    /// Everything that can be asked of a kind's records.
    static func all(of kind: Kind) -> [RecordColumn] {
        [.id] + kind.fields.map { .field($0) } + kind.derived.map { .derived($0) }
    }

    /// The names that `--fields` asks for. What history says is no field: options show it beside those that are chosen.
    static func names(_ fields: String, of kind: Kind, _ history: HistoryColumns) throws -> [String] {
        let valid = all(of: kind).map(\.name)
        let typed = fields.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        for name in typed where !valid.contains(name) {
            guard let option = history.option(for: name) else { continue }
            throw CommandFailure(
                "\"\(name)\" is no field: \(option) shows it beside the fields",
                help: "leave it out of --fields" + (history.has(name) ? "" : ", and add \(option)"), status: .usage)
        }
        return try FieldChoice.read(fields, valid: valid)
    }

    /// The columns of these names.
    static func named(_ names: [String], of kind: Kind) -> [RecordColumn] {
        let all = all(of: kind)
        return names.compactMap { name in
            all.first { $0.name == name } ?? kind.field(named: name).map { .field($0) }
        }
    }

    /// What it is for a record, as texts to compare: one for a scalar, one an element for a list. An entry is its name,
    /// and then its value, by itself and behind its name or that of its column.
    func texts(of record: Record, _ context: RuleContext) -> [String] {
        switch self {
        case .id: [record.id.text]
        case .field(let field): texts(of: record.content(of: field), field)
        case .derived(let derived): derived.text(record, context).map { [$0] } ?? []
        }
    }

    private func texts(of content: Content, _ field: FieldDeclaration) -> [String] {
        if content.isEmpty { return field.ifBlank.map { [$0] } ?? [] }
        return content.flatMap { leaf in
            let value = leaf.value.text
            if leaf.entry.isEmpty { return [value] }
            if value.isEmpty || value == leaf.entry { return [leaf.entry] }
            let named = "\(leaf.column.isEmpty ? leaf.entry : leaf.column): \(value)"
            // A level alone says of which skill it is.
            if case .graded = field.shape { return [leaf.entry, named] }
            return [leaf.entry, value, named]
        }
    }

    /// What it is for a record in a list, where a blank one says what it means.
    func listed(of record: Record, _ context: RuleContext) -> Cell {
        let cell = cell(of: record, context)
        guard cell == .none, case .field(let field) = self, let meant = field.ifBlank, let form else { return cell }
        return Cell(meant, form)
    }

    /// What it is for a record, as a cell.
    func cell(of record: Record, _ context: RuleContext) -> Cell {
        switch self {
        case .id: .text(record.id.text)
        case .field(let field): Cell(record.content(of: field), field.shape)
        case .derived(let derived): derived.text(record, context).map { Cell($0, derived.form) } ?? .none
        }
    }

    var tableColumn: Table.Column {
        switch self {
        case .id: Table.Column("id", mayShrink: false, importance: 9)
        case .field(let field):
            Table.Column(
                field.name, rightAligned: form?.isNumber ?? false && !field.shape.isCollection)
        case .derived(let derived): Table.Column(derived.name, rightAligned: derived.form.isNumber)
        }
    }
}

extension ScalarForm {
    var isNumber: Bool { if case .number = nature { true } else { false } }
}

extension Cell {
    /// A scalar in its type.
    init(_ text: String, _ form: ScalarForm) {
        switch form.nature {
        case .number: self = .number(text)
        case .flag: self = .flag(text == "yes")
        case .ordered: self = Day(iso: text).map { .day($0) } ?? .text(text)
        case .text: self = .text(text)
        }
    }

    /// A field's content.
    init(_ content: Content, _ shape: Shape) {
        guard let first = content.first else {
            self = .none
            return
        }
        switch shape {
        case .scalar(let form):
            if case .text(let text) = first.value { self = Cell(text, form) } else { self = .text(first.value.text) }
        case .body: self = .text(first.value.text)
        case .set: self = .list(content.map(\.entry))
        case .graded, .map:
            self = .list(
                content.map { leaf in
                    let (entry, value) = (leaf.entry, leaf.value.text)
                    // What is open, or cannot be read, stands for the element and its value.
                    return value.isEmpty || value == entry ? entry : entry.isEmpty ? value : "\(entry): \(value)"
                })
        case .table where first.entry.isEmpty: self = .text(first.value.text)
        case .table:
            self = .list(
                content.entries.map { entry in
                    let cells = content.filter { $0.entry == entry && !$0.column.isEmpty }
                    return cells.isEmpty
                        ? entry : "\(entry) (\(cells.map { "\($0.column): \($0.value.text)" }.joined(separator: ", ")))"
                })
        }
    }
}
