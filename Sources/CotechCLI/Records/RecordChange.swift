import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// Makes changes to records as commits, and says what happened, whether it is shared yet, and how to undo it.
struct RecordChange {
    let store: Store
    let options: WriteOptions
    let context: Context
    /// Whether only its commit's id names a change to `undo`: it takes something back, or is not the last of a command.
    var isUndoneByName = false

    init(_ storeOptions: StoreOptions, _ options: WriteOptions, _ context: Context) throws {
        try storeOptions.refusePast()
        self.init(try storeOptions.open(context), options, context)
    }

    /// Changes to a store that is open.
    init(_ store: Store, _ options: WriteOptions, _ context: Context) {
        self.store = store
        self.options = options
        var context = context
        context.isQuiet = options.quiet
        self.context = context
    }

    /// The store as it is now.
    func snapshot() throws -> Snapshot { try snapshot(at: Moment(now: context.now())) }

    /// The store as of a moment, for a command that only reads where it does not write.
    func snapshot(at moment: Moment) throws -> Snapshot {
        let snapshot = try store.snapshot(moment)
        try snapshot.requireStore()
        return snapshot
    }

    /// Writes a plan to a repository, and says what came of it.
    ///
    /// - Parameters:
    ///   - heading: what is said before what happened, or would; nothing where the change is refused.
    ///   - idle: what is said where nothing has to change.
    ///   - details: says more, between what happened and how to take it back; only where something did.
    @discardableResult
    func write(
        in home: Kind.Home, heading: StyledText? = nil,
        idle: StyledText = "Nothing to change: it says so already.",
        details: () throws -> Void = {}, plan: (Snapshot) throws -> Plan
    ) throws -> Written {
        let written = try store.write(in: home, by: options.hand(context, store), rehearsal: options.dryRun) {
            snapshot in
            try snapshot.requireStore()
            return options.titled(try plan(snapshot))
        }
        if let heading, !context.isQuiet { context.say(heading) }
        try report(written, home, idle, details)
        return written
    }

    /// The same for a text that a person wrote, who is told what may not be meant in it.
    func writeText(in home: Kind.Home, plan: (Snapshot) throws -> Plan) throws {
        for warning in try write(in: home, plan: plan).warnings { context.show(warning, on: context.standardError) }
    }

    /// Sets fields of a record by its id as it was typed.
    func set(_ assignments: [String], of declared: Kind, _ typed: String) throws {
        let me = try? author(in: declared.home)
        try write(in: declared.home) { snapshot in
            try snapshot.planToSet(assignments, of: snapshot.readable(snapshot.seen(declared), typed), me: me)
        }
    }

    /// The name of whoever writes.
    func author(in home: Kind.Home) throws -> String {
        let hand = try options.hand(context, now: context.now(), offset: 0)
        if let author = hand.author { return author.name }
        return try store.repository(of: home).configuredIdentity(seconds: Int64(hand.now.seconds)).name
    }

    private func report(
        _ written: Written, _ home: Kind.Home, _ idle: StyledText, _ details: () throws -> Void
    ) throws {
        for remark in written.remarks { context.note(remark.text, help: remark.help) }
        if options.dryRun {
            for change in written.changes { context.showPatch(of: change.path, from: change.before, to: change.after) }
            return context.noteRehearsal(ofNothing: written.changes.isEmpty)
        }
        guard written.commit != nil else {
            if !context.isQuiet { context.say(idle) }
            return
        }
        for path in written.leftAlone {
            context.warning("\(path) holds an edit by hand and was left as it is", help: "cotech save commits it")
        }
        guard !context.isQuiet else { return }
        let sentence = written.sentence
        context.say(StyledText(sentence.hasSuffix(".") || sentence.hasSuffix("?") ? sentence : sentence + "."))
        try details()
        let name = isUndoneByName ? written.commit.map { " \($0.short)" } : nil
        tellWhatNext(in: home, undo: "cotech undo\(name ?? "")")
    }

    /// Says whether what was written is shared yet, and how to take it back.
    func tellWhatNext(in home: Kind.Home, undo: String) {
        guard !context.isQuiet else { return }
        let isShared = (try? store.repository(of: home))?.hasRemote == true
        context.say(advice: isShared ? "Not shared yet: cotech sync.   Wrong? \(undo)" : "Wrong? \(undo)")
    }
}

extension Context {
    /// Shows what would become of a file, as git does; nil is a file that is not there.
    func showPatch(of path: String, from before: [UInt8]?, to after: [UInt8]?) {
        // A text that is no record, such as one that undo takes back, can be of any size.
        let size = max(before?.count ?? 0, after?.count ?? 0)
        guard size <= 4 * Document.maximumSize else { return say("\(path): \(size) bytes, not shown") }
        let patch = (try? TextPatch.between(before, after, path: path)) ?? ""
        standardOutput.write(Safe.workflowLog(patch))
    }

    /// Says that what was shown was not done.
    func noteRehearsal(ofNothing isIdle: Bool = false) {
        note(isIdle ? "nothing would change" : "nothing was written (--dry-run)")
    }
}
