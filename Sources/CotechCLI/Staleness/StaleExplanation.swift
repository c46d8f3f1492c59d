import Git
import Interchange
import RecordModel
import RecordStore

/// Why a record is as old as it is: who set or confirmed each field, and the commits that were set aside.
struct StaleExplanation {
    let snapshot: Snapshot
    let kind: Kind
    let report: StaleReport
    let settingSweepsAside: Bool

    /// Explains the record that was asked for, or else each that somebody should look at.
    func write(isOne: Bool, as format: OutputFormat, to context: Context) throws {
        let explained = try report.records.filter { isOne || ($0.excuse == nil && $0.state != .fresh) }
            .map { try explanation(of: $0) }
        switch format {
        case .table, .plain:
            for (index, one) in explained.enumerated() {
                if index > 0 { context.say() }
                tell(one.record, one.reasons, one.aside, as: format, to: context)
            }
            if !isOne { try tellDeparted(besides: explained, format, context) }
        case .json where isOne:
            for one in explained { context.standardOutput.write(json(one).pretty + "\n") }
        case .json, .jsonl:
            let removed = try isOne ? [] : departed(besides: explained).map { json($0) }
            Table(
                columns: [Table.Column("id")],
                rows: (explained.map { json($0) } + removed).map { Table.Row([], document: $0) }
            ).write(as: format, to: context)
        case .csv, .tsv, .markdown: rows(explained, isOne: isOne).write(as: format, to: context)
        }
    }

    private typealias Explanation = (record: RecordFreshness, reasons: [Reason], aside: [HistoryEntry])

    private func explanation(of record: RecordFreshness) throws -> Explanation {
        let history = try snapshot.history(of: kind, record.id, settingSweepsAside: settingSweepsAside)
        return (
            record, try record.fields.map { try Reason($0, in: record, of: kind, snapshot) },
            history.entries.filter { $0.setAside != nil }
        )
    }

    // MARK: - For people

    private func tell(
        _ record: RecordFreshness, _ reasons: [Reason], _ aside: [HistoryEntry], as format: OutputFormat,
        to context: Context
    ) {
        let own = record.own.agoInWords(on: snapshot.today)
        context.say("\(Safe.oneLine(record.record.title), .strong)   last substantive change or confirmation \(own)")
        if format == .plain { context.say() }
        fields(record, reasons, as: format).write(as: format, to: context)
        if format == .plain { context.say() }
        context.say(StyledText("Set aside: \(aside.isEmpty ? "no commits" : counted(aside.count, "commit"))"))
        list(aside, as: format, to: context)
    }

    private typealias Departed = (id: RecordID, aside: [HistoryEntry])

    /// The records that are not here any more, each with the commits that were set aside in it and in none that is told
    /// of already.
    private func departed(besides explained: [Explanation]) throws -> [Departed] {
        let told = Set(explained.flatMap { $0.aside.map(\.commit) })
        var found: [Departed] = []
        for id in report.departed {
            let entries = try snapshot.history(of: kind, id, settingSweepsAside: settingSweepsAside).entries
            let aside = entries.filter { $0.setAside != nil && !told.contains($0.commit) }
            if !aside.isEmpty { found.append((id, aside)) }
        }
        return found
    }

    private func tellDeparted(
        besides explained: [Explanation], _ format: OutputFormat, _ context: Context
    ) throws {
        var aside: [ObjectID: HistoryEntry] = [:]
        for entry in try departed(besides: explained).flatMap(\.aside) { aside[entry.commit] = entry }
        guard !aside.isEmpty else { return }
        context.say()
        context.say(StyledText("Set aside in \(kind.name) that were removed since: \(counted(aside.count, "commit"))"))
        list(aside.values.sorted { ($0.day, $0.commit) > ($1.day, $1.commit) }, as: format, to: context)
    }

    private func list(_ aside: [HistoryEntry], as format: OutputFormat, to context: Context) {
        if format == .plain, !aside.isEmpty { context.say() }
        var table = Table(columns: [
            Table.Column("date", mayShrink: false), Table.Column("subject"), Table.Column("why"),
        ])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
        for entry in aside { table.add(.day(entry.day), .text("\"\(entry.subject)\""), .text(entry.setAside ?? "")) }
        table.write(as: format, to: context)
    }

    private func fields(_ record: RecordFreshness, _ reasons: [Reason], as format: OutputFormat) -> Table {
        var table = Table(columns: [
            Table.Column("field", mayShrink: false), Table.Column("value"), Table.Column("age", mayShrink: false),
            Table.Column("state", mayShrink: false), Table.Column("said", heading: "Because"),
        ])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
        for reason in reasons {
            let judged = reason.field.freshness
            let value = value(of: reason, record).words
            table.add(
                .text(reason.field.field.name),
                .text(value.count > 40 && format == .table ? value.prefix(39) + "…" : value),
                .text(judged.ageInWords(on: snapshot.today)),
                .text(judged.state == .unlimited ? "" : judged.state.rawValue), .text(reason.words))
        }
        return table
    }

    private func value(of reason: Reason, _ record: RecordFreshness) -> Cell {
        Cell(record.record.content(of: reason.field.field), reason.field.field.shape)
    }

