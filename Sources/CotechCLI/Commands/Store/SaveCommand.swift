import ArgumentParser
import RecordModel
import RecordStore

/// `cotech save`: commits what was edited by hand, once it is right.
struct SaveCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Commit records that were edited by hand, after checking them.",
        discussion:
            "Nothing is committed while an edit has an error: all errors are shown with the line to put instead.")

    @Argument(help: "Only these files or folders.", completion: .file())
    var paths: [String] = []

    @Flag(help: "Make a commit of each file, so that edits of many co-ops are no sweep.")
    var each = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        var saved = 0
        for home in [Kind.Home.public, .private] where home == .public || change.store.companion != nil {
            // Alone, since a file that another command is about to write looks like an edit that takes its change back.
            saved += try change.store.alone(in: [home]) { try save(home, change, context) }
        }
        if saved == 0 { context.note("nothing was edited by hand") }
        return .done
    }

    private func save(_ home: Kind.Home, _ change: RecordChange, _ context: Context) throws -> Int {
        let snapshot = try change.store.snapshot(Moment(now: context.now()))
        let edits = try snapshot.handEdits(in: home, under: paths)
        if edits.isEmpty { return 0 }
        warnOfSweep(edits, snapshot, context)
        for group in each ? edits.map({ [$0] }) : [edits] {
            try change.write(in: home) { try $0.planToSave(group) }
        }
        return edits.count
    }

    private func warnOfSweep(_ edits: [HandEdit], _ snapshot: Snapshot, _ context: Context) {
        let owners = each ? [] : snapshot.sweptOwners(by: edits)
        guard !owners.isEmpty else { return }
        context.warning(
            "this changes the records of \(owners.count) co-ops at once: as a sweep it makes none of them fresh",
            help: "to commit each by itself: cotech undo, then cotech save --each")
    }
}
