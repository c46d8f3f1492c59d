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
        let (home, id, second) = try whole(target(change.store), change.store)
        if !writing.quiet {
            let subject = try change.store.repository(of: home).commit(id).subject
            context.say(StyledText("Taking back \(id.short): \(subject)"))
        }
        try change.write(in: home) { try $0.planToUndo(id, in: home, with: second) }
        return .done
    }

    /// A change that concerned both repositories is taken back in both: the first half, and its second.
    private func whole(
        _ target: (home: Kind.Home, id: ObjectID), _ store: Store
    ) throws -> (Kind.Home, ObjectID, second: ObjectID?) {
        func first(of id: ObjectID, in home: Kind.Home) throws -> ObjectID? {
            let trailer = try store.repository(of: home).commit(id).trailers.first { $0.key == Trailer.follows }
            guard let first = trailer.flatMap({ ObjectID($0.value) }) else { return nil }
            return try store.repository(of: home.other).contains(first) ? first : nil
        }
        if let first = try first(of: target.id, in: target.home) { return (target.home.other, first, target.id) }
        let other = target.home.other
        if other == .public || store.companion != nil, let last = try store.lastOperation(in: other)?.commit,
            try first(of: last, in: other) == target.id
        {
            return (target.home, target.id, last)
        }
        return (target.home, target.id, nil)
    }

    /// The commit that is meant and the repository it is in: the named one, or the later of the two last changes.
    private func target(_ store: Store) throws -> (Kind.Home, ObjectID) {
        if let commit {
            if let id = try? store.repository.resolve(commit) { return (.public, id) }
            if let companion = store.companion, let id = try? companion.resolve(commit) { return (.private, id) }
            return (.public, try store.repository.resolve(commit))
        }
        let mine = try store.lastOperation(in: .public).map { (Kind.Home.public, $0) }
        let hidden = store.companion == nil ? nil : try store.lastOperation(in: .private).map { (Kind.Home.private, $0) }
        guard let last = [mine, hidden].compactMap(\.self).max(by: { $0.1.when < $1.1.when }) else {
            throw CommandFailure(
                "nothing was changed here with cotech yet", help: "name a commit: cotech undo COMMIT", status: .usage)
        }
        return (last.0, last.1.commit)
    }
}