    // MARK: - For programs

    private func rows(_ explained: [Explanation], isOne: Bool) -> Table {
        let names =
            (isOne ? [] : ["id"]) + [
                "field", "value", "age", "date", "limit", "state", "set-on", "set-by", "subject", "commit",
                "confirmed-on", "confirmed-by", "said-by", "confirming-commit",
            ]
        var table = Table(columns: names.map { Table.Column($0) })
        for (record, reasons, _) in explained {
            for reason in reasons {
                table.rows.append(
                    Table.Row((isOne ? [] : [.text(record.id.text)]) + cells(reason, of: record)))
            }
        }
        return table
    }

    private func cells(_ reason: Reason, of record: RecordFreshness) -> [Cell] {
        let judged = reason.field.freshness
        return [
            .text(reason.field.field.name), value(of: reason, record),
            judged.ageCell, .optional(judged.day), .optional(judged.limit),
            .text(judged.state.rawValue), .optional(reason.setting?.day), .optional(reason.setting?.author),
            .optional(reason.setting?.subject), .optional(reason.setting?.commit.description),
            .optional(reason.confirmation?.day), .optional(reason.confirmer?.author),
            .optional(reason.confirmer?.saidBy), .optional(reason.confirmation?.commit.description),
        ]
    }

    private func json(_ explained: Explanation) -> JSONValue {
        let (record, reasons, aside) = explained
        return .object([
            .init("id", .string(record.id.text)),
            .init("age", record.own.ageCell.json),
            .init("date", Cell.optional(record.own.day).json),
            .init("fields", .array(reasons.map(\.json))),
            .init("set-aside", json(aside)),
        ])
    }

    /// A profile that is not here any more has no fields and no age, but otherwise what every other one has.
    private func json(_ departed: Departed) -> JSONValue {
        .object([
            .init("id", .string(departed.id.text)), .init("age", .null), .init("date", .null),
            .init("fields", .array([])), .init("set-aside", json(departed.aside)), .init("removed", .flag(true)),
        ])
    }

    private func json(_ aside: [HistoryEntry]) -> JSONValue {
        .array(
            aside.map {
                .object([
                    .init("commit", .string($0.commit.description)), .init("date", .string($0.day.description)),
                    .init("subject", .string($0.subject)), .init("why", .optional($0.setAside)),
                ])
            })
    }
}

/// Why a field is as old as it is: the commit that set it, and the confirmation that its age counts from instead.
private struct Reason {
    let field: FieldFreshness
    let setting: Saying?
    let confirmation: ConfirmedDay?
    /// Who confirmed it.
    let confirmer: Saying?

    /// What a commit says of itself.
    struct Saying {
        let commit: ObjectID
        let day: Day
        let author: String
        let subject: String
        let saidBy: String?

        /// Nil where the commit is not here.
        init?(_ id: ObjectID, in repository: Repository, _ snapshot: Snapshot) {
            guard let commit = try? repository.commit(id) else { return nil }
            self.commit = id
            day = snapshot.local.day(of: Instant(seconds: commit.seconds))
            author = commit.author.name
            subject = commit.subject
            saidBy = commit.trailers.last { $0.key == Trailer.saidBy }?.value
        }
    }

    init(_ field: FieldFreshness, in record: RecordFreshness, of kind: Kind, _ snapshot: Snapshot) throws {
        let repository = try snapshot.repository(of: kind.home)
        self.field = field
        setting = field.commit.flatMap { Saying($0, in: repository, snapshot) }
        confirmation = record.confirmation(of: field)
        confirmer = confirmation.flatMap { Saying($0.commit, in: repository, snapshot) }
    }

    /// `confirmed 2026-05-04 by Mair Owen (Siân, by phone); set by Tŷ Gwydr, "We are nine now"`.
    var words: String {
        let confirmed = confirmation.map { confirmation in
            "confirmed \(confirmation.day)" + (confirmer.map { " by \($0.author)" } ?? "")
                + (confirmer?.saidBy.map { " (\($0))" } ?? "")
        }
        let set = setting.map { "set by \($0.author)\(field.isBySweep ? " in a sweep" : ""), \"\($0.subject)\"" }
        return [confirmed, set].compactMap(\.self).joined(separator: "; ")
    }

    var json: JSONValue {
        .object([
            .init("field", .string(field.field.name)),
            .init("age", field.freshness.ageCell.json),
            .init("date", Cell.optional(field.freshness.day).json),
            .init("state", .string(field.freshness.state.rawValue)),
            .init("commit", .optional(field.commit?.description)),
            .init("set-on", Cell.optional(setting?.day).json),
            .init("set-by", .optional(setting?.author)),
            .init("by-sweep", .flag(field.isBySweep)),
            .init(
                "confirmed",
                confirmation.map { confirmation in
                    .object([
                        .init("date", .string(confirmation.day.description)),
                        .init("by", .optional(confirmer?.author)), .init("said-by", .optional(confirmer?.saidBy)),
                        .init("commit", .string(confirmation.commit.description)),
                    ])
                } ?? .null),
        ])
    }
}
