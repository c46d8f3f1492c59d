import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// A spreadsheet's rows: each respondent's word a commit of its own, or all of them one.
extension MembersImport {
    func importRows(
        _ mapping: ImportMapping, _ rows: ImportMapping.Rows, _ change: RecordChange
    ) throws -> ExitStatus {
        let context = change.context
        let table = CSVTable(try bytes(of: source, context))
        if let problem = table.headingProblem { throw unreadable(problem) }
        let now = context.now()
        let snapshot = try change.snapshot()
        let writer = RowsWriter(
            rows: try RowsImport(
                table, mapping: mapping, rows: rows, in: snapshot, now: now, replacesNewer: replaceNewer),
            change: change,
            name: source.split(separator: "/").last.map(String.init) ?? source, isRehearsal: isRehearsal)
        if together, writer.isByRespondent {
            throw CommandFailure(
                "the mapping says whose word each row is, so each is a commit of its own", help: "leave out --together",
                status: .usage)
        }
        let isEach = each || writer.isByRespondent
        if !isRehearsal, let exposed = writer.keptColumns.first(where: { writer.holdsAddresses($0.column) }) {
            throw CommandFailure(
                "the column \"\(exposed.column)\" holds e-mail addresses, and would be kept as \(exposed.key), where everybody can read them; nothing was imported",
                helpLines: [Self.waysForAddresses, "to keep it all the same, map it to \(exposed.key)"],
                status: .badData)
        }
        let outcomes = try isEach ? writer.writeEach() : writer.writeTogether { try judgeSweep($0, in: $1, context) }
        let broken = table.problems.filter(\.losesARow)
        show(outcomes, table, context)
        if table.isEncodingGuessed {
            context.warning(
                "\(source) is not UTF-8, so it was read as Windows-1252",
                help: "look at its accents, and where they are wrong save it as \"CSV UTF-8\" and import it again")
        }
        for problem in table.problems where !problem.losesARow {
            context.warning(
                "\(source):\(problem.line): \(problem.message) [\(problem.code)]", help: problem.help)
        }
        for column in writer.missingColumns {
            context.warning("the mapping names a column \"\(column)\" that \(source) has not")
        }
        for spelt in writer.spellings {
            context.note("the column \"\(spelt.heading)\" is read as \(spelt.column)")
        }
        let place =
            self.mapping == nil ? "so in the file's first line" : "alike in the file's first line and in the mapping"
        for kept in writer.keptColumns {
            let what = "the column \"\(kept.column)\" is in no field: kept as \(kept.key)"
            // What is written has none: they were refused above.
            if isRehearsal, writer.holdsAddresses(kept.column) {
                context.warning(
                    "\(what), where everybody can read the e-mail addresses in it", help: Self.waysForAddresses)
            } else if let meant = writer.meant(by: kept.column) {
                context.warning(what, help: "did you mean \"\(meant)\"? Then write it \(place)")
            } else {
                context.note(what)
            }
        }
        if self.mapping != nil {
            if outcomes.contains(where: { $0.state == .problem && $0.problems.contains(where: \.isMissingTerm) }) {
                context.note(
                    "terms that are missing are made where the mapping names their field under terms: cotech help mapping"
                )
            }
            if !writer.keptColumns.isEmpty {
                context.note("a column that nobody needs can be left out: name it under ignore in the mapping")
            }
        }
        if !replaceNewer, outcomes.contains(where: { !$0.newer.isEmpty }) {
            context.note("to let the spreadsheet's word take a newer one's place: --replace-newer")
        }
        tellUnsaid(outcomes, context)
        if outcomes.contains(where: \.saysMore) {
            context.note(
                "rows that were imported before are not read again, though some say something that the store has not",
                help: "as where a column is mapped only now; to read them again: --replace-newer")
        }
        if output.chosen == .table { summarise(outcomes, broken.count, context) }
        if let rehearsal {
            context.note("nothing was written (\(rehearsal))")
        } else if output.chosen == .table {
            let written = outcomes.count { $0.state == .new || $0.state == .changes }
            if written > 0 {
                change.tellWhatNext(
                    in: .public, undo: "cotech undo" + (isEach && written > 1 ? ", once a row, the last one first" : "")
                )
            }
        }
        return broken.isEmpty && !outcomes.contains { $0.state == .problem } ? .done : .badData
    }

    /// Nothing can be read of a file whose headings cannot.
    private func unreadable(_ problem: CSVProblem) -> CommandFailure {
        let what = "\(problem.message) [\(problem.code)]"
        guard problem.reason != .noHeadings else {
            return CommandFailure("\(source): \(what)", help: problem.help, status: .badData)
        }
        return CommandFailure(
            "\(source):\(problem.line): \(what)", help: problem.help,
            "This line names the columns, so no row was read: \(problem.text)", status: .badData)
    }

