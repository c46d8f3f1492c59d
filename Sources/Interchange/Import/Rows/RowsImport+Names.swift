import RecordModel

extension RowsImport {
    /// The lines of the last row about each record, by what names make of its id.
    public var newestLines: Set<Int> {
        var lines: [String: Int] = [:]
        for row in orderedRows {
            let name = rows.table.id.flatMap { row[$0] } ?? ""
            lines[Folding.identifier(from: name) ?? name] = row.line
        }
        return Set(lines.values)
    }

    /// That an earlier row makes the same id of a name that is written otherwise: two co-ops may be meant, of which the
    /// second would take the first one's place. Capitals, spaces and the sort of apostrophe make no other name, and who
    /// writes the id itself knows which record is meant. Nor does a correction by the same respondent.
    func otherName(in asked: CSVTable.Row, than name: String, _ column: String, _ id: RecordID) -> RowProblem? {
        func isMade(_ text: String) -> Bool { text != id.text && Folding.identifier(from: text) == id.text }
        guard isMade(name) else { return nil }
        func respondent(_ row: CSVTable.Row) -> String? {
            let address = rows.respondent.flatMap { row[$0] }.map(ListCell.trimmed)?.lowercased()
            return address?.isEmpty == true ? nil : address
        }
        for (row, _) in earlier[id] ?? [] {
            if let address = respondent(asked), address == respondent(row) { continue }
            guard let other = row[column].map(ListCell.trimmed), isMade(other), Self.spelt(other) != Self.spelt(name)
            else { continue }
            return RowProblem(
                column,
                "\"\(name)\" makes the same id as line \(row.line), \(id), but the name there is another: \"\(other)\"",
                help: "Where both are one \(kind.singular), write its name alike; where they are two, "
                    + (rows.escapes
                        ? "give this one an id of its own."
                        : "add a column of ids and name it in the mapping, as in: id: ID"))
        }
        return nil
    }

    private static func spelt(_ name: String) -> [Substring] {
        String(name.lowercased().map { "’‘ʼ`".contains($0) ? "'" : $0 }).split(whereSeparator: \.isWhitespace)
    }
}
