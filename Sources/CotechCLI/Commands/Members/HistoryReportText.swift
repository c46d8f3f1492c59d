import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What an import of a history did, for people and programs.
struct HistoryReportText {
    let report: HistoryReport
    let join: HistoryJoin?
    let errors: [Diagnostic]
    /// The option by which nothing was to be written; nil where it was.
    let rehearsal: String?
    private var isRehearsal: Bool { rehearsal != nil }
    let isNew: Bool

    func write(to context: Context) {
        guard isNew else {
            // How many commits of it were met says nothing: the newest stands for all behind it.
            return context.say("Nothing new: all of it was imported before.")
        }
        context.say(StyledText(summary))
        let listed = sections.filter { !$0.rows.isEmpty }
        for section in listed {
            context.say()
            context.say("\(section.title, .strong)")
            for row in section.rows { context.say(StyledText("  " + row.joined(separator: "   "))) }
        }
        if !errors.isEmpty {
            context.say()
            context.say("\("What check will say", .strong)")
            for error in errors { context.show(error, on: context.standardOutput) }
        }
        if let rehearsal {
            context.note("nothing was written (\(rehearsal))")
        } else {
            context.say(advice: "\nWrong? cotech undo")
        }
    }

    /// What is told even where only warnings are wanted.
    func warnOfLosses(in context: Context) {
        if !report.unread.isEmpty {
            context.warning(
                "\(counted(report.unread.count, "version")) of files could not be read: the records stay as they were before",
                help: "see which: the same with --preview")
        }
        if !errors.isEmpty {
            context.warning("\(counted(errors.count, "error")) came in with it", help: "see them: cotech check")
        }
    }

    private var summary: String {
        let verb = isRehearsal ? "would be replayed" : "replayed"
        var text = "\(counted(report.commits, "commit")) \(verb), \(counted(report.merges, "merge")) among them"
        if report.empty > 0 { text += ", \(report.empty) without a change to a record" }
        if report.known > 0 { text += "; \(report.known) known before" }
        let files = join?.plan.files ?? [:]
        let folders = Dictionary(grouping: files.keys) { $0.split(separator: "/").first.map(String.init) ?? $0 }
        let counts = folders.keys.sorted().map { folder in
            let paths = folders[folder] ?? []
            let removed = paths.count { files[$0].map { $0 == nil } ?? false }
            return "\(paths.count - removed) in \(folder)/" + (removed > 0 ? " and \(removed) removed" : "")
        }
        text += counts.isEmpty ? "." : ". Files that the store gets: \(counts.joined(separator: ", "))."
        if !errors.isEmpty { text += " \(counted(errors.count, "error")) to mend." }
        return text
    }

    private typealias Section = (title: String, rows: [[String]])

    private var sections: [Section] {
        [
            (
                "Kept under another key",
                report.kept.sorted { $0.key < $1.key }.map { use, count in
                    [use.folder, use.key, "→ \(use.fate)", counted(count, "version")]
                }
            ),
            (
                "Left out, as the mapping says",
                report.ignored.sorted { $0.key < $1.key }.map { use, count in
                    [use.folder, use.key, use.fate, counted(count, "version")]
                }
            ),
            (
                "Read although not well formed",
                report.mended.map { [$0.commit.short, "\($0.path):\($0.line)", $0.reason] }
            ),
            (
                "Not readable: the record stays as it was before",
                report.unread.map { version in
                    [
                        version.commit.short, "\(version.path):\(version.line)", version.reason,
                        version.keptUnder.map { "text kept under \($0)" } ?? "text not kept",
                    ]
                }
            ),
            (
                "Names that were no ids",
                report.changedIDs.sorted { $0.key < $1.key }.map { [$0.key, "→ \($0.value)"] }
            ),
            (
                "Elements that were no ids",
                report.elements.sorted { $0.key < $1.key }.map { [$0.key, "→ \($0.value)"] }
            ),
            (
                "Terms made of elements that named none",
                (join?.terms ?? []).map { [$0.path, $0.label] }
            ),
            (
                "Changed on both sides, and left as they are here",
                (join?.conflicts ?? []).map { [$0] }
            ),
            (
                "Files that are no records",
                report.skipped.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
            ),
            (
                "Commits that messages cite and that are not in this history",
                report.unknownCitations.sorted { $0.key < $1.key }.map { [$0.key.short, "in \"\($0.value)\""] }
            ),
        ]
    }

    var json: JSONValue {
        func uses(_ counts: [HistoryReport.KeyUse: Int], _ fate: String) -> JSONValue {
            .array(
                counts.sorted { $0.key < $1.key }.map { use, count in
                    .object([
                        .init("folder", .string(use.folder)), .init("key", .string(use.key)),
                        .init(fate, .string(use.fate)), .init("versions", .integer(count)),
                    ])
                })
        }
        func versions(_ versions: [HistoryReport.Version]) -> JSONValue {
            .array(
                versions.map { version in
                    .object([
                        .init("commit", .string(version.commit.description)), .init("file", .string(version.path)),
                        .init("line", .integer(version.line)), .init("reason", .string(version.reason)),
                        .init("kept-under", .optional(version.keptUnder)),
                    ])
                })
        }
        func pairs(_ pairs: [(String, String)], _ value: String) -> JSONValue {
            .array(
                pairs.sorted { $0 < $1 }.map {
                    .object([.init("from", .string($0.0)), .init(value, .string($0.1))])
                })
        }
        return .object([
            .init("commits", .integer(report.commits)), .init("merges", .integer(report.merges)),
            .init("without-change", .integer(report.empty)), .init("known", .integer(report.known)),
            .init("written", .flag(isNew && !isRehearsal)),
            .init("kept", uses(report.kept, "kept-as")), .init("ignored", uses(report.ignored, "reason")),
            .init("mended", versions(report.mended)), .init("unread", versions(report.unread)),
            .init("ids", pairs(report.changedIDs.map { ($0.key, $0.value) }, "id")),
            .init("elements", pairs(report.elements.map { ($0.key, $0.value) }, "id")),
            .init("terms", pairs((join?.terms ?? []).map { ($0.path, $0.label) }, "label")),
            .init("conflicts", .strings(join?.conflicts ?? [])),
            .init("skipped", pairs(report.skipped.map { ($0.key, $0.value) }, "reason")),
            .init("citations", pairs(report.unknownCitations.map { ($0.key.description, $0.value) }, "cited-by")),
            .init("errors", .array(errors.map { .diagnostic($0) })),
        ])
    }
}
