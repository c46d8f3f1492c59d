import ArgumentParser
import RecordModel
import RecordStore

/// `cotech save`: commits what was edited by hand, once it is right.
struct SaveCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Commit records that were edited by hand, after checking them.",
        discussion: """
            Nothing is committed while an edit has an error: all errors are shown with the line to put instead. Edits of \
            many co-ops in one commit are a sweep, which makes none of them fresh: say --each or --together.
            """)

    @Argument(help: "Only these files or folders.", completion: .file())
    var paths: [String] = []

    @Flag(help: "Make a commit of each file, so that edits of many co-ops are no sweep.")
    var each = false

    @Flag(help: "Make one commit even of a sweep.")
    var together = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if each, together { throw ValidationError("--each makes many commits, --together one: give one of them") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let homes = [Kind.Home.public, .private].filter { $0 == .public || change.store.companion != nil }
        // Alone, since a file that another command is about to write looks like an edit that takes its change back.
        let isAnySaved = try change.store.alone(in: homes) { try save(homes, change) }
        if !isAnySaved { context.note("nothing was edited by hand") }
        return .done
    }

    private func save(_ homes: [Kind.Home], _ change: RecordChange) throws -> Bool {
        let snapshot = try change.store.snapshot(Moment(now: change.context.now()))
        let named = try store.paths(paths, in: snapshot, change.context)
        let edits = try homes.map { try snapshot.handEdits(in: $0, under: named) }.filter { !$0.isEmpty }
        guard let first = edits.first?.first else { return false }
        try edits.forEach { try refuseSweep($0, snapshot) }
        // All of it is judged before any of it is committed.
        let all = Array(edits.joined())
        _ = try change.store.write(in: first.home, by: writing.hand(change.context, change.store), rehearsal: true) {
            try $0.planToJudge(all)
        }
        for group in each ? all.map({ [$0] }) : edits {
            try change.write(in: group[0].home) { try $0.planToSave(group, areJudged: true) }
        }
        return true
    }

    /// Once it is committed, nothing simple parts a sweep again.
    private func refuseSweep(_ edits: [HandEdit], _ snapshot: Snapshot) throws {
        let owners = each || together ? [] : try snapshot.sweptOwners(by: edits)
        guard !owners.isEmpty else { return }
        throw CommandFailure(
            "this changes the records of \(owners.count) co-ops at once: as a sweep it would make none of them fresh, so nothing was saved",
            help: "to commit each by itself: cotech save --each", "to commit them as a sweep: cotech save --together",
            status: .usage)
    }
}
