import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members leave ID`: a co-op leaves; its record stays, for the leavers' page and for history.
struct MembersLeave: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "leave", abstract: "Say that a co-op has left: its record stays.",
        discussion: """
            What still points at it is listed, each with the command that answers it. A leaving that is still to come \
            moves to another --date, and 'rejoin' calls it off.
            """)

    @Argument(help: "Its id.", completion: .ids(of: Members.kind.name))
    var id: String

    @Option(help: ArgumentHelp("The day it leaves, if not today.", valueName: "day"))
    var date: String?

    @Option(help: ArgumentHelp("Why, where that may be said: everybody can read it.", valueName: "text"))
    var reason: String?

    @Flag(help: "It stays connected as emeritus.")
    var emeritus = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        var traces: [Departures.Trace] = []
        try change.write(in: .public, details: { change.context.tell(traces, pointingAt: "it") }) { snapshot in
            let day = try snapshot.day(date)
            traces = emeritus ? [] : try snapshot.traces(of: id, on: day)
            return try snapshot.planToBring(
                id, to: emeritus ? .emeritus : .left, on: day, reason: reason, verb: "leave")
        }
        if !emeritus, !change.store.canSeePrivate {
            context.note("the private companion is not here, so people and enquiries that name it are not listed")
        }
        return .done
    }
}

extension Snapshot {
    /// What still points at a co-op that has left.
    fileprivate func traces(of typed: String, on day: Day) throws -> [Departures.Trace] {
        let kind = try seen(Members.kind)
        // What stands in the place of a folder hides what points at it.
        try requireFolders(of: kinds)
        let target = try found(kind, typed).entry.id
        var traces = try Departures.traces(
            keptUnder: target, records(about: kind, target).map(\.record), in: context)
        for reference in try references(to: Members.kind.name, target) {
            let trace = Departures.trace(
                of: target, in: reference.stored.record, reference.field, reference.leaf, on: day, context)
            if let trace, !traces.contains(trace) { traces.append(trace) }
        }
        return traces
    }
}

extension Store {
    /// Whether the private companion is here.
    var canSeePrivate: Bool { companion != nil }
}
