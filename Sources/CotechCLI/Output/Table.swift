public import Interchange
import RecordModel

/// Rows to show, under columns that know how to give way on a narrow terminal. It is written in any `OutputFormat`.
public struct Table: Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// The key in JSON, CSV and `--fields`.
        public let name: String
        /// What stands above it for people.
        public let heading: String
        /// Whether it is aligned at its right end, as numbers are.
        public let isRightAligned: Bool
        /// Whether its cells may be cut, with `…`, to make room.
        public let mayShrink: Bool
        /// How much it is missed when there is no room for it: the lowest goes first, and among equals the last one.
        /// The first column never goes.
        public let importance: Int

        /// A column; its heading is its name with a capital unless another is given.
        public init(
            _ name: String, heading: String? = nil, rightAligned: Bool = false, mayShrink: Bool = true,
            importance: Int = 1
        ) {
            self.name = name
            self.heading = heading ?? name.withCapital.replacing("-", with: " ")
            isRightAligned = rightAligned
            self.mayShrink = mayShrink
            self.importance = importance
        }
    }

    /// One row.
    public struct Row: Hashable, Sendable {
        /// A cell for each column; missing ones at the end are blank.
        public let cells: [Cell]
        /// What JSON holds instead of the cells, where a record says more than a row can.
        public let document: JSONValue?

        /// A row.
        public init(_ cells: [Cell], document: JSONValue? = nil) {
            self.cells = cells
            self.document = document
        }
    }

    /// How a table is laid out for people.
    public struct Layout: Hashable, Sendable {
        /// Whether headings stand above the columns.
        public var hasHeadings = true
        /// Spaces before each line.
        public var indent = 0
        /// Spaces between columns.
        public var gap = 2
        /// Whether nothing is cut or left out: what finds no room goes on over further lines, or stands below its row.
        public var isWhole = false

        /// A layout: headings, no indent, two spaces apart, cut to fit, unless said otherwise.
        public init(hasHeadings: Bool = true, indent: Int = 0, gap: Int = 2, isWhole: Bool = false) {
            self.hasHeadings = hasHeadings
            self.indent = indent
            self.gap = gap
            self.isWhole = isWhole
        }
    }

    /// The columns.
    public var columns: [Column]
    /// The rows, in the order shown.
    public var rows: [Row]
    /// How it is laid out for people.
    public var layout: Layout

    /// A table.
    public init(columns: [Column], rows: [Row] = [], layout: Layout = Layout()) {
        self.columns = columns
        self.rows = rows
        self.layout = layout
    }

    /// Adds a row.
    public mutating func add(_ cells: Cell..., document: JSONValue? = nil) {
        rows.append(Row(cells, document: document))
    }

    /// Writes the table to standard output: on a terminal fitted to it and through the pager where it is long,
    /// elsewhere whole and plain. What was left out for want of room is noted on standard error.
    ///
    /// - Parameter choosesFields: whether the command has `--fields`, by which another choice of columns is made.
    public func write(as format: OutputFormat, to context: Context, choosesFields: Bool = false) {
        switch format {
        case .table:
            let aligned = aligned(width: context.width, colour: context.hasColour, isolate: context.isolatesDirections)
            Pager.show(aligned.text, in: context)
            if !aligned.leftOut.isEmpty {
                context.note(
                    "left out for want of room: \(aligned.leftOut.joined(separator: ", "))",
                    help:
                        "widen the window, \(choosesFields ? "choose columns with --fields, " : "")or read one a line with --plain"
                )
            }
        case .plain, .markdown: Pager.show(text(as: format), in: context)
        case .json, .jsonl, .csv, .tsv:
            // A file gets the data as they are; a person's terminal obeys nothing that stands in them.
            let text = text(as: format)
            context.standardOutput.write(
                context.terminal.isOutput ? Safe.terminal(text, keepingLines: true) : text)
        }
    }
}

extension Context {
    /// Whether cells written from right to left are wrapped in isolates (U+2068, U+2069) in tables.
    ///
    /// A terminal that reorders a line would otherwise draw a number behind a Hebrew name on its left, in the wrong
    /// column. The marks take no room where they are known; the Linux console draws them as boxes, and text that is
    /// piped stays as it was written.
    var isolatesDirections: Bool {
        terminal.isOutput && !isDumb && environment["TERM"] != "linux"
    }
}
