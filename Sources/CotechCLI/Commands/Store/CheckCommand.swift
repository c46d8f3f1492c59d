import ArgumentParser
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech check`: everything that is wrong in the store, at once.
struct CheckCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look at every record, and list everything that is wrong with it.",
        discussion: """
            Ends with 1 where something must be mended, with 0 where all is well or only untidy. A file that was edited \
            and not saved is looked at as it stands.
            """)

    @Argument(help: "Only what is wrong in these files or folders.", completion: .file())
    var paths: [String] = []

    @Option(help: "How to write it: text or json.")
    var format: Format = .text

    @Flag(help: "Leave out warnings.")
    var errorsOnly = false

    @OptionGroup(title: "Store") var store: StoreOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.open(context).snapshot(moment)
        let named = try store.paths(paths, in: snapshot, context)
        let edits =
            store.isNow ? try [Kind.Home.public, .private].flatMap { try snapshot.handEdits(in: $0) } : []
        let report = try snapshot.check(clock: snapshot.clock(moment), with: edits, under: named)
        let shown = report.diagnostics.filter { !errorsOnly || $0.severity == .error }
        let unsaved = edits.map(\.path).filter { named.cover($0) }
        tellUnsaved(unsaved, context)
        switch format {
        case .json: context.standardOutput.write(json(report, shown, unsaved).pretty + "\n")
        case .text: write(report, shown, snapshot, context)
        }
        return shown.contains { $0.severity == .error } ? .findings : .done
    }

    private func write(_ report: CheckReport, _ shown: [Diagnostic], _ snapshot: Snapshot, _ context: Context) {
        for diagnostic in shown {
            context.show(diagnostic, on: context.standardOutput)
            context.say()
        }
        for decision in report.openDecisions {
            context.say("open decision: \(decision.path): \(decision.field) is \(Safe.oneLine(decision.text))")
        }
        let errors = shown.count { $0.severity == .error }
        let warnings = shown.count - errors
        var words = "\(counted(report.recordCount, "record")) looked at: "
        words +=
            errors == 0 && warnings == 0
            ? "all is well" : "\(counted(errors, "error")), \(counted(warnings, "warning"))"
        if !report.openDecisions.isEmpty { words += ", \(counted(report.openDecisions.count, "open decision"))" }
        let hidden = snapshot.kinds.filter { !snapshot.canSee($0) }
        if !hidden.isEmpty { words += ". Not here to be seen: \(hidden.map(\.name.rawValue).joined(separator: ", "))" }
        context.say(StyledText(words + "."))
    }

    private func tellUnsaved(_ paths: [String], _ context: Context) {
        guard let first = paths.first else { return }
        let (what, verb) =
            paths.count == 1
            ? (first, "is not saved: it was") : (counted(paths.count, "file"), "are not saved: they were")
        context.note("\(what) \(verb) looked at with the edits by hand", help: "cotech save commits them")
    }

    private func json(_ report: CheckReport, _ shown: [Diagnostic], _ unsaved: [String]) -> JSONValue {
        .object([
            .init("records", .integer(report.recordCount)),
            .init("diagnostics", .array(shown.map { .diagnostic($0) })),
            .init(
                "open-decisions",
                .array(
                    report.openDecisions.map {
                        .object([
                            .init("file", .string($0.path)), .init("field", .string($0.field)),
                            .init("text", .string($0.text)),
                        ])
                    })), .init("unsaved", .strings(unsaved)),
        ])
    }
}
