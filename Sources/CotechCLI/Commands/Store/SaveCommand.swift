import ArgumentParser
import RecordModel
import RecordStore

/// `cotech save`: commits what was edited by hand, once it is right.
struct SaveCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Commit records that were edited by hand, after checking them.",
        discussion: """
            Nothing is committed while an edit has an error: all errors are shown with the line to put instead, and it ends \
            with 65. Edits of many co-ops in one commit are a sweep, which makes none of them fresh: say --each or --together.
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
        let saving = HandEditSaving(change: change, each: each, together: together)
        if try !saving.save(in: homes, under: paths, of: store) { context.note("nothing was edited by hand") }
        return .done
    }
}
