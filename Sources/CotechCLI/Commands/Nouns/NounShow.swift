import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN show ID`: everything about a record.
struct NounShow<Declared: KindDeclaration>: CotechCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "Show everything about \(Declared.kind.indefinite).",
            discussion: "What cannot be read is shown as it stands, with what is wrong.",
            // Of a single record there is nothing to list but itself.
            aliases: Declared.kind.isSingle ? ["list"] : [])
    }

    @Argument(
        help: ArgumentHelp(
            "Its id; several are shown one after the other.", visibility: Declared.kind.idVisibility),
        completion: .ids(of: Declared.kind.name))
    var ids: [String] = []

    @OptionGroup(title: "Choosing") var options: ShowOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if ids.isEmpty, !Declared.kind.isSingle { throw ValidationError("Name the \(Declared.kind.singular) to show.") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let kind = try snapshot.seen(Declared.kind)
        if let word = context.wordInsteadOfVerb { throw WordFinder.noVerb(word, of: kind.name) }
        let found = try (ids.isEmpty ? [""] : ids).map { try snapshot.found(kind, $0) }
        return try RecordView(found, of: kind, in: snapshot, output, options, moment).show(found, in: context)
    }
}
