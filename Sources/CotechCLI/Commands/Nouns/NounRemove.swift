import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN remove ID`: takes a record away; its history stays.
struct NounRemove<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove", abstract: "Remove \(Declared.kind.indefinite).",
            discussion: whatHappens)
    }

    private static var whatHappens: String {
        if case .refused(let reason, let instead) = Declared.kind.removal {
            return "Always refused. \(reason) Instead: \(instead)"
        }
        return
            "Refused while something refers to it. Its history stays in the repository, and its id is not used again."
    }

    @Argument(help: "Its id.", completion: .ids(of: Declared.kind.name))
    var id: String

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).write(in: Declared.kind.home) { snapshot in
            try snapshot.planToRemove(snapshot.found(snapshot.seen(Declared.kind), id))
        }
        return .done
    }
}
