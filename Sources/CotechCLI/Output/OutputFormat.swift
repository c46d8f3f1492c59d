/// The ways in which rows are written (`--format`).
public enum OutputFormat: String, CaseIterable, Sendable {
    /// Aligned columns, for people.
    case table
    /// One document: an array of objects.
    case json
    /// One object a line.
    case jsonl
    /// Comma-separated values, safe in a spreadsheet.
    case csv
    /// Tab-separated values: backslash, tab and newlines written as `\\`, `\t`, `\n` and `\r`.
    case tsv
    /// A table for a web page or a merge request.
    case markdown
    /// One `label: value` a line, a blank line between records, for screen readers (`--plain`).
    case plain

    /// Whether each record is written as the whole document that it is, rather than as a row's cells.
    var holdsDocuments: Bool { self == .json || self == .jsonl }
}
