import CoopNetwork
import Git
import RecordModel
import RecordStore

/// Makes a history again without somebody: says first what that would touch, asks, and shows the proof.
struct ForgettingRun {
    private let change: RecordChange
    private let forgetting: Forgetting
    private let isConfirmed: Bool
    private var context: Context { change.context }

    init(_ change: RecordChange, _ forgetting: Forgetting, isConfirmed: Bool) {
        self.change = change
        self.forgetting = forgetting
        self.isConfirmed = isConfirmed
    }

    func run(_ snapshot: Snapshot) throws -> ExitStatus {
        let survey = try forgetting.survey(in: change.store, snapshot)
        tell(survey)
        if change.options.dryRun {
            context.note("nothing was rewritten (--dry-run)")
            return .done
        }
        try confirm()
        let hand = try change.options.hand(context, change.store)
        // What another writer has stored and not named yet would be dropped with what nothing reaches any more.
        let proof = try change.store.alone(in: [forgetting.kind.home]) {
            try forgetting.carryOut(in: change.store, snapshot, by: hand)
        }
        tell(proof)
        try tellOutOfReach()
        return proof.isComplete ? .done : .findings
    }

    // MARK: - Before

    private func tell(_ survey: Forgetting.Survey) {
        let what =
            switch forgetting.fate {
            case .removed(nil): "is to be removed"
            case .removed(let neutral?): "is to become \(neutral), without anything but that"
            case .renamed(let id): "is to have been \(id) from the beginning"
            }
        context.say(
            StyledText("\(forgetting.kind.name)/\(forgetting.id) \(what), in \(counted(survey.commitCount, "commit")):")
        )
        var rows = [("versions of the record", "\(survey.versionCount)")]
        if survey.ids.count > 1 { rows.append(("its ids over time", survey.ids.joined(separator: ", "))) }
        for secret in forgetting.secrets where secret.form != .name { rows.append((secret.form.rawValue, secret.text)) }
        if survey.authoredCount > 0 {
            rows.append(
                (
                    "commits by the person",
                    "\(survey.authoredCount), from now on by \(Forgetting.nobody.name) <\(Forgetting.nobody.email)>"
                ))
        }
        for path in survey.mentions { rows.append(("refers to the person", path)) }
        rows += lines(survey.places.filter { $0.secret.form != .name }).map { ("replaced", $0) }
        show(rows)
        let replaced = forgetting.secrets.filter { $0.form != .name }.map { $0.text.lowercased() }
        let named = survey.places.filter { place in
            place.secret.form == .name && !replaced.contains { place.secret.text.lowercased().contains($0) }
        }
        guard !named.isEmpty else { return }
        context.say("Other texts that hold the name stay as they are, unless --also gives it:")
        for line in lines(named) { context.say(StyledText("  \(line)")) }
    }

    /// Each place once, though a line may hold several of the things looked for.
    private func lines(_ places: [Forgetting.Survey.Place]) -> [String] {
        places.map(describe).reduce(into: []) { lines, line in if lines.last != line { lines.append(line) } }
    }

    private func describe(_ place: Forgetting.Survey.Place) -> String {
        let versions =
            place.isCurrent
            ? (place.count > 1 ? ", and \(place.count - 1) older" : "") : " (\(counted(place.count, "older version")))"
        return "\(place.path)\(versions): \(place.line)"
    }

    private func confirm() throws {
        guard !isConfirmed else { return }
        let question = "This cannot be undone. Type \(forgetting.id) to go on:"
        guard !change.options.noInput, let answer = context.ask(question) else {
            throw CommandFailure(
                "this rewrites history and nobody can be asked", help: "look at it with --dry-run, then say --yes",
                status: .usage)
        }
        guard answer.split(separator: " ").joined() == forgetting.id.text else {
            throw CommandFailure("that was not \(forgetting.id), so nothing was done", status: .usage)
        }
    }

    // MARK: - After

    private func tell(_ proof: Forgetting.Proof) {
        context.say(
            StyledText(
                "Done: \(counted(proof.rewrittenCount, "commit")) made again. Read afterwards: every one of \(counted(proof.objectCount, "object")), reachable or not."
            ))
        var rows = [
            (
                forgetting.isRemoval ? "the record" : "the old id",
                proof.commitsWithRecord == 0 ? "in no commit" : "STILL in \(counted(proof.commitsWithRecord, "commit"))"
            )
        ]
        for remnant in proof.remains {
            let label = "\(remnant.secret.form.rawValue) \(remnant.secret.text)"
            let count = counted(remnant.count, "object")
            switch (remnant.count, remnant.secret.form) {
            case (0, _): if remnant.isGone { rows.append((label, "in no object")) }
            case (_, .name): rows.append((label, "in \(count): others may share it; --also replaces it"))
            default: rows.append((label, "STILL in \(count)"))
            }
            rows += remnant.doubtful.map { (label, "PERHAPS in: \($0)") }
        }
        show(rows)
        for path in proof.filesWithName {
            context.warning("\(path) holds the name and is not in the history", help: "look at it")
        }
        for path in proof.otherFiles {
            context.error(
                "\(path) holds some of it and is not in the history",
                help: "look at it, remove it yourself, and run the same command again")
        }
        if !proof.idTraces.isEmpty {
            for trace in proof.idTraces { context.say(StyledText("  the id still stands in \(trace)")) }
            context.error(
                "the id still stands in \(counted(proof.idTraces.count, "place")) where nothing was replaced",
                help: "branches and tags: give them another name, and run the same command again",
                "texts and messages: run the same command again with --also and the words that hold it",
                "names of files stay in history; git filter-repo --path-rename OLD:NEW changes them")
        }
        if proof.remains.contains(where: { !$0.doubtful.isEmpty }) {
            context.error(
                "something looks like what had to go, or like a part of something else, so it was left",
                help: "look at it; where it is meant, run the same command again with --also and the whole of it",
                "where all of it is something else, remove in the private companion what is kept to go on with: \(Forgetting.noteFile)"
            )
        }
        if proof.isLeft {
            context.error(
                "not everything is gone",
                help:
                    "a kept pack (objects/pack/*.keep) or borrowed objects (objects/info/alternates) may hold it: remove those, and run the same command again"
            )
        }
    }

    /// What no command here can change.
    private func tellOutOfReach() throws {
        context.say("Out of reach from here:")
        let repository = try change.store.repository(of: forgetting.kind.home)
        if let remote = repository.config("remote.origin.url") {
            context.say(
                StyledText(
                    "  \(remote)   \(repository.gitCommand(for: forgetting.kind.home)) push --force --all, then --force --tags; ask the host to drop what is left over"
                )
            )
        }
        context.say("  other clones: each must be cloned again, or it brings the old history back")
        context.say("  backups, exported files, mails and lists that were made from it")
        guard forgetting.kind.home == .private else { return }
        let traces = try forgetting.traces(in: change.store.repository)
        if traces.commits > 0 {
            context.say(StyledText("  the public store: \(counted(traces.commits, "commit")) by or about the person"))
        }
        for line in lines(traces.places) { context.say(StyledText("  the public store: \(line)")) }
    }

    private func show(_ rows: [(String, String)]) {
        var table = Table(columns: [Table.Column("what", mayShrink: false), Table.Column("value")])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, gap: 3, isWhole: true)
        for (what, value) in rows { table.add(.text(what), .text(value)) }
        table.write(as: .table, to: context)
    }
}
