import ArgumentParser
import RecordModel
import RecordStore

/// `cotech settings set FIELD=VALUE ...`: changes fields of the one record that there is of a kind.
struct SingleSet<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: "Change fields of \(Declared.kind.indefinite).",
            discussion: NounSet<Declared>.howToSay)
    }

    @Argument(help: "What to change, as FIELD=VALUE.", completion: .fields(of: Declared.kind.name))
    var assignments: [String]

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).set(assignments, of: Declared.kind, "")
        return .done
    }
}
