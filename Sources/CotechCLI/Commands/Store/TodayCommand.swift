import ArgumentParser
import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech`, or `cotech today`: what needs a person now.
struct TodayCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "today", abstract: "Say what needs a person now, most urgent first.")

    static let endings = Endings.reading.saying(
        .badData, "a record, the settings or .git-blame-ignore-revs cannot be read, so that something may be missing")

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let today = snapshot.today
        let kinds = snapshot.kinds.filter { snapshot.canSee($0) }
        // Everything goes by all of them, and nothing is said of what cannot be had.
        for kind in kinds { _ = try snapshot.all(kind) }
        let reports = try kinds.filter { StoreSettings.hasLimits($0, settings: snapshot.settings) }.map { kind in
            (kind: kind, report: try snapshot.staleness(of: kind, clock: snapshot.clock(moment)))
        }
        var items = Today.items(of: kinds, until: today.advanced(byDays: 6), in: snapshot.context)
        for (kind, report) in reports { items += pages(of: kind, report, today) }
        if [.table, .plain].contains(output.chosen) {
            // No number is better than one without those who cannot be read.
            let isWhole = try kinds.allSatisfy { try snapshot.blockedFolder(of: $0) == nil }
            greet(snapshot, counting: isWhole, context)
            let (now, later) = (items.filter { $0.due.day <= today }, items.filter { $0.due.day > today })
            show(now, under: "Now", today, context)
            // Without an indent only a blank line parts the two.
            if output.plain, !now.isEmpty, !later.isEmpty { context.say() }
            show(later, under: "This week", today, context)
            if items.isEmpty, isWhole, context.gaps.isEmpty { context.say("Nothing is waiting.") }
            if store.isNow {
                do {
                    try tellUnsaved(snapshot, context)
                } catch let failure as StoreError {
                    context.warning(
                        "nobody can tell what is saved: \(failure.message)",
                        help: failure.help.first ?? "see what is wrong: cotech doctor")
                }
                try tellSharing(snapshot, reports.map(\.kind.home), context)
            }
        } else {
            table(items, today, context).write(as: output.chosen, to: context)
        }
        if let hidden = snapshot.hiddenKinds.first {
            do throws(StoreError) { _ = try snapshot.repository(of: hidden.home) } catch {
                context.note(
                    "nothing is known of what is due in the private companion: \(error.message)",
                    help: error.help.first ?? "see what is wrong: cotech doctor")
            }
        }
        // Of each repository it is said once.
        for home in [Kind.Home.public, .private] {
            let here = reports.filter { $0.kind.home == home }
            let telling = here.first(where: \.report.lacksHistory)
            if let telling { try context.tellMissingHistory(of: telling.report, in: snapshot, telling.kind) }
        }
        let areSettingsRight = try context.tellSettings(of: snapshot)
        let told = try tellUnreadable(kinds, reports.flatMap(\.report.unreadExcuses), snapshot, context)
        return areSettingsRight ? told : .badData
    }

    /// What is to be looked at again of a kind as one thing to do this week: what is new since the same day last week is
    /// counted. Those of which nobody can tell are another.
    private func pages(of kind: Kind, _ report: StaleReport, _ today: Day) -> [Today.Item] {
        let parts = report.parted(on: today)
        var sentences: [String] = []
        if parts.isAnyStale {
            let (new, stale) = (parts.new.count, parts.new.count + parts.waiting.count)
            let since = new == 0 ? "" : ", \(new) new since last \(today.weekday.name)"
            let what = kind.isSingle ? "The \(kind.singular)" : counted(stale, kind.page, plural: kind.pages)
            sentences.append("\(what) to check\(since)")
        }
        sentences += parts.unknowns.map { "\(counted($0.count, kind.page, plural: kind.pages)) \($0.words)" }
        return sentences.map { sentence in
            let due = Due(on: today.advanced(byDays: 6), sentence, command: "cotech \(kind.name) stale")
            return Today.Item(due: due, kind: kind.name, id: .only, isUndated: true)
        }
    }

    private func greet(_ snapshot: Snapshot, counting: Bool, _ context: Context) {
        let day = "\(snapshot.today.weekday.name) \(snapshot.today.spoken)."
        guard counting else {
            context.say(StyledText(day))
            return context.say()
        }
        let count = Census.count(in: snapshot.context)
        var line = "\(day) \(counted(count.coops, "co-op")), \(counted(count.people, "person", plural: "people"))"
        if !count.withoutHeadcount.isEmpty {
            line +=
                " (without \(counted(count.withoutHeadcount.count, "co-op")) that \(count.withoutHeadcount.count == 1 ? "says" : "say") no headcount)"
        }
        context.say(StyledText(line + "."))
        context.say()
    }

    /// Says what git has under way, which stops every write, and what stands in the working files only, which nothing
    /// above has read.
    private func tellUnsaved(_ snapshot: Snapshot, _ context: Context) throws {
        var edits: [HandEdit] = []
        for home in [Kind.Home.public, .private] where home == .public || snapshot.companion != nil {
            let repository = try snapshot.repository(of: home)
            let place = FilePlace.typed(repository.place, from: context.currentDirectory)
            let git = place.map { "git -C \($0.shellWord)" } ?? "git"
            let work: UnfinishedWork?
            do throws(StoreError) { work = try repository.unfinishedWork } catch { throw error.calling(git) }
            if let work {
                // The files that differ are its own.
                let there = home == .public ? "" : " in the private companion"
                context.say(
                    StyledText("Nothing else can be written\(there), since \(work.sentence): \(work.ways(git))"))
            } else {
                edits += try snapshot.handEdits(in: home)
            }
        }
        guard let first = edits.first else { return }
        let what =
            edits.count == 1 ? "An edit by hand of \(first.path) is" : "Edits by hand of \(edits.count) files are"
        context.say(StyledText("\(what) not saved yet: \(try snapshot.wayToSave(edits))"))
    }

    /// Says what only this clone has, and whether it has not heard from the others for days.
    ///
    /// - Parameter judged: the homes in which something was looked at for its age.
    private func tellSharing(_ snapshot: Snapshot, _ judged: [Kind.Home], _ context: Context) throws {
        let count = [Kind.Home.public, .private].compactMap { snapshot.store.unsharedCount(in: $0) }.reduce(0, +)
        if count > 0 {
            context.say(
                StyledText(
                    "\(counted(count, "change")) made here \(count == 1 ? "is" : "are") not shared yet: cotech sync"))
        }
        for home in [Kind.Home.public, .private] where home == .public || judged.contains(home) {
            try context.tellOldData(of: snapshot, in: home)
        }
    }

    private func show(_ items: [Today.Item], under heading: String, _ today: Day, _ context: Context) {
        guard !items.isEmpty else { return }
        context.say("\(heading, .strong)")
        var table = table(items, today, context)
        table.columns.removeLast(table.columns.count - 3)
        table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
        table.write(as: output.chosen, to: context)
    }

    private func table(_ items: [Today.Item], _ today: Day, _ context: Context) -> Table {
        var table = Table(columns: [
            Table.Column("when", mayShrink: false), Table.Column("what"), Table.Column("command", mayShrink: false),
            Table.Column("day"), Table.Column("for"), Table.Column("kind"), Table.Column("id"),
        ])
        for item in items {
            table.add(
                .text(item.isUndated ? "" : Today.words(for: item.due.day, on: today)), .text(item.due.sentence),
                .text(context.placed(item.due.command)),
                .day(item.due.day), .optional(item.due.person), .text(item.kind.rawValue), .text(item.id.text))
        }
        return table
    }

    /// What cannot be read makes nothing due, so it must be said.
    private func tellUnreadable(
        _ kinds: [Kind], _ gaps: [String], _ snapshot: Snapshot, _ context: Context
    ) throws -> ExitStatus {
        // Of the settings more is said.
        let broken = try kinds.filter { $0.name != StoreSettings.kindName }.flatMap { kind in
            try snapshot.all(kind).filter { !$0.isReadable }
        }
        // A whole file that cannot be read is told of below, with all others.
        let others = gaps.filter { gap in !broken.contains { gap.hasPrefix("\($0.entry.path) ") } }
        context.tellUnreadExcuses(others)
        guard !broken.isEmpty else { return others.isEmpty ? .done : .badData }
        context.warning(
            "without \(broken.map(\.entry.path).joined(separator: ", ")), which cannot be read",
            help: "see what is wrong: cotech check")
        return .badData
    }
}
