import ArgumentParser
import Git
import RecordModel
import RecordStore

/// `cotech undo [COMMIT]`: takes back this clone's last change, or the commit named.
struct UndoCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the last change that was made here, or the one named.",
        discussion: """
            The change is reversed by a new commit; what it said before has the age it had. Refused where its fields have been \
            changed since.
            """)

    @Argument(help: "The commit to take back.")
    var commit: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let (home, id) = try target(change.store)
        if !writing.quiet {
            let subject = try change.store.repository(of: home).commit(id).subject
            context.say(StyledText("Taking back \(id.short): \(subject)"))
        }
        try change.write(in: home) { try $0.planToUndo(id, in: home) }
        return .done
    }

    /// The commit that is meant and the repository it is in: the named one, or the later of the two last changes.
    private func target(_ store: Store) throws -> (Kind.Home, ObjectID) {
        if let commit {
            if let id = try? store.repository.resolve(commit) { return (.public, id) }
            if let companion = store.companion, let id = try? companion.resolve(commit) { return (.private, id) }
            return (.public, try store.repository.resolve(commit))
        }
        let mine = try store.lastOperation(in: .public).map { (Kind.Home.public, $0) }
        let hidden =
            store.companion == nil ? nil : try store.lastOperation(in: .private).map { (Kind.Home.private, $0) }
        guard let last = [mine, hidden].compactMap(\.self).max(by: { $0.1.when < $1.1.when }) else {
            throw CommandFailure(
                "nothing was changed here with cotech yet", help: "name a commit: cotech undo COMMIT", status: .usage)
        }
        return (last.0, last.1.commit)
    }
}
