import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// Staleness as rows for programs: one a record, one a field, or one a leaf.
struct StaleRows {
    let snapshot: Snapshot
    let report: StaleReport
    let kind: Kind

    func table(ages: Bool, leaves: Bool) -> Table {
        ages ? fields(leaves: leaves) : records()
    }

    private func records() -> Table {
        var table = Table(columns: [
            Table.Column("id", mayShrink: false), Table.Column("age", rightAligned: true), Table.Column("date"),
            Table.Column("state"), Table.Column("set-by"), Table.Column("reasons"),
        ])
        let authors = Authors(snapshot, kind.home)
        for freshness in report.records {
            table.add(
                .text(freshness.id.text), freshness.own.ageCell, .optional(freshness.own.day),
                .text(state(of: freshness)), .optional(freshness.commit.flatMap { authors.name(of: $0) }),
                .list(reasons(freshness)))
        }
        for stored in report.unreadable {
            table.add(
                .text(stored.entry.id.text), .none, .none, "unreadable", .none, .list(stored.errors.map(\.message)))
        }
        return table
    }

    /// What a record is in one word; an excuse comes before staleness, since nobody is warned meanwhile.
    private func state(of freshness: RecordFreshness) -> String {
        guard let excuse = freshness.excuse else { return freshness.state.rawValue }
        return excuse.reason == .away ? "paused" : excuse.reason.rawValue
    }

    private func reasons(_ freshness: RecordFreshness) -> [String] {
        let excuse = freshness.excuse.map { [$0.words] } ?? []
        return excuse
            + (freshness.stale + freshness.unknown).map { field in
                let limit = field.freshness.limit.map { ", limit \($0)" } ?? ""
                return "\(field.field.name): \(field.freshness.ageInDays)\(limit)"
            }
    }

    private func fields(leaves: Bool) -> Table {
        var table = Table(columns: [Table.Column("id", mayShrink: false), Table.Column("field")])
        if leaves { table.columns.append(Table.Column("entry")) }
        table.columns += [
            Table.Column("age", rightAligned: true), Table.Column("date"), Table.Column("commit"),
            Table.Column("limit", rightAligned: true), Table.Column("state"), Table.Column("confirmed"),
        ]
        for freshness in report.records {
            for field in freshness.fields {
                let start: [Cell] = [.text(freshness.id.text), .text(field.field.name)]
                guard leaves, !field.leaves.isEmpty else {
                    table.rows.append(
                        Table.Row(
                            start + (leaves ? [.none] : [])
                                + cells(field.commit, field.freshness, freshness.confirmation(of: field))))
                    continue
                }
                for leaf in field.leaves {
                    let place = [leaf.leaf.entry, leaf.leaf.column].filter { !$0.isEmpty }.joined(separator: ".")
                    let confirmed = freshness.confirmation(of: field, at: leaf.freshness)
                    table.rows.append(Table.Row(start + [.text(place)] + cells(leaf.commit, leaf.freshness, confirmed)))
                }
            }
        }
        return table
    }

    /// The commit is the one that set it; where a confirmation is later, the date is that of the confirmation.
    private func cells(_ commit: ObjectID?, _ freshness: Freshness, _ confirmed: ConfirmedDay?) -> [Cell] {
        [
            freshness.ageCell, .optional(freshness.day), .optional(commit?.description), .optional(freshness.limit),
            .text(freshness.state.rawValue), .optional(confirmed?.day),
        ]
    }
}

/// Who made a commit, each looked up once.
final class Authors {
    private let repository: Repository?
    private var names: [ObjectID: String?] = [:]

    /// - Parameter home: where the commits are.
    init(_ snapshot: Snapshot, _ home: Kind.Home) { repository = try? snapshot.repository(of: home) }

    /// The author's name; nil where the commit is not here.
    func name(of commit: ObjectID) -> String? {
        if let known = names[commit] { return known }
        let found = try? repository?.commit(commit).author.name
        names[commit] = .some(found)
        return found
    }
}
