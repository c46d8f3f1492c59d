import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN set ID FIELD=VALUE ...`: changes fields of a record.
struct NounSet<Declared: KindDeclaration>: CotechCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: "Change fields of \(Declared.kind.indefinite).",
            discussion: """
                FIELD=VALUE sets a field and FIELD= clears it; FIELD+=A,B adds to a list and FIELD-=A takes from it. \
                A day may be typed as 2026-11-27, today, friday or +2w.
                """)
    }

    @Argument(help: "Its id.", completion: .ids(of: Declared.kind.name))
    var id: String

    @Argument(help: "What to change, as FIELD=VALUE.", completion: .fields(of: Declared.kind.name))
    var assignments: [String]

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).write(in: Declared.kind.home) { snapshot in
            let kind = try snapshot.seen(Declared.kind)
            return try snapshot.planToSet(assignments, of: snapshot.readable(kind, id))
        }
        return .done
    }
}
