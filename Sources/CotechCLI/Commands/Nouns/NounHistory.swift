import ArgumentParser
import RecordModel

/// `cotech NOUN history ID`: what was said in a record, when and by whom.
struct NounHistory<Declared: KindDeclaration>: CotechCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "history", abstract: "Tell what changed in a \(Declared.kind.singular), newest first.",
            discussion: """
                Renames and restorations are followed; commits that changed nothing but the writing are left out. One \
                that was removed is found by its id.
                """)
    }

    @Argument(help: "Its id.", completion: .ids(of: Declared.kind.name))
    var id: String?

    @OptionGroup(title: "History") var options: HistoryOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if id == nil, !Declared.kind.isSingle { throw ValidationError("Name the \(Declared.kind.singular).") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let kind = try snapshot.seen(Declared.kind)
        let id = try snapshot.foundInHistory(kind, id ?? "")
        return try HistoryView(snapshot: snapshot, options: options).show(kind, id, as: output.chosen, to: context)
    }
}
