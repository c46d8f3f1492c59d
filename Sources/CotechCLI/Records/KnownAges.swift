import Interchange
import RecordModel
import RecordStore

/// How fresh records are, for what shows them with their ages (`--ages`).
struct KnownAges {
    private let today: Day
    private let report: StaleReport
    private let records: [String: RecordFreshness]

    /// Works the ages of records of a kind out.
    init(of kind: Kind, only: [RecordID], in snapshot: Snapshot, _ moment: Moment) throws {
        today = snapshot.today
        report = try snapshot.staleness(of: kind, only: only, clock: snapshot.clock(moment))
        records = Dictionary(report.records.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Says where ages are unknown for want of history.
    func tellLimits(in snapshot: Snapshot, _ kind: Kind, to context: Context) throws {
        try context.tellMissingHistory(of: report, in: snapshot, kind)
    }

    /// The cells of a record's own age: in words for people, in days and with the day for programs.
    func cells(of id: RecordID, as format: OutputFormat) -> [Cell] {
        let own = records[id.text]?.own
        return format.isForPeople ? [.text(own?.ageInWords(on: today) ?? "unknown")] : cells(own)
    }

    /// The cells of a field's age; blank where the field has no value.
    func cells(of id: RecordID, _ field: String, as format: OutputFormat) -> [Cell] {
        let judged = judged(id, field)
        return format.isForPeople ? [judged.map { .text($0.ageInWords(on: today)) } ?? .none] : cells(judged)
    }

    /// What a field is, held against its limit, beside its age; for people blank where it has no limit.
    func state(of id: RecordID, _ field: String, as format: OutputFormat) -> Cell {
        guard let state = judged(id, field)?.state, !format.isForPeople || state != .unlimited else { return .none }
        return .text(state.rawValue)
    }

    private func judged(_ id: RecordID, _ field: String) -> Freshness? {
        records[id.text]?.fields.first { $0.field.name == field }?.freshness
    }

    /// How many days old a record is, or one of its fields; the fewest that it can be where only those are known.
    ///
    /// - Parameter name: the field; nil for the record's own age.
    func days(of id: RecordID, _ name: String?) -> Int? {
        let record = records[id.text]
        return (name == nil ? record?.own : record?.fields.first { $0.field.name == name }?.freshness)?.age
    }

    /// The columns that the cells are of: those of a field where one is named, otherwise of the record's own age.
    static func columns(of field: String? = nil, as format: OutputFormat) -> [Table.Column] {
        let suffix = field.map { ".\($0)" } ?? ""
        return format.isForPeople
            ? [Table.Column("age\(suffix)", mayShrink: false)]
            : [Table.Column("age\(suffix)", rightAligned: true), Table.Column("date\(suffix)")]
    }

    /// `{"own": {"age", "date", "state"}, "fields": {FIELD: {"age", "date", "state"}}}`; null where nothing is known.
    ///
    /// - Parameter names: the fields to hold; nil for all that have a value.
    func json(of id: RecordID, names: [String]?) -> JSONValue {
        guard let record = records[id.text] else { return .null }
        let fields = record.fields.filter { names?.contains($0.field.name) ?? true }
        return .object([
            .init("own", json(record.own)),
            .init("fields", .object(fields.map { .init($0.field.name, json($0.freshness)) })),
        ])
    }

    private func json(_ judged: Freshness) -> JSONValue {
        let cells = cells(judged)
        return .object([
            .init("age", cells[0].json), .init("date", cells[1].json), .init("state", .string(judged.state.rawValue)),
        ])
    }

    private func cells(_ judged: Freshness?) -> [Cell] {
        [judged.map(\.ageCell) ?? Cell.none, .optional(judged?.day)]
    }
}

extension OutputFormat {
    /// Whether people read it as it stands.
    var isForPeople: Bool { self == .table || self == .plain }
}
