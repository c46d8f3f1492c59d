import Interchange

extension Table {
    /// The table in aligned columns.
    ///
    /// - Parameters:
    ///   - width: what it has to fit; nil where nothing is cut.
    ///   - isolate: whether text from right to left is kept from reordering its neighbours.
    /// - Returns: the text, and the headings of the columns that found no room.
    func aligned(width: Int?, colour: Bool = false, isolate: Bool = false) -> (text: String, leftOut: [String]) {
        let words = rows.map { row in
            columns.indices.map { $0 < row.cells.count ? Safe.workflowLog(row.cells[$0].words) : "" }
        }
        let headings = columns.map { Safe.workflowLog($0.heading) }
        let natural = columns.indices.map { index in
            words.reduce(layout.hasHeadings ? Text.width(headings[index]) : 0) { max($0, Text.width($1[index])) }
        }
        let fitted = Table.fit(
            columns, natural: natural, into: width.map { $0 - layout.indent }, gap: layout.gap,
            narrowest: layout.isWhole ? Table.narrowestLine : Table.narrowest)
        let shown = Set(fitted.map(\.column))
        let leftOut = columns.indices.filter { !shown.contains($0) }
        var lines: [String] = []
        if layout.hasHeadings, !rows.isEmpty {
            let line = line(of: headings, widths: fitted, isolate: isolate)
            lines.append(colour ? StyledText(line, .strong).shown(colour: true) : line)
        }
        for row in words {
            guard layout.isWhole else {
                lines.append(line(of: row, widths: fitted, isolate: isolate))
                continue
            }
            lines += wrapped(row, widths: fitted, isolate: isolate)
            for column in leftOut where !row[column].isEmpty {
                lines += below(row[column], column, heading: headings[column], width: width)
            }
        }
        return (lines.map { $0 + "\n" }.joined(), layout.isWhole ? [] : leftOut.map { headings[$0] })
    }

    /// A row over as many lines as its longest cell needs.
    private func wrapped(_ cells: [String], widths: [FittedColumn], isolate: Bool) -> [String] {
        let parts = widths.map { Text.wrapped(cells[$0.column], to: $0.width) }
        return (0..<max(1, parts.map(\.count).max() ?? 0)).map { number in
            var piece = cells
            for (position, fitted) in widths.enumerated() {
                piece[fitted.column] = number < parts[position].count ? parts[position][number] : ""
            }
            return line(of: piece, widths: widths, isolate: isolate)
        }
    }

    /// A cell that finds no room beside the others, below them. What may not shrink, such as a command, stays on one
    /// line, so that it can be copied.
    private func below(_ cell: String, _ column: Int, heading: String, width: Int?) -> [String] {
        let indent = String(repeating: " ", count: layout.indent + 4)
        let text = layout.hasHeadings ? "\(heading): \(cell)" : cell
        guard columns[column].mayShrink, let width else { return [indent + text] }
        return Text.wrapped(text, to: max(Table.narrowest, width - layout.indent - 4)).map { indent + $0 }
    }

    private func line(of cells: [String], widths: [FittedColumn], isolate: Bool) -> String {
        var line = String(repeating: " ", count: layout.indent)
        for (position, fitted) in widths.enumerated() {
            let text = Text.truncated(cells[fitted.column], to: fitted.width)
            let isolated = isolate && Text.isRightToLeft(text) ? "\u{2068}\(text)\u{2069}" : text
            let space = String(repeating: " ", count: max(0, fitted.width - Text.width(text)))
            if position > 0 { line += String(repeating: " ", count: layout.gap) }
            line += columns[fitted.column].isRightAligned ? space + isolated : isolated + space
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    struct FittedColumn: Hashable {
        let column: Int
        let width: Int
    }

    /// A column is not cut to less than this: a shorter piece of a name tells nothing.
    static let narrowest = 10
    /// Nor is text wrapped into lines shorter than this, which nobody likes to read.
    static let narrowestLine = 24

    /// The columns that find room, and how wide each is: first the widest that may shrink give way, one column of the
    /// terminal at a time; where that is not enough, the least important column goes and the rest is fitted anew.
    static func fit(
        _ columns: [Column], natural: [Int], into width: Int?, gap: Int, narrowest: Int = Table.narrowest
    ) -> [FittedColumn] {
        var kept = Array(columns.indices)
        guard let width else { return kept.map { FittedColumn(column: $0, width: natural[$0]) } }
        while true {
            var widths = kept.map { natural[$0] }
            var excess = widths.reduce(gap * max(0, kept.count - 1), +) - width
            while excess > 0 {
                let shrinkable = kept.indices.filter { columns[kept[$0]].mayShrink && widths[$0] > narrowest }
                guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
            if excess <= 0 { return zip(kept, widths).map { FittedColumn(column: $0, width: $1) } }
            guard
                let least = kept.indices.dropFirst().min(by: {
                    (columns[kept[$0]].importance, -$0) < (columns[kept[$1]].importance, -$1)
                })
            else { return kept.map { FittedColumn(column: $0, width: max(1, min(natural[$0], width))) } }
            kept.remove(at: least)
        }
    }
}
