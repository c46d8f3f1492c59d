import ArgumentParser
import Git
import RecordModel
import RecordStore

/// `cotech undo [COMMIT]`: takes back this clone's last change, or the commit named.
struct UndoCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the last change that was made here, or the one named.",
        discussion: """
            The change is reversed by a new commit; what it said before has the age it had. Said again, it goes one \
            change further back; what was taken back comes again by naming the commit that did so. What was changed \
            beside it since stays, also where the record was renamed; refused where what it said has been changed since.
            """)

    static let endings = Endings.writing.saying(
        .tryAgain, "what it said has been changed since, or somebody else was writing")

    @Argument(help: "The commit to take back.", completion: .recentCommits)
    var commit: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        var change = try RecordChange(store, writing, context)
        // Without a commit, undo would take back the change before this one.
        change.isUndoneByName = true
        guard let target = try commit.map({ try change.store.change(named: $0) }) ?? change.store.lastChange() else {
            if let refusal = try change.store.repository(of: .public).refusalOfUnfinished { throw refusal }
            throw CommandFailure(
                "nothing on this branch is left to take back: it has no change that was made here with cotech and is not taken back already",
                help: "name a commit, an undo too: cotech undo COMMIT", status: .usage)
        }
        let subject = try change.store.repository(of: target.home).commit(target.commit).subject
        try change.write(in: target.home, heading: StyledText("Taking back \(target.commit.short): \(subject)")) {
            try $0.planToUndo(target)
        }
        return .done
    }
}
