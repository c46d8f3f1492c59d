import RecordModel
import RecordStore

extension RowsImport {
    /// What a row says otherwise than earlier rows of the same record, where nothing tells which of them is the later
    /// word: importing both would lose the first.
    ///
    /// - Parameters:
    ///   - before: the record as the earlier rows left it.
    ///   - after: the record as this row would have it.
    func contradictions(
        of row: CSVTable.Row, with earlier: [CSVTable.Row], before: StoredRecord?, after: StoredRecord
    ) -> [RowProblem] {
        guard let before, !earlier.isEmpty else { return [] }
        return table.headings.compactMap { column in
            guard ![rows.table.id, rows.respondent, rows.timestamp].contains(column), !rows.table.isIgnored(column),
                let mine = said(column, row),
                let other = earlier.first(where: { said(column, $0).map { $0 != mine } ?? false })
            else { return nil }
            if let field = rows.table.target(of: column)?.field {
                let now = Set(after.record.content(of: field))
                guard before.record.content(of: field).contains(where: { !now.contains($0) }) else { return nil }
            } else if rows.escapes, kind.derived.contains(where: { $0.name == column }) {
                return nil
            }
            return RowProblem(
                column,
                "line \(other.line) says otherwise of the same \(kind.singular)"
                    + (rows.timestamp == nil ? "" : " at the same time"),
                help: rows.timestamp.map {
                    "Keep one of the two, or put into \"\($0)\" which of them is the later word."
                }
                    ?? "Keep one of the two; or have the mapping name the column of the time, so that the later word counts."
            )
        }
    }

    /// What a row says in a column; nil where that is nothing.
    private func said(_ column: String, _ row: CSVTable.Row) -> String? {
        row[column].flatMap { mapping.isBlank($0) ? nil : ListCell.trimmed($0) }
    }
}

extension ImportTarget {
    /// The field that it leads to; nil for a key that is only kept.
    fileprivate var field: FieldDeclaration? {
        switch self {
        case .field(let field), .half(let field, _), .entry(let field, _): field
        case .kept: nil
        }
    }
}
