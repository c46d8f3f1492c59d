import ArgumentParser
import RecordModel

/// `cotech NOUN list`: records as rows.
struct NounList<Declared: KindDeclaration>: CotechCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List \(Declared.kind.name).",
            discussion: "One that cannot be read is a row that says so, and the command ends with 65.")
    }

    @OptionGroup var list: ListArguments<Declared>

    func run(in context: Context) throws -> ExitStatus { try list.show(in: context) }
}

/// Which records are listed, and how: shared with the verbs that list those of another noun.
struct ListArguments<Declared: KindDeclaration>: ParsableArguments {
    @Argument(help: "Only those whose name, id or earlier name holds all of these words; accents and case are ignored.")
    var words: [String] = []

    @OptionGroup(title: "Choosing") var selection: SelectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func show(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let list = try RecordList(snapshot, snapshot.seen(Declared.kind), selection)
        return try list.write(words, as: output.chosen, to: context)
    }
}
