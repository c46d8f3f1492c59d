import Git
import Interchange
import RecordModel
import RecordStore

/// Why a profile is as old as it is: who set each field, and the commits that were set aside.
struct StaleExplanation {
    let snapshot: Snapshot
    let kind: Kind
    let report: StaleReport
    let settingSweepsAside: Bool

    func write(_ id: RecordID, as format: OutputFormat, to context: Context) throws {
        guard let record = report.records.first else { return }
        let history = try snapshot.history(of: kind, id, settingSweepsAside: settingSweepsAside)
        let aside = history.entries.filter { $0.setAside != nil }
        guard format == .table || format == .plain else {
            context.standardOutput.write(try json(record, aside).pretty + "\n")
            return
        }
        let own = record.own.day.map { snapshot.today.ageInWords(since: $0) + " ago" } ?? "at an unknown time"
        context.say("\(Safe.oneLine(record.record.title), .strong)   last substantive change or confirmation \(own)")
        try fields(record).write(as: .table, to: context)
        context.say(StyledText("Set aside: \(aside.isEmpty ? "no commits" : counted(aside.count, "commit"))"))
        var table = Table(columns: [
            Table.Column("date", mayShrink: false), Table.Column("subject"), Table.Column("why"),
        ])
        table.layout.hasHeadings = false
        table.layout.indent = 2
        for entry in aside { table.add(.day(entry.day), .text("\"\(entry.subject)\""), .text(entry.setAside ?? "")) }
        table.write(as: .table, to: context)
    }

    private func fields(_ record: RecordFreshness) throws -> Table {
        var table = Table(columns: [
            Table.Column("field", mayShrink: false), Table.Column("value"), Table.Column("age", mayShrink: false),
            Table.Column("state", mayShrink: false), Table.Column("said"),
        ])
        table.layout.hasHeadings = false
        table.layout.indent = 2
        for field in record.fields {
            let judged = field.freshness
            let age =
                judged.isAtLeast
                ? "at least \(counted(judged.age ?? 0, "day"))"
                : judged.day.map { snapshot.today.ageInWords(since: $0) } ?? "unknown"
            let value = Cell(record.record.content(of: field.field), field.field.shape).words
            table.add(
                .text(field.field.name), .text(value.count > 40 ? value.prefix(39) + "…" : value), .text(age),
                .text(judged.state == .unlimited ? "" : judged.state.rawValue), .text(try said(field)))
        }
        return table
    }

    /// `set by Mair Owen, "We are nine now"`.
    private func said(_ field: FieldFreshness) throws -> String {
        guard let id = field.commit, let commit = try? snapshot.repository(of: kind.home).commit(id) else { return "" }
        return "set by \(commit.author.name), \"\(commit.subject)\""
    }

    private func json(_ record: RecordFreshness, _ aside: [HistoryEntry]) throws -> JSONValue {
        .object([
            .init("id", .string(record.id.text)),
            .init("age", record.own.isAtLeast ? .null : Cell.optional(record.own.age).json),
            .init("date", Cell.optional(record.own.day).json),
            .init(
                "fields",
                .array(
                    record.fields.map { field in
                        .object([
                            .init("field", .string(field.field.name)),
                            .init("age", field.freshness.isAtLeast ? .null : Cell.optional(field.freshness.age).json),
                            .init("date", Cell.optional(field.freshness.day).json),
                            .init("state", .string(field.freshness.state.rawValue)),
                            .init("commit", .optional(field.commit?.description)),
                        ])
                    })),
            .init(
                "set-aside",
                .array(
                    aside.map {
                        .object([
                            .init("commit", .string($0.commit.description)), .init("date", .string($0.day.description)),
                            .init("subject", .string($0.subject)), .init("why", .optional($0.setAside)),
                        ])
                    })),
        ])
    }
}
