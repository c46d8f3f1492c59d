import ArgumentParser
import RecordModel

/// `cotech NOUN show ID`: everything about a record.
struct NounShow<Declared: KindDeclaration>: CotechCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show everything about \(Declared.kind.indefinite).")
    }

    @Argument(help: "Its id; several are shown one after the other.", completion: .ids(of: Declared.kind.name))
    var ids: [String] = []

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if ids.isEmpty, !Declared.kind.isSingle { throw ValidationError("Name the \(Declared.kind.singular) to show.") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let kind = try snapshot.seen(Declared.kind)
        return try RecordView(snapshot: snapshot, format: output.chosen)
            .show((Declared.kind.isSingle ? [""] : ids).map { try snapshot.found(kind, $0) }, in: context)
    }
}