    /// Says that an empty cell clears nothing, and how that is done.
    private func tellUnsaid(_ outcomes: [RowsImport.Outcome], _ context: Context) {
        let cells = outcomes.flatMap { outcome in outcome.unsaid.map { (id: outcome.id, field: $0) } }
        guard !cells.isEmpty else { return }
        let one = cells.first { !$0.field.isRequired } ?? cells[0]
        let name = one.id.map { "\($0)" } ?? "ID"
        let what = cells.count == 1 ? "cell is empty and changes" : "cells are empty and change"
        context.note(
            "\(cells.count) \(what) nothing, where the record says something: the \(one.field.name) of \(name)"
                + (cells.count == 1 ? "" : ", and others"),
            help: one.field.isRequired
                ? "to say something else: cotech members set \(name) \(one.field.name)=VALUE"
                : "to clear it: cotech members set \(name) \(one.field.name)=")
    }

    /// Refuses rows that would be a sweep as one commit, and says so of those that are only tried: once they are
    /// committed, nothing simple parts them again.
    private func judgeSweep(_ files: [String: [UInt8]], in snapshot: Snapshot, _ context: Context) throws {
        let owners = together ? [] : try snapshot.sweptOwners(by: files, in: .public)
        guard !owners.isEmpty else { return }
        let command =
            "cotech members import \(source.shellWord)" + (mapping.map { " --mapping \($0.shellWord)" } ?? "")
            + (replaceNewer ? " --replace-newer" : "")
        let what =
            "this changes the records of \(owners.count) co-ops at once: as a sweep it would make none of them fresh"
        let help = [
            "if they are what the co-ops answered, to commit each by itself: \(command) --each",
            "to commit them as a sweep: \(command) --together",
        ]
        guard isRehearsal else {
            throw CommandFailure("\(what), so nothing was imported", helpLines: help, status: .usage)
        }
        context.note(what, help: help[0], help[1])
    }

    private static let waysForAddresses =
        "name it under ignore in the mapping, or under respondent: cotech help mapping"

    private func show(_ outcomes: [RowsImport.Outcome], _ table: CSVTable, _ context: Context) {
        // Quiet is about what went well: a row that is left out is told always.
        let onlyProblems = context.isQuiet && !isRehearsal
        let outcomes = onlyProblems ? outcomes.filter { $0.state == .problem } : outcomes
        var shown = Table(columns: [
            Table.Column("line", rightAligned: true, mayShrink: false), Table.Column("id", mayShrink: false),
            Table.Column("state", mayShrink: false), Table.Column("what"),
        ])
        var lines: [(line: Int, row: Table.Row)] = outcomes.map { outcome in
            let what =
                outcome.remarks
                + (outcome.unsaid.isEmpty
                    ? [] : ["kept, since the cell is empty: \(outcome.unsaid.map(\.name).joined(separator: ", "))"])
                + (outcome.state == .problem ? outcome.problems.map(\.text) : outcome.changes + newer(outcome))
            return (
                outcome.line,
                Table.Row([
                    .integer(outcome.line), .optional(outcome.id?.text), .text(outcome.state.rawValue), .list(what),
                ])
            )
        }
        for problem in table.problems where problem.losesARow {
            let what = "\(problem.message). \(problem.help) [\(problem.code)]"
            lines.append((problem.line, Table.Row([.integer(problem.line), .none, .text("problem"), .list([what])])))
        }
        if onlyProblems, lines.isEmpty { return }
        shown.rows = lines.sorted { $0.line < $1.line }.map(\.row)
        shown.write(as: output.chosen, to: context)
    }

    /// What the store has heard since the row's words were given.
    private func newer(_ outcome: RowsImport.Outcome) -> [String] {
        guard !outcome.newer.isEmpty else { return [] }
        let fields = outcome.newer.map { "\($0.field) of \($0.day)" }
        let what = replaceNewer ? "the store's word was newer" : "kept, since the store's word is newer"
        return ["\(what): \(fields.joined(separator: ", "))"]
    }

    private func summarise(_ outcomes: [RowsImport.Outcome], _ broken: Int, _ context: Context) {
        if context.isQuiet { return }
        func count(_ state: RowsImport.State) -> Int { outcomes.count { $0.state == state } }
        let problems = count(.problem) + broken
        context.say()
        context.say(
            StyledText(
                "\(counted(outcomes.count + broken, "row")): \(count(.new)) new, \(count(.changes)) with changes, "
                    + "\(count(.unchanged)) unchanged, \(problems) with problems"
                    + (problems > 0 && !isRehearsal ? ", which were left out." : ".")))
    }
}
