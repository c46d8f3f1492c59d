import Interchange
import RecordModel
import RecordStore

extension JSONValue {
    /// A record as programs are given it: `{"id", "kind", "fields", "derived", "extra"}`.
    ///
    /// - Parameters:
    ///   - names: the fields and derived values to hold; nil for all that are there.
    ///   - ages: the ages to hold as well, under `ages`.
    ///   - changes: when files last changed, to hold under `changed`.
    static func record(
        _ record: Record, _ context: RuleContext, names: [String]? = nil, ages: KnownAges? = nil,
        changes: KnownChanges? = nil
    ) -> JSONValue {
        func wanted(_ name: String) -> Bool { names?.contains(name) ?? true }
        var fields: [Member] = []
        var extra: [Member] = []
        for field in record.kind.fields where wanted(field.name) {
            let content = record.content(of: field)
            if content.isEmpty, names == nil { continue }
            let value = JSONValue(content, field.shape)
            if field.name.hasPrefix("extra.") {
                extra.append(Member(String(field.name.dropFirst("extra.".count)), value))
            } else {
                fields.append(Member(field.name, value))
            }
        }
        let derived = record.kind.derived.filter { wanted($0.name) }.map { derived in
            Member(derived.name, derived.text(record, context).map { Cell($0, derived.form).json } ?? .null)
        }
        let aged = ages.map { [Member("ages", $0.json(of: record.id, names: names))] } ?? []
        let changed = changes.map { [Member(KnownChanges.name, $0.json(of: record.id))] } ?? []
        return .object(
            [
                Member("id", .string(record.id.text)), Member("kind", .string(record.kind.name.rawValue)),
                Member("fields", .object(fields)), Member("derived", .object(derived)),
                Member("extra", .object(extra)),
            ] + aged + changed)
    }

    /// A record that cannot be read, with why.
    static func unreadable(_ stored: StoredRecord, changes: KnownChanges? = nil) -> JSONValue {
        .object(
            [
                Member("id", .string(stored.entry.id.text)), Member("kind", .string(stored.record.kind.name.rawValue)),
                Member("unreadable", .array(stored.errors.map { .diagnostic($0) })),
            ] + (changes.map { [Member(KnownChanges.name, $0.json(of: stored.entry.id))] } ?? []))
    }

    /// A field's content: scalars by their type, lists as arrays, maps and tables as objects. A decision that is still
    /// open is `{"undecided": "???"}`, a text that is not of its type `{"invalid": "..."}`.
    init(_ content: Content, _ shape: Shape) {
        guard let first = content.first else {
            self =
                switch shape {
                case .map, .table: .object([])
                case .set, .graded: .array([])
                case .scalar, .body: .null
                }
            return
        }
        switch shape {
        // Open as a whole, or not of its shape, it has no entries.
        case .map where first.entry.isEmpty, .table where first.entry.isEmpty:
            self = JSONValue(first.value, ScalarType.text.form)
        case .scalar(let form): self = JSONValue(first.value, form)
        case .body: self = .string(first.value.text)
        case .set: self = .strings(content.map(\.entry))
        case .graded:
            self = .array(
                content.map { leaf in
                    .object([
                        Member("name", .string(leaf.entry)),
                        Member("level", leaf.value.text.isEmpty ? .null : .string(leaf.value.text)),
                    ])
                })
        case .map(_, let values): self = .object(content.map { Member($0.entry, JSONValue($0.value, values)) })
        case .table(_, let columns):
            self = .object(
                content.entries.map { entry in
                    let cells = content.filter { $0.entry == entry && !$0.column.isEmpty }.map { leaf in
                        Member(
                            leaf.column,
                            JSONValue(
                                leaf.value, columns.first { $0.name == leaf.column }?.form ?? ScalarType.text.form))
                    }
                    return Member(entry, .object(cells))
                })
        }
    }

    private init(_ scalar: Scalar, _ form: ScalarForm) {
        switch scalar {
        case .text(let text): self = Cell(text, form).json
        case .undecided(let text): self = .object([Member("undecided", .string(text))])
        case .invalid(let text): self = .object([Member("invalid", .string(text))])
        }
    }
}
