import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN add NAME [FIELD=VALUE ...]`: begins a record.
struct NounAdd<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Add \(Declared.kind.indefinite).",
            discussion: others.isEmpty
                ? "The id is made from the name (O'Hara's Orchard becomes oharas-orchard) unless --id gives another."
                : "The id is made of those of records that are there: of \(others.joined(separator: " and of ")).")
    }

    /// The kinds whose ids an id of this one is made of.
    private static var others: [String] { Declared.kind.path.placeholders.compactMap(\.reference?.rawValue) }

    @Argument(
        help: ArgumentHelp(stringLiteral: others.isEmpty ? "Its name, or its id." : "Its id."),
        completion: others.isEmpty ? nil : .newIDs(of: Declared.kind.name))
    var name: String

    @Argument(help: "What it says, as FIELD=VALUE.", completion: .fields(of: Declared.kind.name))
    var assignments: [String] = []

    @Option(help: "Its id, where the name suggests the wrong one.")
    var id: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let me = try? change.author(in: Declared.kind.home)
        var added: RecordID?
        func tellSequel() {
            if let sequel = added.flatMap({ Declared.sequel(toAdding: $0) }) { change.context.say(advice: sequel) }
        }
        try change.write(in: Declared.kind.home, details: tellSequel) { snapshot in
            let kind = try snapshot.seen(Declared.kind)
            let plan = try snapshot.planToAdd(kind, named: name, id: id, assignments, me: me)
            added = plan.files.keys.first.flatMap { kind.path.id(at: $0) }
            return plan
        }
        return .done
    }
}
