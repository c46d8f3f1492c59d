/// What is wrong with one place of an imported CSV file. The rest of the file is read all the same.
public struct CSVProblem: Hashable, Sendable {
    /// The line of the file, from 1, where the row begins.
    public let line: Int
    /// The line itself, as it stands in the file.
    public let text: String
    /// What is wrong.
    public let reason: Reason

    /// The ways in which a CSV file goes wrong.
    public enum Reason: Hashable, Sendable {
        /// There is no line with headings.
        case noHeadings
        /// A column, counted from 1, has no heading.
        case blankHeading(column: Int)
        /// Several columns, counted from 1, have one heading; the later ones are read under names of their own.
        case duplicateHeading(String, columns: [Int], readAs: [String])
        /// A row has fewer or more cells than there are headings.
        case unevenRow(cells: Int, headings: Int)
        /// A quotation mark stands where CSV allows none; the row is left out.
        case strayQuote
        /// A quoted cell has no end; its row and all behind it, to the last line, are left out.
        case unclosedQuote(upTo: Int)
    }

    /// A kebab-case name that documentation lists it under.
    public var code: String {
        switch reason {
        case .noHeadings: "csv-no-headings"
        case .blankHeading: "csv-blank-heading"
        case .duplicateHeading: "csv-duplicate-heading"
        case .unevenRow: "csv-uneven-row"
        case .strayQuote: "csv-stray-quote"
        case .unclosedQuote: "csv-unclosed-quote"
        }
    }

    /// Whether something of the file could not be read at all, rather than only looking doubtful.
    public var losesARow: Bool {
        switch reason {
        case .noHeadings, .strayQuote, .unclosedQuote: true
        case .blankHeading, .duplicateHeading, .unevenRow: false
        }
    }

    /// One sentence without a full stop at its end.
    public var message: String {
        switch reason {
        case .noHeadings: "there is no line with headings"
        case .blankHeading(let column): "column \(column) has no heading"
        case .duplicateHeading(let heading, let columns, _):
            "the heading \"\(heading)\" stands \(columns.count == 2 ? "twice" : "\(columns.count) times"), in the columns \(CSVProblem.listed(columns.map(String.init)))"
        case .unevenRow(let cells, let headings) where cells < headings:
            "this row has \(cells) cells, but there are \(headings) headings"
        case .unevenRow(let cells, let headings):
            "this row has \(cells) cells, but there are only \(headings) headings"
        case .strayQuote: "a quotation mark stands inside a cell that is not quoted, or text stands behind a quoted one"
        case .unclosedQuote(let last):
            "a quoted cell begins here and never ends\(last > line ? ", so all up to line \(last) is left out" : "")"
        }
    }

    /// `2, 4 and 5`
    private static func listed(_ words: [String]) -> String {
        words.count < 2
            ? words.joined() : "\(words.dropLast().joined(separator: ", ")) and \(words[words.count - 1])"
    }

    /// What to do about it.
    public var help: String {
        switch reason {
        case .noHeadings: "The first line names the columns."
        case .blankHeading(let column): "Until it has one it is called \"\(CSVTable.name(ofColumn: column))\"."
        case .duplicateHeading(_, let columns, let readAs):
            "Take out all but one, or give each a heading of its own. Until then the first counts, and \(readAs.count == 1 ? "column" : "columns") \(CSVProblem.listed(columns.dropFirst().map(String.init))) \(readAs.count == 1 ? "is" : "are") called \(CSVProblem.listed(readAs.map { "\"\($0)\"" }))."
        case .unevenRow(let cells, let headings) where cells < headings:
            "The missing cells are taken as not said. Is a delimiter missing?"
        case .unevenRow: "Is there a delimiter in a cell that is not quoted?"
        case .strayQuote: "Quote the whole cell, and double each quotation mark in it: \"5\"\" pipe\"."
        case .unclosedQuote: "Add the quotation mark at the end of the cell."
        }
    }
}
