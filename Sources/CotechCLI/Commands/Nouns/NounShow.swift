import ArgumentParser
import RecordModel

/// `cotech NOUN show ID`: everything about a record.
struct NounShow<Declared: KindDeclaration>: CotechCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show everything about \(Declared.kind.indefinite).")
    }

    @Argument(help: "Its id.", completion: .ids(of: Declared.kind.name))
    var ids: [String]

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let kind = try snapshot.seen(Declared.kind)
        return try RecordView(snapshot: snapshot, format: output.chosen)
            .show(ids.map { try snapshot.found(kind, $0) }, in: context)
    }
}
