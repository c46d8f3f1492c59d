import Interchange

extension Table {
    /// The whole table in a format, nothing cut.
    public func text(as format: OutputFormat) -> String {
        switch format {
        case .table: aligned(width: nil).text
        case .plain: plain
        case .json: JSONValue.array(rows.map { document(of: $0) }).pretty + "\n"
        case .jsonl: rows.map { document(of: $0).compact + "\n" }.joined()
        case .csv: csv
        case .tsv: tsv
        case .markdown: markdown
        }
    }

    /// The row in JSON: its own document, or its cells by column.
    private func document(of row: Row) -> JSONValue {
        row.document ?? .object(zip(columns, cells(of: row)).map { JSONValue.Member($0.name, $1.json) })
    }

    /// A cell for each column.
    private func cells(of row: Row) -> [Cell] {
        columns.indices.map { $0 < row.cells.count ? row.cells[$0] : .none }
    }

    private var csv: String {
        CSVWriter.document(headings: columns.map(\.name), rows: rows.map { cells(of: $0).map(\.field) })
    }

    /// It is pasted into spreadsheets as well.
    private var tsv: String {
        func escaped(_ text: String) -> String {
            Safe.spreadsheetCell(text).unicodeScalars.map { scalar in
                switch scalar {
                case "\\": "\\\\"
                case "\t": "\\t"
                case "\n": "\\n"
                case "\r": "\\r"
                default: String(scalar)
                }
            }.joined()
        }
        let lines = [columns.map(\.name)] + rows.map { cells(of: $0).map(\.field) }
        return lines.map { $0.map(escaped).joined(separator: "\t") + "\n" }.joined()
    }

    private var markdown: String {
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
        let rule = columns.map { $0.isRightAligned ? "---:" : "---" }
        return line(columns.map { Safe.markdown($0.heading) }) + line(rule)
            + rows.map { line(cells(of: $0).map { Safe.markdown($0.words) }) }.joined()
    }

    /// Blank cells are left out: a screen reader would read a label with nothing behind it.
    private var plain: String {
        rows.map { row in
            zip(columns, cells(of: row)).filter { !$1.words.isEmpty }
                .map { Safe.workflowLog("\($0.heading): \($1.words)") + "\n" }.joined()
        }.joined(separator: "\n")
    }
}
