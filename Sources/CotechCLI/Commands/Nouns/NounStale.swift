import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN stale`: what is due for another look, and why.
///
/// Every kind has it, since settings may put a limit on any field; help tells of it where the declaration does.
struct NounStale<Declared: KindDeclaration>: CotechCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "stale", abstract: "Say which \(Declared.kind.pages) should be looked at again, and why.",
            discussion: """
                For cron: prints nothing when nothing is stale, unless the data were fetched more than three days ago.

                \(answering)
                """,
            shouldDisplay: Declared.kind.declaresLimits)
    }

    static var endings: Endings {
        let what = "\(Declared.kind.isSingle ? "" : "a \(Declared.kind.page), ")the settings or .git-blame-ignore-revs"
        return Endings.reading.saying(.findings, "with --exit-code, something is stale")
            .saying(.badData, "\(what) cannot be read, so that the answer is not whole")
            .saying(.unavailable, "the repository cannot be used, or with --exit-code, something is unknown")
    }

    /// By which commands somebody answers.
    private static var answering: String {
        let noun = "cotech \(Declared.kind.name)"
        let target = Declared.kind.isSingle ? "" : " ID"
        guard Declared.kind.canBeConfirmed else {
            return
                "\(Declared.kind.indefinite.withCapital) cannot be confirmed: what is stale is answered by a change, \(noun) edit\(target) or \(noun) set\(target) FIELD=VALUE."
        }
        return "What is still right is answered by \(noun) confirm\(target), and what is not by \(noun) edit\(target)."
    }

    @Argument(
        help: ArgumentHelp("Only this \(Declared.kind.singular).", visibility: Declared.kind.idVisibility),
        completion: .ids(of: Declared.kind.name))
    var id: String?

    @Flag(help: "Say which commit set each field, and which commits were set aside and why.")
    var explain = false

    @Flag(help: "One row a field instead of one a \(Declared.kind.page).")
    var ages = false

    @Flag(help: "With --ages: one row an entry of each list as well.")
    var leaves = false

    @Flag(help: "Count sweeps like any other commit.")
    var noSweep = false

    @Flag(help: "Print one line even when nothing is stale.")
    var heartbeat = false

    @Flag(help: "End with 1 when something is stale, with 69 when something is unknown.")
    var exitCode = false

    @Option(
        help: ArgumentHelp(
            "For cron: send the answer, and what is warned of with it, to this address by sendmail -t, with the count of what is new in its subject; nothing where there is nothing to say.",
            valueName: "address"))
    var mail: String?

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if explain, heartbeat { throw ValidationError("--heartbeat is for cron, --explain for people: give one") }
        if explain, ages { throw ValidationError("--explain says of each field what --ages does, and why: give one") }
        if mail != nil, explain || ages || output.format != .table {
            throw ValidationError("--mail sends what people read: leave out --explain, --ages and --format")
        }
        if leaves, !ages { throw ValidationError("--leaves goes with --ages") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let letter = try mail.map { try StaleMail(to: $0, in: context) }
        let context = letter?.context ?? context
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let kind = try snapshot.seen(Declared.kind)
        let only = try id.map { try snapshot.found(kind, $0).entry.id }
        let report = try snapshot.staleness(
            of: kind, only: only.map { [$0] }, settingSweepsAside: !noSweep, withLeaves: leaves,
            clock: snapshot.clock(moment))
        context.keep(report)
        let isForPeople = [.table, .plain].contains(output.chosen)
        let text =
            explain || ages || !isForPeople
            ? nil
            : StaleText(
                snapshot: snapshot, report: report, kind: kind, isOne: only != nil, heartbeat: heartbeat,
                isPlain: output.plain)
        // For people that is a line of the text itself.
        if text == nil { try context.tellOldData(of: snapshot, in: kind.home) }
        if explain {
            let explanation = StaleExplanation(
                snapshot: snapshot, kind: kind, report: report, settingSweepsAside: !noSweep)
            func explain(_ context: Context) throws {
                try explanation.write(isOne: only != nil, as: output.chosen, to: context)
            }
            if isForPeople { try Pager.together(in: context, explain) } else { try explain(context) }
        } else if let text {
            text.write(to: context)
        } else {
            StaleRows(snapshot: snapshot, report: report, kind: kind).table(ages: ages, leaves: leaves)
                .write(as: output.chosen, to: context)
        }
        let named = try report.records.filter { only != nil || $0.state == .stale }.compactMap {
            (record) throws in try snapshot.entry(of: kind, record.id)
        }
        context.tellHandEdits(of: named, in: kind.home, snapshot, moment)
        if !StoreSettings.hasLimits(kind, settings: snapshot.settings) { tellNoLimit(of: kind, in: context) }
        let told = try context.tellLimits(of: report, in: snapshot, kind)
        if let text { try letter?.send(under: text.subject) }
        return told == .done ? status(report.parted(on: snapshot.today)) : told
    }

    /// Silence would be taken for "all is fresh".
    private func tellNoLimit(of kind: Kind, in context: Context) {
        let sentence = "no field of \(kind.indefinite) has an age limit, so nothing is ever stale"
        // What cannot be confirmed would be stale for as long as it is right.
        guard kind.canBeConfirmed, let field = kind.fields.first(where: \.isSubstantive) else {
            return context.note(sentence)
        }
        let limit = "\(StoreSettings.limits.name)=\(kind.name).\(field.name): 365"
        context.note(sentence, help: "give one a limit of a year: cotech settings set \(limit.shellWord)")
    }

    private func status(_ parts: StaleParts) -> ExitStatus {
        guard exitCode else { return .done }
        if parts.isAnyStale { return .findings }
        // Of excuses that cannot be read more is told, and that ends with 65.
        return parts.unknown.contains { $0.excuse == nil } ? .unavailable : .done
    }
}
