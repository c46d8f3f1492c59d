import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN list`: records as rows.
struct NounList<Declared: KindDeclaration>: CotechCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List \(Declared.kind.name).",
            discussion: "A record that cannot be read has its row as well.")
    }

    @OptionGroup var list: ListArguments<Declared>

    func run(in context: Context) throws -> ExitStatus { try list.show(in: context) }
}

/// Which records are listed, and how: shared with the verbs that list those of another noun.
struct ListArguments<Declared: KindDeclaration>: ParsableArguments {
    @Argument(
        help: """
            Only those whose name, id, earlier name or other word for it holds all of these words; accents and case are \
            ignored.
            """)
    var words: [String] = []

    @OptionGroup(title: "Choosing") var selection: SelectionOptions

    @Flag(help: "Show how old each record is as well; in JSON the age of each field, under ages.")
    var ages = false

    @Flag(help: "Show the day of the last commit that changed the page in any way, which says nothing of its age.")
    var changed = false

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func show(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let kind = try snapshot.seen(Declared.kind)
        let history = HistoryColumns(ages: ages, changed: changed)
        let list = try RecordList(snapshot, kind, selection, history, at: moment)
        return try list.write(words, as: output.chosen, to: context)
    }
}
