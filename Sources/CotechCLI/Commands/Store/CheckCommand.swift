import ArgumentParser
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech check`: everything that is wrong in the store, or that a branch would bring into it, at once.
struct CheckCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "check", abstract: "Look at every record, and list everything that is wrong with it.",
        discussion: """
            With --base, look at what the branch would bring into that one when its host merged it: only that fails the \
            check. With --actor as well, say whether they may change it (docs/ownership.md). A file that was edited and \
            not saved is looked at as it stands, unless a branch is asked about.
            """)

    static let endings = Endings.writing.saying(.done, "all is well, or only untidy")
        .saying(.findings, "something must be mended, or needs somebody's yes").saying(.refused)

    @Argument(help: "Only what is wrong in these files or folders.", completion: .file())
    var paths: [String] = []

    @Option(help: ArgumentHelp("Judge what merging HEAD into this revision would bring.", valueName: "ref"))
    var base: String?

    @Option(
        help: ArgumentHelp(
            "Whose change it is, as the host vouches for them: gitlab:mair. E-mail addresses permit nothing.",
            valueName: "host:login"))
    var actor: Identity?

    @Option(
        help: ArgumentHelp(
            "Who has said yes to it, as the host vouches for them. May be repeated.", valueName: "host:login"))
    var approvedBy: [Identity] = []

    @Flag(help: "List notes as well, which are only worth knowing; with --base also what is wrong besides.")
    var all = false

    @Flag(help: "Mend what can be mended in one way only, as a commit.")
    var fix = false

    @Flag(help: "Judge a push: a pre-receive hook's lines are read from standard input.")
    var hook = false

    @Option(
        help: """
            How to write it: text; json; github, whose runner marks lines by it; gitlab, a code quality report; or \
            sarif. Whatever is written for programs, people are told on standard error.
            """)
    var format: FindingFormat = .text

    @Flag(help: "Leave out warnings and notes.")
    var errorsOnly = false

    @OptionGroup(title: "Writing, with --fix") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if hook, let word = paths.first {
            throw ValidationError(
                "--hook takes no \"\(word)\": it is for git's pre-receive hook alone, and judges what git tells that hook on standard input"
            )
        }
        if hook, base != nil || fix || all || store.at != nil || store.asOf != nil {
            throw ValidationError(
                "--hook judges what is pushed, and takes no --base, --fix, --all, --at or --as-of")
        }
        if hook, format != .text { throw ValidationError("--hook writes text, for whoever pushes") }
        if base == nil, !hook, actor != nil || !approvedBy.isEmpty {
            throw ValidationError("--actor and --approved-by go with --base: they are about a change")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        var context = context
        context.isQuiet = writing.quiet
        if hook { return try judgePush(context) }
        if fix { try mend(context) }
        return base == nil ? try checkStore(context) : try judgeBranch(context)
    }

    private func checkStore(_ context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        // Of all that is in the way it tells in its own words.
        snapshot.noteGap = nil
        let named = try store.paths(paths, in: snapshot, context)
        let edits =
            store.isNow ? try [Kind.Home.public, .private].flatMap { try snapshot.handEdits(in: $0) } : []
        var report = try snapshot.check(clock: snapshot.clock(moment), with: edits, under: named)
        let kept = try GeneratedFile.kept(in: snapshot).filter { named.cover($0.path, in: $0.home) }
        report = report.adding(try snapshot.outdated(among: kept))
        let shown = report.diagnostics.filter(isMeant)
        let unsaved = edits.filter { named.cover($0.path, in: $0.home) }
        try tellUnsaved(unsaved, in: snapshot, context)
        if store.isNow {
            for home in [Kind.Home.public, .private] { try tellLeftBehind(in: home, under: named, snapshot, context) }
        }
        let told = FindingOutput(
            format: format, findings: shown,
            document: json(report, shown) + [.init("unsaved", .strings(unsaved.map(\.path)))])
        try told.write(to: context) { sink in
            for diagnostic in shown {
                context.show(diagnostic, on: sink)
                sink.write("\n")
            }
            guard !context.isQuiet else { return }
            tellDecisions(report, on: sink)
            let looked = counted(report.recordCount, "record")
            sink.write(summary(looked, report, shown, hidden: snapshot.hiddenKinds) + ".\n")
            tellNotes(report, on: sink)
        }
        return ExitStatus(of: shown)
    }

    private func tellUnsaved(_ edits: [HandEdit], in snapshot: Snapshot, _ context: Context) throws {
        guard let first = edits.first else { return }
        let (what, verb) =
            edits.count == 1
            ? (first.path, "is not saved: it was") : (counted(edits.count, "file"), "are not saved: they were")
        let save = "\(edits.count == 1 ? "it" : "them"): \(try snapshot.wayToSave(edits))"
        context.note(
            "\(what) \(verb) looked at with the edits by hand" + (fix ? ", which --fix leaves as they are" : ""),
            help: fix ? "write what stands under \"instead\", and then commit \(save)" : "to commit \(save)")
    }

    /// Says which files are not up to date, although nobody edited them.
    private func tellLeftBehind(
        in home: Kind.Home, under named: NamedPaths, _ snapshot: Snapshot, _ context: Context
    ) throws {
        let left = try snapshot.filesLeftBehind(in: home).filter { named.cover($0, in: home) }
        guard let first = left.first, let work = try snapshot.repository(of: home).refusalOfUnfinished else { return }
        let what = left.count == 1 ? "\(first) was" : "\(first) and \(counted(left.count - 1, "other file")) were"
        context.note(
            "\(what) left behind, not edited, and looked at as committed: \(work.message)",
            help: work.help.joined(separator: "\n"))
    }

    // MARK: - Words

    /// Whether a finding is as bad as those asked for.
    func isMeant(_ diagnostic: Diagnostic) -> Bool {
        switch diagnostic.severity {
        case .error: true
        case .warning: !errorsOnly
        case .note: all && !errorsOnly
        }
    }

    /// Notes would drown what has to be mended, so that they are counted, unless they are asked for.
    private func tellNotes(_ report: CheckReport, on sink: any TextSink) {
        let count = report.notes.count
        guard count > 0, !all, !errorsOnly else { return }
        let command = (["cotech check --all"] + paths.map(\.shellWord)).joined(separator: " ")
        sink.write(Safe.workflowLog("\(counted(count, "note")), left out here: \(command)") + "\n")
    }

    func tellDecisions(_ report: CheckReport, on sink: any TextSink) {
        for decision in report.openDecisions {
            let text = "open decision: \(decision.path): \(decision.field) is \(Safe.oneLine(decision.text))"
            sink.write(Safe.workflowLog(text) + "\n")
        }
    }

    /// `150 records looked at: all is well`.
    func summary(_ what: String, _ report: CheckReport, _ shown: [Diagnostic], hidden: [Kind] = []) -> String {
        let errors = shown.count { $0.severity == .error }
        let notes = shown.count { $0.severity == .note }
        let warnings = shown.count - errors - notes
        var words = "\(what) looked at: "
        words +=
            shown.isEmpty
            ? "all is well" : "\(counted(errors, "error")), \(counted(warnings, "warning"))"
        if notes > 0 { words += ", \(counted(notes, "note"))" }
        if !report.openDecisions.isEmpty { words += ", \(counted(report.openDecisions.count, "open decision"))" }
        if !hidden.isEmpty { words += ". Not here to be seen: \(hidden.map(\.name.rawValue).joined(separator: ", "))" }
        return words
    }

    /// - Parameter standing: what is wrong besides; nil where nobody asked.
    func json(
        _ report: CheckReport, _ shown: [Diagnostic], standing: [Diagnostic]? = nil
    ) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("records", .integer(report.recordCount)), .init("diagnostics", .array(shown.map { .diagnostic($0) })),
        ]
        if let standing { members.append(.init("standing", .array(standing.map { .diagnostic($0) }))) }
        let decisions = report.openDecisions.map { decision -> JSONValue in
            ["file": .string(decision.path), "field": .string(decision.field), "text": .string(decision.text)]
        }
        return members + [.init("open-decisions", .array(decisions))]
    }
}

/// `HOST:LOGIN`, as it is typed.
struct Identity: ExpressibleByArgument {
    let value: HostIdentity

    init?(argument: String) {
        guard let value = HostIdentity(argument) else { return nil }
        self.value = value
    }
}
