import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members suspend ID`: a member's rights rest.
struct MembersSuspend: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "suspend", abstract: "Say that a member is suspended; rejoin ends it.")

    @Argument(help: "Its id.", completion: .ids(of: Members.kind.name))
    var id: String

    @Option(help: ArgumentHelp("Since when, if not today.", valueName: "day"))
    var date: String?

    @Option(help: ArgumentHelp("Why, where that may be said: everybody can read it.", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).write(in: .public) { snapshot in
            try snapshot.planToBring(id, to: .suspended, on: snapshot.day(date), reason: reason, verb: "suspend")
        }
        return .done
    }
}
