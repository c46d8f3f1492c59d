import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech people leave ID COOP`: a person no longer works in a co-op.
struct PeopleLeave: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "leave", abstract: "Say that a person has left a co-op.",
        discussion: "What still points at them is listed, each with the command that answers it.")

    @Argument(help: "The person's id.", completion: .ids(of: People.kind.name))
    var id: String

    @Argument(help: "The co-op's id.", completion: .ids(of: Members.kind.name))
    var coop: String

    @Option(help: ArgumentHelp("The last day, if not today.", valueName: "day"))
    var date: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        var traces: [Departures.Trace] = []
        try change.write(in: .private, details: { change.context.tell(traces, pointingAt: "them") }) { snapshot in
            let kind = try snapshot.seen(People.kind)
            let stored = try snapshot.readable(kind, id)
            let day = try snapshot.day(date)
            let edits = try Departures.edits(of: stored.record, leaving: coop, on: day, today: snapshot.today).orThrow()
            traces = Departures.traces(of: stored.record, at: coop, in: snapshot.context)
            var plan = try snapshot.planToEdit(stored, edits, trailer: .command("leave", kind, stored.entry.id))
            let name = RecordID(coop).flatMap { snapshot.record(Members.kind.name, $0)?.title } ?? coop
            plan.subject = "\(stored.record.title) leaves \(name)"
            plan.said = "\(plan.subject) \(day.said(on: snapshot.today))"
            return plan
        }
        return .done
    }
}
