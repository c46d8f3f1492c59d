import RecordModel

extension ImportMapping.Rows {
    /// Every column that something is known of.
    func columns(of kind: Kind) -> Set<String> {
        Set(table.fields.map(\.source) + table.ignore.map(\.source) + (escapes ? kind.derived.map(\.name) : []))
            .union([table.id, respondent, timestamp].compactMap(\.self))
    }

    /// Headings that are a column's name but for capitals, as spreadsheets like to write them: only where it is plain
    /// which column is meant, and the file has no other for it.
    func spellings(in headings: [String], _ kind: Kind) -> [(heading: String, column: String)] {
        let columns = columns(of: kind)
        let unread = headings.filter { !columns.contains($0) }
        return unread.compactMap { heading in
            func isSame(_ name: String) -> Bool { name.lowercased() == heading.lowercased() }
            let meant = columns.filter(isSame)
            guard meant.count == 1, let column = meant.first, !headings.contains(column),
                unread.filter(isSame).count == 1
            else { return nil }
            return (heading, column)
        }
    }

    /// A key of its own for each heading: those that no field needs first, since the others seldom want theirs.
    func keptKeys(of headings: [String], _ kind: Kind) -> [String: String] {
        let known = columns(of: kind)
        var taken = Set(table.fields.compactMap { if case .kept(let key) = $0.target { key } else { nil } })
        var keys: [String: String] = [:]
        for heading in headings.filter({ !known.contains($0) }) + headings.filter(known.contains)
        where keys[heading] == nil {
            let key = KeptKey.made(from: heading, or: "column", isTaken: taken.contains)
            taken.insert(key)
            keys[heading] = key
        }
        return keys
    }
}
