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
        let snapshot = try store.snapshot(context)
        let today = snapshot.today
        let kinds = snapshot.kinds.filter { snapshot.canSee($0) }
        let items = Today.items(of: kinds, until: today.advanced(byDays: 6), in: snapshot.context)
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

    private func greet(_ snapshot: Snapshot, _ context: Context) throws {
        let count = Census.count(in: snapshot.context)
        var line = "\(snapshot.today.weekday.name) \(snapshot.today.spoken). "
        line += "\(counted(count.coops, "co-op")), \(counted(count.people, "person", plural: "people"))"
        if !count.withoutHeadcount.isEmpty { line += " (without \(counted(count.withoutHeadcount.count, "co-op")) that say no headcount)" }
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
                .text(Today.words(for: item.due.day, on: today)), .text(item.due.sentence), .text(item.due.command),
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
