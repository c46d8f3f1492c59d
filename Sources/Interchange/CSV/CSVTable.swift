/// A CSV file as it came from a spreadsheet, with everything that was wrong with it.
public struct CSVTable: Sendable {
    /// The columns' headings, in order, each once.
    public private(set) var headings: [String]
    /// The rows that could be read; rows without any text are passed over.
    public private(set) var rows: [Row]
    /// What was wrong, by line.
    public let problems: [CSVProblem]
    /// What parted the cells: `,`, `;` or a tab.
    public let delimiter: Character
    /// Whether it was read as Windows-1252 for want of anything better, so that some letters may be wrong.
    public let isEncodingGuessed: Bool

    /// One row of the file.
    public struct Row: Hashable, Sendable {
        /// The line of the file, from 1, where it begins.
        public let line: Int
        /// Cells by heading; a cell that the row is too short for is not there.
        public let cells: [String: String]
        /// Cells beyond the last heading.
        public let beyond: [String]

        /// The cell under a heading; nil where the row has none.
        public subscript(heading: String) -> String? { cells[heading] }
    }

    /// Reads a file, whatever is wrong with it.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, UTF-16 with its mark, or Windows-1252.
    ///   - delimiter: what parts the cells, where that is known; otherwise it is found out from the first rows.
    public init(_ bytes: [UInt8], delimiter: Character? = nil) {
        let (text, isGuessed) = TextEncoding.read(bytes)
        isEncodingGuessed = isGuessed
        var reader = CSVRecords(text)
        // `sep=;` is how Excel states the delimiter.
        let stated = reader.takeSeparatorLine()
        self.delimiter = delimiter ?? stated ?? reader.likelyDelimiter()

        var headings: [String]?
        var rows: [Row] = []
        var problems: [CSVProblem] = []
        while let record = reader.next(delimiter: self.delimiter) {
            switch record.cells {
            case .failure(let reason):
                problems.append(CSVProblem(line: record.line, text: record.text, reason: reason))
                // Without headings there is nothing to read the other rows by.
                if headings == nil { headings = [] }
            case .success(let cells) where cells.allSatisfy { $0.allSatisfy(\.isWhitespace) }: continue
            case .success(let cells):
                guard let headings else {
                    headings = CSVTable.headings(cells, of: record, problems: &problems)
                    continue
                }
                if headings.isEmpty { continue }
                if cells.count != headings.count {
                    let reason = CSVProblem.Reason.unevenRow(cells: cells.count, headings: headings.count)
                    problems.append(CSVProblem(line: record.line, text: record.text, reason: reason))
                }
                let pairs = zip(headings, cells).map { ($0, Safe.readingSpreadsheetCell($1)) }
                rows.append(
                    Row(
                        line: record.line, cells: Dictionary(pairs, uniquingKeysWith: { first, _ in first }),
                        beyond: cells.dropFirst(headings.count).map { Safe.readingSpreadsheetCell($0) }))
            }
        }
        if headings == nil { problems.append(CSVProblem(line: 1, text: "", reason: .noHeadings)) }
        self.headings = headings ?? []
        self.rows = rows
        self.problems = problems
    }

    /// The same table with some columns called otherwise.
    ///
    /// - Parameter names: a heading that is there, and one that is not.
    func renaming(_ names: [String: String]) -> CSVTable {
        guard !names.isEmpty else { return self }
        var copy = self
        copy.headings = headings.map { names[$0] ?? $0 }
        copy.rows = rows.map { row in
            let cells = row.cells.map { (names[$0.key] ?? $0.key, $0.value) }
            return Row(
                line: row.line, cells: Dictionary(cells, uniquingKeysWith: { first, _ in first }), beyond: row.beyond)
        }
        return copy
    }

    /// Why there are no headings, and so no rows either: nil where there are.
    public var headingProblem: CSVProblem? { headings.isEmpty ? problems.first : nil }

    /// Whether a column has its name from here, since its heading is an earlier one's.
    func isRepeated(_ heading: String) -> Bool {
        problems.contains { problem in
            if case .duplicateHeading(_, _, let readAs) = problem.reason { readAs.contains(heading) } else { false }
        }
    }

    /// What a column without a heading is called, counted from 1.
    static func name(ofColumn column: Int) -> String { "column \(column)" }

    private static func headings(
        _ cells: [String], of record: CSVRecords.Record, problems: inout [CSVProblem]
    ) -> [String] {
        func found(_ reason: CSVProblem.Reason) -> CSVProblem {
            CSVProblem(line: record.line, text: record.text, reason: reason)
        }
        var headings: [String] = []
        // Of each heading that stands again: where it stands, and what the later columns are called.
        var again: [(heading: String, columns: [Int], readAs: [String])] = []
        for (index, cell) in cells.enumerated() {
            let column = index + 1
            var heading = Safe.oneLine(cell).split(separator: " ").joined(separator: " ")
            if heading.isEmpty {
                heading = name(ofColumn: column)
                problems.append(found(.blankHeading(column: column)))
            }
            if headings.contains(heading) {
                // Counting on from two until it is free: "Phone", "Phone 2".
                let readAs = (2...).lazy.map { "\(heading) \($0)" }.first { !headings.contains($0) } ?? heading
                if let known = again.firstIndex(where: { $0.heading == heading }) {
                    again[known].columns.append(column)
                    again[known].readAs.append(readAs)
                } else {
                    let first = (headings.firstIndex(of: heading) ?? 0) + 1
                    again.append((heading, [first, column], [readAs]))
                }
                heading = readAs
            }
            headings.append(heading)
        }
        problems += again.map { found(.duplicateHeading($0.heading, columns: $0.columns, readAs: $0.readAs)) }
        return headings
    }
}
