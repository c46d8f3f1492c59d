import Git
import Interchange
import RecordModel
import RecordStore

/// Makes changes to records as commits, and says what happened, whether it is shared yet, and how to undo it.
struct RecordChange {
    let store: Store
    let options: WriteOptions
    let context: Context

    init(_ storeOptions: StoreOptions, _ options: WriteOptions, _ context: Context) throws {
        try storeOptions.refusePast()
        store = try storeOptions.open(context)
        self.options = options
        var context = context
        context.isQuiet = options.quiet
        self.context = context
    }

    /// Writes a plan to a repository, and says what came of it.
    @discardableResult
    func write(
        in home: Kind.Home, said sentence: String? = nil, plan: (Snapshot) throws -> Plan
    ) throws -> Written {
        let written = try store.write(in: home, by: options.hand(context, store), rehearsal: options.dryRun) {
            options.titled(try plan($0))
        }
        report(written, sentence, home)
        return written
    }

    private func report(_ written: Written, _ sentence: String?, _ home: Kind.Home) {
        if options.dryRun {
            for change in written.changes {
                let patch = (try? TextPatch.between(change.before, change.after, path: change.path)) ?? ""
                context.standardOutput.write(Safe.terminal(patch, keepingLines: true))
            }
            context.note(written.changes.isEmpty ? "nothing would change" : "nothing was written (--dry-run)")
            return
        }
        guard written.commit != nil else {
            if !context.isQuiet { context.say("Nothing to change: it says so already.") }
            return
        }
        for path in written.leftAlone {
            context.warning("\(path) holds an edit by hand and was left as it is", help: "cotech save commits it")
        }
        if let obstacle = written.unfinished {
            context.warning(
                "the change is committed, but the working tree does not show it yet: \(obstacle.message)",
                help: obstacle.help.first ?? "try again")
        }
        guard !context.isQuiet else { return }
        context.say(StyledText((sentence ?? written.subject) + "."))
        let isShared = (try? store.repository(of: home))?.config("remote.origin.url") != nil
        context.say(isShared ? "Not shared yet: git push.   Wrong? cotech undo" : "Wrong? cotech undo")
    }
}
