import ArgumentParser
import Git
import RecordModel
import RecordStore

/// `cotech NOUN confirm ID [FIELD ...]`: somebody read it, and it is still right.
struct NounConfirm<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "confirm",
            abstract: "Say that \(what), or some of its fields, is still right.",
            discussion: """
                Without a field \(Declared.kind.whole) is confirmed. Nothing else in it changes. Several \
                \(Declared.kind.pages) make a commit each: many confirmed at once would confirm nothing. A \
                confirmation that counts for nothing, as it came with a sweep or its day is still to come, is \
                replaced; one of the same day can be replaced from the next day on.
                """)
    }

    private static var what: String {
        let kind = Declared.kind
        return kind.page == kind.singular ? "what is said of \(kind.indefinite)" : "a \(kind.page)"
    }

    @Argument(help: "Its id; more ids may follow.", completion: .ids(of: Declared.kind.name))
    var id: String

    @Argument(
        help: "The fields that were read; \(Declared.kind.whole) if none.",
        completion: .fieldNames(of: Declared.kind.name))
    var words: [String] = []

    @Option(help: ArgumentHelp("Who said so, where it was somebody else: 'Mair, by phone'.", valueName: "text"))
    var saidBy: String?

    @Option(help: ArgumentHelp("The day it was read, if not today.", valueName: "day"))
    var date: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if saidBy?.allSatisfy(\.isWhitespace) == true {
            throw ValidationError("--said-by names nobody: write who said so, such as 'Mair, by phone'")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        var change = try RecordChange(store, writing, context)
        let snapshot = try change.snapshot()
        let kind = try snapshot.seen(Declared.kind)
        let fields = words.filter { Confirmation.isField($0, of: kind) }
        let others = words.filter { !fields.contains($0) }
        if let unknown = try others.first(where: { try !snapshot.has(kind, $0) }) {
            let names = kind.fields.filter(\.isSubstantive).map(\.name)
            let ids = try snapshot.entries(of: kind).map(\.id.text)
            // More ids may follow as well.
            if Suggestion.nearest(to: unknown, among: names) == nil, Suggestion.nearest(to: unknown, among: ids) != nil
            {
                _ = try snapshot.found(kind, unknown)
            }
            throw CommandFailure.unknown("field", unknown, valid: names)
        }
        // Everything is judged before the first of several commits is made.
        for id in [id] + others { _ = try plan(for: id, fields, in: snapshot) }
        change.isUndoneByName = !others.isEmpty
        for id in [id] + others {
            try change.write(in: kind.home) { try plan(for: id, fields, in: $0) }
        }
        return .done
    }

    private func plan(for id: String, _ fields: [String], in snapshot: Snapshot) throws -> Plan {
        let kind = try snapshot.seen(Declared.kind)
        let stored = try snapshot.readable(kind, id)
        let day = try snapshot.day(date)
        let confirmed = try Confirmation.edits(
            of: stored.record, fields, on: day, today: snapshot.today,
            idle: snapshot.idleConfirmations(of: stored.record, since: day)
        ).orThrow()
        var plan = try snapshot.planToEdit(stored, confirmed.edits, trailer: .command("confirm", kind, stored.entry.id))
        let what = confirmed.fields.isEmpty ? kind.whole : confirmed.fields.joined(separator: ", ")
        plan.subject = "\(stored.record.title): \(what) confirmed"
        let behalf = saidBy.map { " on its behalf (\($0))" } ?? ""
        let rest = confirmed.fields.isEmpty ? "" : ". Other fields unchanged"
        plan.said = "\(plan.subject) \(day.said(on: snapshot.today))\(behalf)\(rest)"
        if let saidBy { plan.trailers.append(Trailer(key: Trailer.saidBy, value: saidBy)) }
        return plan
    }
}
