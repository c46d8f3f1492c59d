import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN history ID`: what was said in a record, when and by whom.
struct NounHistory<Declared: KindDeclaration>: CotechCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "history", abstract: "Tell what changed in \(Declared.kind.indefinite), newest first.",
            discussion: """
                Renames and restorations are followed; commits that changed nothing but the writing are left out. One \
                that was removed is found by its id.
                """)
    }

    @Argument(
        help: ArgumentHelp("Its id.", visibility: Declared.kind.idVisibility), completion: .ids(of: Declared.kind.name))
    var id: String?

    @OptionGroup(title: "History") var options: HistoryOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if id == nil, !Declared.kind.isSingle { throw ValidationError("Name the \(Declared.kind.singular).") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let kind = try snapshot.seen(Declared.kind)
        let id = try snapshot.foundInHistory(kind, id ?? "")
        let status = try HistoryView(snapshot: snapshot, options: options).show(
            kind, id, as: output.chosen, to: context)
        if let entry = try snapshot.entry(of: kind, id) {
            context.tellHandEdits(of: [entry], in: kind.home, snapshot, moment)
        }
        guard output.chosen == .table else { return status }
        for other in snapshot.kinds where other.path.placeholders.map(\.reference) == [kind.name] {
            guard try snapshot.entry(of: other, id) != nil else { continue }
            context.say(
                advice: "Its \(other.singular) has a history of its own: cotech \(other.name) history \(id)")
        }
        return status
    }
}
