import ArgumentParser
import RecordModel
import RecordStore

/// `cotech save`: commits what was edited by hand, once it is right.
struct SaveCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "save", abstract: "Commit records that were edited by hand, after checking them.",
        discussion: """
            Nothing is committed while an edit has an error: all errors are shown with the line to put instead. \
            Edits of many co-ops in one commit are a sweep, which makes none of them fresh: say --each or --together.
            """)

    static let endings = Endings.writing.saying(.badData, "an edit has an error")

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
        let isSaved = try saving.save(in: homes, under: paths, of: store)
        // Beside what was saved, it is told where somebody named it.
        if isSaved, paths.isEmpty { return .done }
        let snapshot = try change.snapshot()
        let named = try store.paths(paths, in: snapshot, context)
        let hidden = try homes.compactMap {
            try snapshot.refusalOfHiddenEdit(in: $0, under: named, "it was not saved")
        }
        for edit in hidden { context.note(edit.message, help: edit.help.joined(separator: "\n")) }
        if !isSaved, hidden.isEmpty { context.note("nothing was edited by hand") }
        return .done
    }
}
