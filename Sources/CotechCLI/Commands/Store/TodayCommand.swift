import ArgumentParser
import CoopNetwork
import Interchange
import RecordModel
import RecordStore

/// `cotech`, or `cotech today`: what needs a person now.
struct TodayCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "Say what needs a person now, most urgent first.")

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.open(context).snapshot(moment)
        let today = snapshot.today
        let kinds = snapshot.kinds.filter { snapshot.canSee($0) }
        var items = Today.items(of: kinds, until: today.advanced(byDays: 6), in: snapshot.context)
        items += try staleProfiles(snapshot, moment)
        guard output.chosen == .table else {
            table(items, today).write(as: output.chosen, to: context)
            return .done
        }
        try greet(snapshot, context)
        show(items.filter { $0.due.day <= today }, under: "Now", today, context)
        show(items.filter { $0.due.day > today }, under: "This week", today, context)
        if items.isEmpty { context.say("Nothing is waiting.") }
        return try tellUnreadable(kinds, snapshot, context)
    }

    /// Stale profiles as one thing to do this week: what is new since the same day last week is counted.
    private func staleProfiles(_ snapshot: Snapshot, _ moment: Moment) throws -> [Today.Item] {
        let report = try snapshot.staleness(of: snapshot.seen(Members.kind), clock: snapshot.clock(moment))
        let stale = report.records.filter { $0.excuse == nil && $0.state == .stale }
        guard !stale.isEmpty else { return [] }
        let new = stale.count { $0.isNewlyStale(on: snapshot.today) }
        let since = new == 0 ? "" : ", \(new) new since last \(snapshot.today.weekday.name)"
        let due = Due(
            on: snapshot.today.advanced(byDays: 6), "\(counted(stale.count, "profile")) to check\(since)",
            command: "cotech members stale")
        return [Today.Item(due: due, kind: Members.kind.name, id: .only, isUndated: true)]
    }

    private func greet(_ snapshot: Snapshot, _ context: Context) throws {
        let count = Census.count(in: snapshot.context)
        var line = "\(snapshot.today.weekday.name) \(snapshot.today.spoken). "
        line += "\(counted(count.coops, "co-op")), \(counted(count.people, "person", plural: "people"))"
        if !count.withoutHeadcount.isEmpty {
            line += " (without \(counted(count.withoutHeadcount.count, "co-op")) that say no headcount)"
        }
        context.say(StyledText(line + "."))
        context.say()
    }

    private func show(_ items: [Today.Item], under heading: String, _ today: Day, _ context: Context) {
        guard !items.isEmpty else { return }
        context.say("\(heading, .strong)")
        var table = table(items, today)
        table.columns.removeLast(table.columns.count - 3)
        table.layout.hasHeadings = false
        table.layout.indent = 2
        table.write(as: .table, to: context)
    }

    private func table(_ items: [Today.Item], _ today: Day) -> Table {
        var table = Table(columns: [
            Table.Column("when", mayShrink: false), Table.Column("what"), Table.Column("command", mayShrink: false),
            Table.Column("day"), Table.Column("for"), Table.Column("kind"), Table.Column("id"),
        ])
        for item in items {
            table.add(
                .text(item.isUndated ? "" : Today.words(for: item.due.day, on: today)), .text(item.due.sentence),
                .text(item.due.command),
                .day(item.due.day), .optional(item.due.person), .text(item.kind.rawValue), .text(item.id.text))
        }
        return table
    }

    /// What cannot be read makes nothing due, so it must be said.
    private func tellUnreadable(_ kinds: [Kind], _ snapshot: Snapshot, _ context: Context) throws -> ExitStatus {
        let broken = try kinds.flatMap { kind in try snapshot.all(kind).filter { !$0.isReadable } }
        guard !broken.isEmpty else { return .done }
        context.warning(
            "without \(broken.map(\.entry.path).joined(separator: ", ")), which cannot be read",
            help: "see what is wrong: cotech check")
        return .badData
    }
}
