import Git
import Interchange
import RecordModel
import RecordStore

/// A difference as sentences for people and rows for programs.
struct DifferenceView {
    let difference: Difference

    /// One line for each record: `Tŷ Gwydr   headcount 6 → 7, skills.offered + swift`.
    var lines: [(title: String, words: String)] {
        difference.entries.map { (Safe.oneLine($0.title), Safe.oneLine($0.words)) }
    }

    func write(as format: OutputFormat, to context: Context) {
        guard format == .table || format == .plain else { return rows.write(as: format, to: context) }
        let width = lines.map { Text.width($0.title) }.max() ?? 0
        for line in lines {
            let gap = String(repeating: " ", count: width - Text.width(line.title) + 3)
            context.say("\(line.title, .strong)\(gap)\(line.words)")
        }
        if lines.isEmpty { context.note("nothing is different") }
    }

    private var rows: Table {
        var table = Table(
            columns: ["path", "kind", "id", "event", "field", "entry", "old", "new"].map { Table.Column($0) })
        for entry in difference.entries {
            let start: [Cell] = [
                .text(entry.change.path), .optional(entry.change.kind?.name.rawValue),
                .optional(entry.change.id?.text), .text(entry.event.name),
            ]
            if entry.leaves.isEmpty { table.rows.append(Table.Row(start + [.none, .none, .none, .none])) }
            for leaf in entry.leaves {
                let place = [leaf.entry, leaf.column].filter { !$0.isEmpty }.joined(separator: ".")
                table.rows.append(
                    Table.Row(start + [.text(leaf.field), .text(place), .optional(leaf.old), .optional(leaf.new)]))
            }
        }
        return table
    }
}

extension Difference.Entry {
    /// What became of it, in words.
    var words: String {
        let said = parts.joined(separator: ", ")
        let what = change.kind?.singular ?? "file"
        switch event {
        case .added: return parts.isEmpty ? "a new \(what)" : "a new \(what): \(said)"
        case .removed: return "removed (a \(what))"
        case .renamed(let former): return "renamed from \(former)" + (said.isEmpty ? "" : ": \(said)")
        case .rewritten: return "only how it is written"
        case .broken: return "cannot be read any more: cotech check"
        case .repaired: return "can be read again" + (said.isEmpty ? "" : ": \(said)")
        case .changed: return said.isEmpty ? "changed" : said
        }
    }
}

extension Difference.Event {
    /// The word for programs.
    var name: String {
        switch self {
        case .added: "added"
        case .removed: "removed"
        case .changed: "changed"
        case .rewritten: "rewritten"
        case .renamed: "renamed"
        case .broken: "broken"
        case .repaired: "repaired"
        }
    }
}
