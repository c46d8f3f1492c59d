import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members rejoin ID`: a co-op that left, was suspended or is emeritus is a member again.
struct MembersRejoin: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "rejoin", abstract: "Say that a co-op is a member again after leaving or being suspended.",
        discussion: "What is still to come, a leaving or a suspension, is called off.")

    @Argument(help: "Its id.", completion: .ids(of: Members.kind.name))
    var id: String

    @Option(help: ArgumentHelp("Since when, if not today.", valueName: "day"))
    var date: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).write(in: .public) { snapshot in
            try snapshot.planToBring(id, to: .member, on: snapshot.day(date), reason: nil, verb: "rejoin")
        }
        return .done
    }
}
