import ArgumentParser
import RecordModel
import RecordStore

/// `cotech NOUN set ID FIELD=VALUE ...`: changes fields of a record.
struct NounSet<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: "Change fields of \(Declared.kind.indefinite).",
            discussion: howToSay)
    }

    static var howToSay: String {
        let map = Declared.kind.fields.first { if case .map = $0.shape { true } else { false } }
        let entries = map.map {
            " Of \($0.name), which has entries, '\($0.name)=KEY: VALUE' sets that one and leaves the others."
        }
        return """
            FIELD=VALUE sets a field and FIELD= clears it; FIELD+=A,B adds to a list and FIELD-=A takes from it, where \
            '\\,' is a comma of an element itself.\
            \(entries ?? "")\(days)\(people)
            """
    }

    private static var days: String {
        holds(ScalarType<Day>.day.form.name, ScalarType.expiry.form.name)
            ? " A day may be typed as 2026-11-27, today, friday or +2w." : ""
    }

    private static var people: String {
        holds(ScalarType.person.form.name) ? " Where a person is asked for, 'me' is you." : ""
    }

    /// Whether a field, or a part of one, is of one of some types.
    private static func holds(_ types: String...) -> Bool {
        Declared.kind.fields.flatMap(\.shape.forms).contains { types.contains($0.name) }
    }

    @Argument(help: "Its id.", completion: .ids(of: Declared.kind.name))
    var id: String

    @Argument(help: "What to change, as FIELD=VALUE.", completion: .fields(of: Declared.kind.name))
    var assignments: [String] = []

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if assignments.isEmpty { throw ValidationError("Say what to change, as FIELD=VALUE.") }
    }

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).set(assignments, of: Declared.kind, id)
        return .done
    }
}
