import Interchange
import RecordModel
import RecordStore
import RecordText

/// Records shown one after the other, each with everything it says.
struct RecordView {
    let snapshot: Snapshot
    let format: OutputFormat
    private let moment: Moment
    /// The fields and derived values that are shown; nil for all that are there.
    var names: [String]?
    /// The ages that are shown as well.
    var ages: KnownAges?

    /// - Parameter found: what is to be shown, whose ages are worked out.
    init(
        _ found: [StoredRecord], of kind: Kind, in snapshot: Snapshot, _ output: OutputOptions, _ options: ShowOptions,
        _ moment: Moment
    ) throws {
        self.snapshot = snapshot
        self.moment = moment
        format = output.chosen
        names = try options.fields.map { try RecordColumn.names($0, of: kind, HistoryColumns(ages: options.ages)) }
        ages = options.ages ? try KnownAges(of: kind, only: found.map(\.entry.id), in: snapshot, moment) : nil
    }

    func show(_ found: [StoredRecord], in context: Context) throws -> ExitStatus {
        if let kind = found.first.flatMap({ snapshot.kind($0.record.kind.name) }) {
            try ages?.tellLimits(in: snapshot, kind, to: context)
        }
        switch format {
        case .table, .plain:
            Pager.together(in: context) { context in
                for (index, stored) in found.enumerated() {
                    if index > 0 { context.say() }
                    if stored.isReadable { describe(stored.record, in: context) } else { explain(stored, in: context) }
                }
            }
        case .json where found.count == 1: context.standardOutput.write(json(found[0]).pretty + "\n")
        case .json, .jsonl:
            Table(columns: [Table.Column("id")], rows: found.map { Table.Row([], document: json($0)) })
                .write(as: format, to: context)
        case .csv, .tsv, .markdown:
            rows(found).write(as: format, to: context)
            if let kind = found.first?.record.kind {
                context.warnOfUnreadable(found.filter { !$0.isReadable }, of: kind, moment)
            }
        }
        for home in [Kind.Home.public, .private] {
            let entries = found.filter { $0.record.kind.home == home }.map(\.entry)
            context.tellHandEdits(of: entries, in: home, snapshot, moment)
        }
        return found.allSatisfy(\.isReadable) ? .done : .badData
    }

    private func json(_ stored: StoredRecord) -> JSONValue {
        stored.isReadable ? .record(stored.record, snapshot.context, names: names, ages: ages) : .unreadable(stored)
    }

    /// In formats of rows: a field a row.
    private func rows(_ found: [StoredRecord]) -> Table {
        var table = Table(columns: [Table.Column("id"), Table.Column("field"), Table.Column("value")])
        table.columns += ageColumns
        for stored in found where stored.isReadable {
            for (name, cell) in values(of: stored.record) {
                table.rows.append(
                    Table.Row([.text(stored.entry.id.text), .text(name), cell] + age(of: stored.entry.id, name)))
            }
        }
        return table
    }

    /// The columns of a field's age and state, where those are shown.
    private var ageColumns: [Table.Column] {
        ages == nil ? [] : KnownAges.columns(as: format) + [Table.Column("state", mayShrink: false)]
    }

    private func age(of id: RecordID, _ field: String) -> [Cell] {
        ages.map { $0.cells(of: id, field, as: format) + [$0.state(of: id, field, as: format)] } ?? []
    }

    private func values(of record: Record) -> [(String, Cell)] {
        let columns = names.map { RecordColumn.named($0, of: record.kind) } ?? RecordColumn.all(of: record.kind)
        return columns.filter { $0.name != "id" }.compactMap { column in
            let cell = column.cell(of: record, snapshot.context)
            return cell == .none ? nil : (column.name, cell)
        }
    }

    private func describe(_ record: Record, in context: Context) {
        context.say("\(record.title, .strong)   \(record.kind.singular) \(record.id)")
        let body = record.kind.body?.name
        let shown = values(of: record).filter { $0.0 != body && $0.0 != "name" }
        if format == .plain {
            for (name, cell) in shown {
                let age = age(of: record.id, name).filter { $0 != .none }.map(\.words).joined(separator: ", ")
                context.say("\(name): \(cell.words)\(age.isEmpty ? "" : " (\(age))")")
            }
        } else {
            var table = Table(columns: [Table.Column("field", mayShrink: false), Table.Column("value")])
            table.columns += ageColumns
            table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
            for (name, cell) in shown {
                table.rows.append(Table.Row([.text(name), cell] + age(of: record.id, name)))
            }
            table.write(as: .table, to: context)
        }
        if let body, names?.contains(body) ?? true, let text = record.content(of: body).scalar?.text {
            context.say()
            context.say(StyledText(text))
        }
        warn(about: record, in: context)
    }

    /// What is wrong with it is said beside it, and stops nobody from reading it.
    private func warn(about record: Record, in context: Context) {
        guard let kind = snapshot.kind(record.kind.name), let stored = (try? snapshot.stored(kind, record.id)) ?? nil
        else { return }
        let errors = snapshot.problems(of: stored).count { $0.severity == .error }
        guard errors > 0 else { return }
        context.warning(
            "\(stored.entry.path) has \(counted(errors, "error"))",
            help: "see what is wrong: cotech check\(moment.typed)")
    }

    private func explain(_ stored: StoredRecord, in context: Context) {
        context.say("\(stored.entry.id)   cannot be read")
        for error in stored.errors { context.show(error, on: context.standardError) }
    }
}
