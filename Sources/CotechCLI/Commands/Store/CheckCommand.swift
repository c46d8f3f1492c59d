import ArgumentParser
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech check`: everything that is wrong in the store, at once.
struct CheckCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look at every record, and list everything that is wrong with it.",
        discussion: "Ends with 1 where something must be mended, with 0 where all is well or only untidy.")

    @Argument(help: "Only what is wrong in these files or folders.")
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
        let report = try snapshot.check(clock: snapshot.clock(moment))
        let shown = report.diagnostics.filter { diagnostic in
            (!errorsOnly || diagnostic.severity == .error)
                && (paths.isEmpty
                    || paths.contains {
                        diagnostic.file == $0 || diagnostic.file.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/")
                    })
        }
        switch format {
        case .json: context.standardOutput.write(json(report, shown).pretty + "\n")
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

    private func json(_ report: CheckReport, _ shown: [Diagnostic]) -> JSONValue {
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
                    })),
        ])
    }
}
