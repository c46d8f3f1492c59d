import ArgumentParser
import Git
import Interchange
import RecordModel
import RecordStore

/// Which part of a record's history is shown.
struct HistoryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only what was said of this field: who set it to what, when.", valueName: "field"))
    var field: String?
}

/// A record's history as sentences for people and rows for programs.
struct HistoryView {
    let snapshot: Snapshot
    let options: HistoryOptions

    func show(_ kind: Kind, _ id: RecordID, as format: OutputFormat, to context: Context) throws -> ExitStatus {
        if let field = options.field, !kind.fields.contains(where: { $0.name == field || $0.path[0] == field }) {
            throw CommandFailure.unknown("field", field, valid: kind.fields.map(\.name))
        }
        let history = try snapshot.history(of: kind, id)
        let entries = history.entries.filter { entry in
            options.field == nil || entry.changes.contains { isAsked($0) }
        }
        if format == .table || format == .plain {
            for entry in entries { tell(entry, context) }
            if entries.isEmpty {
                context.note(history.isTruncated ? "nothing is known of it here" : "nothing was said of it")
            }
        } else {
            rows(entries).write(as: format, to: context)
        }
        if history.isTruncated {
            let repository = try snapshot.repository(of: kind.home)
            context.tellMissingHistory("this is not all that was said", in: repository, kind.home)
        }
        return .done
    }

    private func isAsked(_ change: RecordHistory.Change) -> Bool {
        guard let field = options.field else { return true }
        return change.field == field || change.field.hasPrefix(field + ".")
    }

    private func tell(_ entry: HistoryEntry, _ context: Context) {
        let what = [entry.event, entry.setAside.map { "refreshes nothing, \($0)" }].compactMap(\.self).joined(
            separator: "; ")
        context.say(
            "\(entry.day.description, .strong)  \(Safe.oneLine(entry.author)): \(Safe.oneLine(entry.subject))\(what.isEmpty ? "" : "   (\(Safe.oneLine(what)))")"
        )
        guard entry.event != "created" || options.field != nil else { return }
        for change in entry.changes where isAsked(change) {
            context.say(StyledText("    \(Safe.oneLine(words(change)))"))
        }
    }

    /// `headcount 9 → 12`, `skills.offered + swift`.
    private func words(_ change: RecordHistory.Change) -> String {
        let place = [change.entry, change.column].filter { !$0.isEmpty }.joined(separator: " ")
        let name = place.isEmpty ? change.field : "\(change.field) \(place)"
        func short(_ text: String) -> String { text.count > 60 ? text.prefix(59) + "…" : text }
        /// An element of a list says nothing but itself, as one that is not of its type does too.
        func isBare(_ text: String) -> Bool { text.isEmpty || text == change.entry && change.column.isEmpty }
        switch (change.old, change.new) {
        case (nil, let new?): return isBare(new) ? "\(change.field) + \(place)" : "\(name): \(short(new))"
        case (let old?, nil):
            return isBare(old) ? "\(change.field) - \(place)" : "\(name) cleared, was \(short(old))"
        case (let old?, let new?):
            let parts = HistoryView.fromDifference(old, new)
            return "\(name): \(short(parts.old)) → \(short(parts.new))"
        case (nil, nil): return name
        }
    }

    /// Two long texts from shortly before where they part: cut at their ends alone, they would often look the same.
    private static func fromDifference(_ old: String, _ new: String) -> (old: String, new: String) {
        let common = zip(old, new).prefix { $0 == $1 }.count
        guard common > 40, max(old.count, new.count) > 60 else { return (old, new) }
        return ("…" + old.dropFirst(common - 20), "…" + new.dropFirst(common - 20))
    }

    private func rows(_ entries: [HistoryEntry]) -> Table {
        var table = Table(
            columns: ["date", "commit", "author", "subject", "event", "field", "entry", "old", "new", "set-aside"].map {
                Table.Column($0)
            })
        for entry in entries {
            let start: [Cell] = [
                .day(entry.day), .text(entry.commit.description), .text(entry.author), .text(entry.subject),
                .optional(entry.event),
            ]
            for change in entry.changes where isAsked(change) {
                let place = [change.entry, change.column].filter { !$0.isEmpty }.joined(separator: ".")
                let words: [Cell] = [
                    .text(change.field), .text(place), .optional(change.old), .optional(change.new),
                ]
                table.rows.append(Table.Row(start + words + [.optional(entry.setAside)]))
            }
            // A renaming that changed nothing else is an event all the same.
            if entry.changes.isEmpty {
                table.rows.append(Table.Row(start + [.none, .none, .none, .none, .optional(entry.setAside)]))
            }
        }
        return table
    }
}

extension Snapshot {
    /// The id of a record that is there, or that was before it was removed: its history can be asked for all the same.
    func foundInHistory(_ kind: Kind, _ typed: String) throws -> RecordID {
        do {
            return try found(kind, typed).entry.id
        } catch let failure as CommandFailure {
            guard let id = RecordID(typed), try entry(of: kind, id) == nil, try heir(of: id, kind) == nil,
                try !history(of: kind, id).entries.isEmpty
            else { throw failure }
            return id
        }
    }
}
