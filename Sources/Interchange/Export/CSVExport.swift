public import RecordModel

/// Records as a spreadsheet that `import` reads back without a mapping: a column for each field by its own name, the id
/// first. Elements of lists are parted by semicolons, maps are `KEY: VALUE`; a backslash stands before a semicolon, a
/// colon or a backslash that belongs to a value.
public enum CSVExport {
    /// The whole file.
    ///
    /// - Parameter content: what a record's field holds, as far as it may leave the network.
    public static func document(
        _ records: [Record], of kind: Kind, content: (Record, FieldDeclaration) -> Content = { $0.content(of: $1) }
    ) -> String {
        let fields = kind.fields.filter { if case .table = $0.shape { false } else { true } }
        let rows = records.map { record in
            [record.id.text] + fields.map { cell(content(record, $0), $0.shape) }
        }
        return CSVWriter.document(headings: ["id"] + fields.map(\.name), rows: rows)
    }

    /// A field's content in one cell.
    static func cell(_ content: Content, _ shape: Shape) -> String {
        guard let first = content.first else { return "" }
        switch shape {
        case .scalar, .body: return first.value.text
        case .set: return content.map { ListCell.escaped($0.entry) }.joined(separator: "; ")
        case .graded, .map, .table:
            return content.map { leaf in
                let key = ListCell.escaped(leaf.entry)
                return leaf.value.text.isEmpty ? key : "\(key): \(ListCell.escaped(leaf.value.text))"
            }.joined(separator: "; ")
        }
    }
}
